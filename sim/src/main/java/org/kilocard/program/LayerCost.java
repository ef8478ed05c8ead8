package org.kilocard.program;

import java.util.Optional;

/** Compute of one layer for one micro-batch. */
public sealed interface LayerCost {
  /** The attention block. */
  BlockCost attention();

  /** A layer with a dense MLP. */
  record Dense(BlockCost attention, BlockCost mlp) implements LayerCost {}

  /** A layer whose MLP runs beside the attention, in one block. */
  record Parallel(BlockCost attention) implements LayerCost {}

  /**
   * A mixture-of-experts layer.
   *
   * @param router norm, router and permutation before the dispatch (backward: after the combine)
   * @param shared the shared experts, which are split like a dense MLP; empty: there are none
   * @param routed the routed experts of this card
   * @param merge weighting and residual after the combine (backward: before the dispatch)
   */
  record Moe(BlockCost attention, Plain router, Optional<BlockCost> shared, Plain routed, Plain merge)
      implements LayerCost {}

  /** Work without inner communication: forward, backward to the input, gradients of the weights. */
  record Plain(Span forward, Span backward, Span weight) {
    /** No work. */
    public static final Plain NONE = new Plain(Span.NONE, Span.NONE, Span.NONE);

    /** Both. */
    public Plain plus(Plain other) {
      return new Plain(
          forward.plus(other.forward), backward.plus(other.backward), weight.plus(other.weight));
    }
  }
}
