package org.kilocard.hardware;

import java.util.Objects;

/**
 * How a stack moves the tokens of an MoE layer to their experts and back.
 *
 * @param deduplicated whether a token crosses to a node, and to a card, once, however many of its experts are there
 *     (DeepEP); otherwise one copy per expert is sent
 * @param dispatch number format on the way to the experts
 * @param combine number format on the way back
 */
public record TokenExchange(boolean deduplicated, Precision dispatch, Precision combine) {
  /** Checks that both formats are there. */
  public TokenExchange {
    Objects.requireNonNull(dispatch);
    Objects.requireNonNull(combine);
  }
}
