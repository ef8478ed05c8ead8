package org.kilocard.job;

/** Which activations are computed again in the backward pass instead of being kept. */
public enum Recompute {
  /** None. */
  NONE,
  /** The cheap and large ones: core attention, or what the model family says. */
  SELECTIVE,
  /** Whole layers, their communication included. */
  FULL
}
