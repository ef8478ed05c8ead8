package org.kilocard.hardware;

import java.util.Objects;

/**
 * How a stack moves the tokens of an MoE layer to their experts and back.
 *
 * @param deduplicated whether a token crosses to a node, and to a card, once, however many of its experts are
 *     there (DeepEP); otherwise one copy per expert is sent
 * @param dispatch number format on the way to the experts
 * @param combine number format on the way back
 * @param fusedPermutation whether rows are sorted by expert by a kernel of its own, instead of by generic gathers and
 *     scattered additions
 */
public record TokenExchange(
    boolean deduplicated, Precision dispatch, Precision combine, boolean fusedPermutation) {
  /** Checks that both formats are there. */
  public TokenExchange {
    Objects.requireNonNull(dispatch);
    Objects.requireNonNull(combine);
  }
}
