package org.kilocard.hardware;

import java.util.List;
import java.util.Objects;

/**
 * Where a constant comes from.
 *
 * @param text title and place, or the reasoning when {@code confidence} is {@link Confidence#ASSUMED}
 * @param confidence how well it is known
 * @param rows rows of validation families with which it was fitted, as {@code family/row}: they prove nothing
 */
public record Source(String text, Confidence confidence, List<String> rows) {
  /** A source that is no row of a validation family. */
  public Source(String text, Confidence confidence) {
    this(text, confidence, List.of());
  }

  /** Checks that there is a text. */
  public Source {
    Objects.requireNonNull(confidence);
    rows = List.copyOf(rows);
    if (text.isBlank()) {
      throw new IllegalArgumentException("a source needs a text");
    }
  }
}
