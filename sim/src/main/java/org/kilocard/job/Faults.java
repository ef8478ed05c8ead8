package org.kilocard.job;

import java.util.Arrays;
import java.util.List;
import org.kilocard.topology.LinkFault;

/**
 * What is broken or slow in a cluster.
 *
 * @param cards cards that compute slower than they should
 * @param links links that are degraded or down
 */
public record Faults(List<SlowCard> cards, List<LinkFault> links) {
  /** Nothing is. */
  public static final Faults NONE = new Faults(List.of(), List.of());

  /**
   * A slow card.
   *
   * @param card its number
   * @param pace what is left of its pace, above 0 and at most 1
   */
  public record SlowCard(int card, double pace) {
    /** Checks the pace. */
    public SlowCard {
      if (!(pace > 0 && pace <= 1)) {
        throw new IllegalArgumentException("a slow card has above 0 to 1 of its pace, got " + pace);
      }
    }
  }

  /** Copies the lists. */
  public Faults {
    cards = List.copyOf(cards);
    links = List.copyOf(links);
  }

  /** Pace of each of {@code count} cards; the slowest fault of a card counts. */
  public double[] paces(int count) {
    double[] paces = new double[count];
    Arrays.fill(paces, 1);
    for (SlowCard slow : cards) {
      paces[slow.card()] = Math.min(paces[slow.card()], slow.pace());
    }
    return paces;
  }
}
