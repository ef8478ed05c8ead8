package org.kilocard.hardware;

import java.util.Objects;

/**
 * Where a constant comes from.
 *
 * @param text title and place, or the reasoning when {@code confidence} is {@link Confidence#ASSUMED}
 * @param confidence how well it is known
 */
public record Source(String text, Confidence confidence) {
  /** Checks that there is a text. */
  public Source {
    Objects.requireNonNull(confidence);
    if (text.isBlank()) {
      throw new IllegalArgumentException("a source needs a text");
    }
  }
}
