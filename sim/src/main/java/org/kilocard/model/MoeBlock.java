package org.kilocard.model;

import java.util.List;
import java.util.Optional;

/**
 * Routed experts with their router, and the shared experts beside them.
 *
 * <p>Forward: {@code router}, dispatch all-to-all, {@code routed}, combine all-to-all, {@code after};
 * {@code shared} needs only the router's norm and may run beside the all-to-alls. Backward runs the other
 * way, with dispatch and combine exchanged.
 *
 * @param router norm, router, gating, casts for the dispatch
 * @param routed from received tokens to tokens to send back: permute, grouped products, activation, unpermute
 * @param shared shared experts as a dense block without a norm of its own; empty: none
 * @param after residual and shared output added
 * @param selective kernels that selective recomputation runs again before the backward pass
 */
public record MoeBlock(
    Passes router, Passes routed, Optional<Block> shared, Passes after, List<Kernel> selective)
    implements FeedForward {
  /** Copies the list. */
  public MoeBlock {
    selective = List.copyOf(selective);
  }
}
