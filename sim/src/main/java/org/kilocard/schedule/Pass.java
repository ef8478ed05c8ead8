package org.kilocard.schedule;

/** What is computed for one micro-batch on one model chunk. */
public enum Pass {
  /** Forward. */
  FORWARD,
  /** Whole backward: gradients of the input, then of the weights. */
  BACKWARD,
  /** Backward of the input only; the weights follow as a {@link #WEIGHT} of their own (zero bubble). */
  BACKWARD_INPUT,
  /** Gradients of the weights, set apart by a {@link #BACKWARD_INPUT}. */
  WEIGHT
}
