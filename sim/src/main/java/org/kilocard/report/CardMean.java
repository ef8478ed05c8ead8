package org.kilocard.report;

/**
 * Mean over cards of a time in picoseconds, in integers that neither round nor overflow: the result does not
 * depend on how the cards are split into classes.
 */
final class CardMean {
  private final long cards;
  private long quotients;
  private long remainders;

  /** Mean over {@code cards} cards. */
  CardMean(long cards) {
    this.cards = cards;
  }

  /** Adds the time of each of {@code of} cards. */
  void add(long ps, long of) {
    quotients += ps / cards * of;
    remainders += ps % cards * of;
  }

  /** The mean in picoseconds. */
  double ps() {
    return quotients + remainders / cards + (double) (remainders % cards) / cards;
  }
}
