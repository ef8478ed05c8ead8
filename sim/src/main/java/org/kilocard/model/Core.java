package org.kilocard.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Kernels between the first and the last products of a block, cut where context-parallel calls go.
 *
 * @param before on the card's tokens
 * @param steps with ring attention one list for each block of keys; otherwise one: the attention itself; empty in an
 *     MLP
 * @param after on the card's tokens again
 */
public record Core(List<Kernel> before, List<List<Kernel>> steps, List<Kernel> after) {
  /** Copies the lists. */
  public Core {
    before = List.copyOf(before);
    steps = steps.stream().map(List::copyOf).toList();
    after = List.copyOf(after);
  }

  /** Kernels that nothing cuts. */
  public static Core of(List<Kernel> kernels) {
    return new Core(kernels, List.of(), List.of());
  }

  /** The same with more kernels before and behind. */
  Core within(List<Kernel> first, List<Kernel> last) {
    return new Core(KernelList.join(first, before), steps, KernelList.join(after, last));
  }

  /** All kernels in order. */
  public List<Kernel> all() {
    List<Kernel> all = new ArrayList<>(before);
    steps.forEach(all::addAll);
    all.addAll(after);
    return List.copyOf(all);
  }
}
