package org.kilocard.topology;

/**
 * Cards of a domain that reach each other sooner than the others: those of a node under its own switches, those
 * below one leaf.
 *
 * @param cards that follow each other
 * @param latencyPs one-way between two of them
 */
public record Near(int cards, long latencyPs) {
  /** Checks the ranges. */
  public Near {
    if (cards < 2 || latencyPs < 0) {
      throw new IllegalArgumentException("impossible: " + cards + " cards near each other, " + latencyPs + " ps");
    }
  }

  /** Whether two cards lie together. */
  boolean joins(int card, int other) {
    return card / cards == other / cards;
  }
}
