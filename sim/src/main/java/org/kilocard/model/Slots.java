package org.kilocard.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Kernels of one pass through a block, in order, split where tensor-parallel collectives go.
 *
 * @param before on tokens that are split over the tensor group: norm, casts, latents; backward: casts of the
 *     gradient
 * @param in column-parallel products; backward: gradient through the row-parallel product
 * @param core on the card's heads or inner columns: positions and attention, activation
 * @param out row-parallel product; backward: gradient through the column-parallel products
 * @param after on split tokens again: residual and dropout; backward: norm
 */
public record Slots(
    List<Kernel> before, List<Kernel> in, Core core, List<Kernel> out, List<Kernel> after) {
  /** Copies the lists. */
  public Slots {
    before = List.copyOf(before);
    in = List.copyOf(in);
    out = List.copyOf(out);
    after = List.copyOf(after);
  }

  /** All kernels in order. */
  public List<Kernel> all() {
    List<Kernel> all = new ArrayList<>(before);
    all.addAll(in);
    all.addAll(core.all());
    all.addAll(out);
    all.addAll(after);
    return List.copyOf(all);
  }
}
