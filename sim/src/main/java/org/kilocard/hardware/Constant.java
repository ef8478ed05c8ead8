package org.kilocard.hardware;

import java.util.Objects;

/**
 * A number with its source. The unit stands in the name of whatever holds it.
 *
 * @param value finite, not negative
 * @param source where it comes from
 */
public record Constant(double value, Source source) {
  /** Checks the value. */
  public Constant {
    Objects.requireNonNull(source);
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("a constant is finite and not negative, got " + value);
    }
  }
}
