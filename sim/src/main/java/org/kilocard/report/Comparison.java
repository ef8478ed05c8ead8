package org.kilocard.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Scenarios side by side.
 *
 * @param title what is compared
 * @param base what the others are compared with; has a result
 * @param others in the order asked for
 */
public record Comparison(String title, Compared base, List<Compared> others) {
  /** Copies the list and checks the base. */
  public Comparison {
    others = List.copyOf(others);
    if (base.result().isEmpty()) {
      throw new IllegalArgumentException("the base of a comparison has a result");
    }
  }

  /** The base and the others. */
  public List<Compared> all() {
    List<Compared> all = new ArrayList<>();
    all.add(base);
    all.addAll(others);
    return all;
  }

  /** What came out of the base. */
  public Result baseResult() {
    return base.result().orElseThrow();
  }

  /** How {@code other} differs from the base; empty if it has no result. */
  public Optional<Difference> difference(Compared other) {
    return other.result().map(result -> new Difference(baseResult(), result));
  }

  /** Inputs of {@code other} that are not those of the base, by name: base's value, then its own. */
  public Map<String, List<String>> changedInputs(Compared other) {
    Map<String, List<String>> changed = new LinkedHashMap<>();
    other.inputs().forEach((name, value) -> {
      String before = base.inputs().getOrDefault(name, "");
      if (!Objects.equals(before, value)) {
        changed.put(name, List.of(before, value));
      }
    });
    return changed;
  }
}
