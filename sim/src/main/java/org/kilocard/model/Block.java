package org.kilocard.model;

import java.util.List;

/**
 * An attention or dense MLP block.
 *
 * <p>Full recomputation runs {@code forward} again before the backward pass. Selective recomputation runs
 * {@code selective} again, just before the core of the backward pass, without tensor-parallel collectives.
 *
 * @param forward forward pass
 * @param backwardInput backward pass of the input
 * @param weightOut gradients of the row-parallel weights; their input is ready once the backward pass has
 *     begun
 * @param weightIn gradients of the column-parallel weights and of the latents and norms before them
 * @param selective kernels that selective recomputation runs again
 * @param first adapters beside the column-parallel products, where the weights are frozen
 * @param last adapters beside the row-parallel products; {@code weightOut} and {@code weightIn} are theirs then
 */
public record Block(
    Slots forward,
    Slots backwardInput,
    List<Kernel> weightOut,
    List<Kernel> weightIn,
    Core selective,
    List<Adapter> first,
    List<Adapter> last)
    implements FeedForward {
  /** Copies the lists. */
  public Block {
    weightOut = List.copyOf(weightOut);
    weightIn = List.copyOf(weightIn);
    first = List.copyOf(first);
    last = List.copyOf(last);
  }

  /** A block whose weights are trained. */
  Block(Slots forward, Slots backwardInput, List<Kernel> weightOut, List<Kernel> weightIn, Core selective) {
    this(forward, backwardInput, weightOut, weightIn, selective, List.of(), List.of());
  }

  /** Whether some product has an adapter. */
  boolean adapted() {
    return !first.isEmpty() || !last.isEmpty();
  }
}
