package org.kilocard.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One of the scenarios of a {@link Comparison}: its result, or why there is none.
 *
 * @param label short name, e.g. {@code base} or {@code parallelism.tensor=4}
 * @param inputs what was asked for, by name, for people
 * @param result what came out; empty if it could not be simulated
 * @param failure why there is no result; empty if there is one
 */
public record Compared(String label, Map<String, String> inputs, Optional<Result> result, String failure) {
  /** Copies the inputs, keeping their order. */
  public Compared {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    if (result.isPresent() != failure.isEmpty()) {
      throw new IllegalArgumentException("'" + label + "' has either a result or a failure");
    }
  }

  /** A scenario that was simulated. */
  public static Compared of(String label, Map<String, String> inputs, Result result) {
    return new Compared(label, inputs, Optional.of(result), "");
  }

  /** A scenario that could not be simulated, for a reason that is one sentence or more. */
  public static Compared failed(String label, String failure) {
    return new Compared(label, Map.of(), Optional.empty(), failure);
  }
}
