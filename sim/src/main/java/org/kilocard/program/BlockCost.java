package org.kilocard.program;

/**
 * Compute of one block for one micro-batch.
 *
 * @param forward forward pass
 * @param backward backward pass to the input
 * @param again part of the forward core that selective recomputation runs ahead of that of the backward pass
 * @param weightOut gradients of the weights of the last matrix products
 * @param weightIn gradients of the weights of the first matrix products
 */
public record BlockCost(PassCost forward, PassCost backward, CoreCost again, Span weightOut, Span weightIn) {
  /** Gradients of all weights. */
  public Span weight() {
    return weightOut.plus(weightIn);
  }
}
