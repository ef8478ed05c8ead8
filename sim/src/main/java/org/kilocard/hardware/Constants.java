package org.kilocard.hardware;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Every {@link Constant} that an {@link Accelerator} or a {@link Stack} holds, by the path of its key in the file, e.g.
 * {@code kernels.gemm.bf16.launch} or {@code transports.nvlink.protocols.ll.base}.
 *
 * <p>A walk over the components of the records, so that a new constant is known here as soon as it has a component.
 * A key is the name of the component in lower case without its unit: {@code launchSeconds} is {@code launch}, {@code
 * unitBytesPerSecond} is {@code unit_rate}.
 */
public final class Constants {
  private Constants() {}

  /**
   * A constant with what it is called.
   *
   * @param path of its key in the file
   * @param unit of its value: {@code s}, {@code ps}, {@code B/s}, or nothing
   * @param constant value and source
   */
  public record Named(String path, String unit, Constant constant) {}

  /** What is done with every constant on a walk: it is replaced by what comes back. */
  private interface Visit {
    Constant at(String path, String unit, Constant constant);
  }

  /** All constants of {@code owner}, in the order of their components. */
  public static Map<String, Constant> of(Record owner) {
    Map<String, Constant> found = new LinkedHashMap<>();
    named(owner).forEach(named -> found.put(named.path(), named.constant()));
    return Collections.unmodifiableMap(found);
  }

  /** The same with their units. */
  public static List<Named> named(Record owner) {
    List<Named> found = new ArrayList<>();
    walk(owner, "", "", (path, unit, constant) -> {
      found.add(new Named(path, unit, constant));
      return constant;
    });
    return List.copyOf(found);
  }

  /**
   * {@code owner} with other values for some constants; their sources stay.
   *
   * @throws IllegalArgumentException if it has no such constant, or if a value is impossible
   */
  @SuppressWarnings("unchecked")
  public static <R extends Record> R with(R owner, Map<String, Double> values) {
    Map<String, Double> unused = new LinkedHashMap<>(values);
    Object changed = walk(owner, "", "", (path, unit, constant) -> {
      Double value = unused.remove(path);
      return value == null ? constant : new Constant(value, constant.source());
    });
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException("no constant " + unused.keySet().iterator().next());
    }
    return (R) changed;
  }

  private static Object walk(Object value, String path, String unit, Visit change) {
    if (value instanceof Constant constant) {
      return change.at(path, unit, constant);
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(held -> walk(held, path, unit, change));
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> changed = new LinkedHashMap<>();
      map.forEach((key, held) -> changed.put(key, walk(held, join(path, key.toString()), unit, change)));
      return changed;
    }
    if (value instanceof List<?> list) {
      List<Object> changed = new ArrayList<>();
      list.forEach(held -> changed.add(
          held instanceof Protocol protocol ? record(protocol, join(path, protocol.name()), change) : held));
      return changed;
    }
    return value instanceof Record record && !(value instanceof Source) ? record(record, path, change) : value;
  }

  private static Record record(Record record, String path, Visit change) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        Object held = components[i].getAccessor().invoke(record);
        values[i] = walk(held, join(path, key(components[i].getName())), unit(components[i].getName()), change);
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<? extends Record> constructor = record.getClass().getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException("cannot rebuild " + record.getClass().getSimpleName(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot rebuild " + record.getClass().getSimpleName(), e);
    }
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String unit(String component) {
    return component.endsWith("BytesPerSecond") ? "B/s"
        : component.endsWith("Seconds") ? "s"
        : component.endsWith("Ps") ? "ps" : "";
  }

  /** The key of a component. */
  private static String key(String component) {
    String unitless = component
        .replaceFirst("BytesPerSecond$", "Rate")
        .replaceFirst("(Seconds|Ps)$", "");
    return unitless.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
