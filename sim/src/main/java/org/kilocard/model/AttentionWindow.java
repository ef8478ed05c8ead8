package org.kilocard.model;

/**
 * Attention that sees only the last tokens, in all layers or between layers that see everything.
 *
 * @param tokens that a query sees, itself among them
 * @param fullEvery every so many layers the last of them sees everything: 2 in gpt-oss; 0: none does
 */
public record AttentionWindow(int tokens, int fullEvery) {
  /** Checks the sizes. */
  public AttentionWindow {
    if (tokens < 1 || fullEvery < 0 || fullEvery == 1) {
      throw new IllegalArgumentException(
          "a window has tokens and is used in some layer, got " + tokens + ", full every " + fullEvery);
    }
  }

  /** Whether layer {@code index}, 0 first, sees only the window. */
  public boolean limits(int index) {
    return fullEvery == 0 || (index + 1) % fullEvery != 0;
  }
}
