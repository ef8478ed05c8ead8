package org.kilocard.model;

import static org.kilocard.model.KernelList.join;

import java.util.List;

/**
 * Attention and MLP of a layer as one block: both read the norm of the layer's input, and their outputs are
 * added to it together.
 *
 * <p><b>Model.</b> The products, attention and activation of both; norm, casts of its output and residual
 * once. A tensor group gathers and scatters once for both.
 *
 * <p><b>Assumes.</b> Where each has a norm of its own (GPT-NeoX), one kernel computes both.
 *
 * <p><b>Source.</b> PaLM (arXiv 2204.02311), section 2; MegaScale (arXiv 2402.15627), section 3.1.
 */
final class ParallelBlock {
  private ParallelBlock() {}

  static Block of(Block attention, Block mlp) {
    return new Block(
        slots(attention.forward(), mlp.forward()),
        slots(attention.backwardInput(), mlp.backwardInput()),
        join(attention.weightOut(), mlp.weightOut()),
        join(attention.weightIn(), mlp.weightIn()),
        attention.selective());
  }

  private static Slots slots(Slots attention, Slots mlp) {
    return new Slots(
        attention.before(),
        join(attention.in(), mlp.in()),
        attention.core().within(List.of(), mlp.core().all()),
        join(attention.out(), mlp.out()),
        attention.after());
  }
}
