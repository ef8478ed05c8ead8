package org.kilocard.report;

/**
 * Floating-point operations of one step, over all cards.
 *
 * @param model those that the model needs, attention counted in full; MFU is made of these
 * @param modelCausal those that the model needs, of attention only what the causal mask leaves
 * @param hardware those that the cards execute: {@code model} and what is recomputed; HFU is made of these
 * @param formula how {@code model} is counted, e.g. {@code 6 N tokens + 12 L h s tokens}
 */
public record StepFlops(double model, double modelCausal, double hardware, String formula) {
  /** Checks the counts. */
  public StepFlops {
    if (!(model >= 0 && modelCausal >= 0 && hardware >= 0)
        || Double.isInfinite(model + modelCausal + hardware)) {
      throw new IllegalArgumentException("FLOPs are finite and not negative, got " + model + ", "
          + modelCausal + ", " + hardware);
    }
  }
}
