package org.kilocard.hardware;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Mapping;
import org.kilocard.input.Node;
import org.kilocard.input.Spelled;
import org.kilocard.input.YamlDocument;

/** Reads an accelerator, a file in {@link #FOLDER}. */
public final class AcceleratorFile {
  /** Where the catalogue keeps accelerators. */
  public static final String FOLDER = "topologies/hardware/accelerators";

  private static final int MOST_UNITS = 1 << 20;

  private AcceleratorFile() {}

  /** The accelerator of that name, or in the file at that path. */
  public static Accelerator load(Catalogue catalogue, String nameOrPath) {
    return read(YamlDocument.parse(catalogue.resolve(FOLDER, nameOrPath)));
  }

  /**
   * The accelerator that a value stands for: a name, a path, or the accelerator itself.
   *
   * @param referrer file in which the value is written
   */
  public static Accelerator read(Node written, Catalogue catalogue, Path referrer) {
    return written instanceof Mapping inline
        ? read(inline)
        : read(YamlDocument.parse(catalogue.resolve(FOLDER, written.asScalar(), referrer)));
  }

  /** The accelerator that a document describes. Its id is the name of the document's file. */
  public static Accelerator read(Mapping document) {
    Sourced card = Sourced.of(document);
    Map<Precision, Double> peak = peak(document.mapping("peak"));
    Mapping memory = document.mapping("memory");
    double capacity = positive(memory, "capacity", memory.bytes("capacity"));
    double rate = memory.rate("rate");
    memory.done();
    OptionalDouble watts = document.optionalPower("power");
    KernelConstants kernels = KernelSection.read(card.section("kernels"), peak.keySet());
    Accelerator accelerator = new Accelerator(
        FileNames.stem(document),
        document.text("name"),
        document.text("vendor"),
        peak,
        (int) document.count("units", 1, MOST_UNITS),
        whole(document.optionalCount("vector_units", 1, MOST_UNITS)),
        document.optionalFrequency("clock"),
        capacity,
        rate,
        watts,
        kernels,
        card.sources(List.of("peak", "units", "memory", "vector_units", "clock", "power")));
    card.done();
    return accelerator;
  }

  private static Map<Precision, Double> peak(Mapping written) {
    Map<Precision, Double> peak = new LinkedHashMap<>();
    for (Precision precision : Precision.values()) {
      written.optionalFlops(Spelled.of(precision)).ifPresent(flops -> peak.put(precision, flops));
    }
    written.done();
    if (peak.isEmpty()) {
      throw written.fail("has no precision").withHint("Write e.g. {bf16: 989 TFLOPS}.");
    }
    return peak;
  }

  private static double positive(Mapping mapping, String key, long value) {
    if (value > 0) {
      return value;
    }
    throw mapping.fail(key, "must be above zero");
  }

  private static OptionalInt whole(OptionalLong value) {
    return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
  }
}
