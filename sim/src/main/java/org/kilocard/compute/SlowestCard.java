package org.kilocard.compute;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * How much slower than the mean card the slowest of many is, which all wait for in a synchronous step.
 *
 * <p><b>Model.</b> The pace of cards of one kind is spread normally about its mean (silicon and cooling differ, power
 * caps turn that into clocks). A step with no slack goes at the pace of the slowest card: 1 + spread × the expected
 * maximum of as many standard normal deviates as there are cards.
 *
 * <p><b>Assumes.</b> Every card is waited for: tensor, pipeline and data groups tie all of them together. The
 * spread stays the same during a run.
 *
 * <p><b>Not modelled.</b> Broken cards (a long tail), and the slack that bubbles give.
 *
 * <p><b>Source.</b> Blom, Statistical Estimates and Transformed Beta-Variables (1958), for the expected maximum.
 */
public final class SlowestCard {
  private SlowestCard() {}

  /** Time of compute on the slowest of {@code cards} over that on the mean one, ≥ 1. */
  public static double slowdown(double spread, int cards) {
    if (cards < 1 || !(spread >= 0)) {
      throw new IllegalArgumentException(cards + " cards with a spread of " + spread);
    }
    // Without random numbers: the two-argument constructor would seed a generator.
    NormalDistribution standard = new NormalDistribution(null, 0, 1);
    double expectedMaximum = standard.inverseCumulativeProbability((cards - 0.375) / (cards + 0.25));
    return 1 + spread * expectedMaximum;
  }
}
