package org.kilocard.program;

import java.util.List;

/**
 * Compute of one block for one micro-batch.
 *
 * @param forward forward pass
 * @param backward backward pass to the input
 * @param again part of the forward core that selective recomputation runs ahead of that of the backward pass
 * @param weightOut gradients of the weights of the last matrix products
 * @param weightIn gradients of the weights of the first matrix products
 * @param first adapters beside the first products, where the weights are frozen
 * @param last adapters beside the last products
 */
public record BlockCost(
    PassCost forward,
    PassCost backward,
    CoreCost again,
    Span weightOut,
    Span weightIn,
    List<AdapterCost> first,
    List<AdapterCost> last) {
  /** Copies the lists. */
  public BlockCost {
    first = List.copyOf(first);
    last = List.copyOf(last);
  }

  /** A block without adapters. */
  public BlockCost(PassCost forward, PassCost backward, CoreCost again, Span weightOut, Span weightIn) {
    this(forward, backward, again, weightOut, weightIn, List.of(), List.of());
  }

  /** Gradients of all weights. */
  public Span weight() {
    return weightOut.plus(weightIn);
  }
}
