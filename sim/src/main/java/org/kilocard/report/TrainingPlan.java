package org.kilocard.report;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A whole training run, to be priced.
 *
 * @param tokens tokens to train on
 * @param cardHour price of one card for one hour, if asked for
 * @param wattsPerCard power of one card with its share of the server, if asked for
 * @param fullPower whether this is the power that the card is designed for
 * @param pue power of the data centre over that of its servers, ≥ 1
 */
public record TrainingPlan(
    double tokens, Optional<Price> cardHour, OptionalDouble wattsPerCard, boolean fullPower, double pue) {
  /**
   * An amount of money.
   *
   * @param amount how much
   * @param currency of what, e.g. {@code USD}
   */
  public record Price(double amount, String currency) {}

  /** Checks the numbers. */
  public TrainingPlan {
    if (!(tokens > 0) || Double.isInfinite(tokens) || !(pue >= 1)) {
      throw new IllegalArgumentException(
          "a training has tokens and a PUE of at least 1, got " + tokens + " and " + pue);
    }
  }
}
