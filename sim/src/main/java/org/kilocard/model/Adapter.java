package org.kilocard.model;

import java.util.List;

/**
 * The low-rank product beside a frozen one, cut where tensor-parallel calls go.
 *
 * <p>Forward: {@code down}, {@code up}, {@code join}; backward the other way.
 *
 * @param down input to rank columns; nothing backward where nothing below is trained
 * @param up rank columns to the outputs of the card
 * @param join scaled and added to the result of the frozen product
 */
public record Adapter(Passes down, Passes up, Passes join) {
  /** Gradients of both matrices. */
  List<Kernel> weight() {
    return KernelList.join(up.weight(), down.weight());
  }

  /** The same where nothing below is trained. */
  Adapter lowest() {
    return new Adapter(new Passes(down.forward(), List.of(), down.weight()), up, join);
  }
}
