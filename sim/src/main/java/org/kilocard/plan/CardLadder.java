package org.kilocard.plan;

import java.util.ArrayList;
import java.util.List;
import org.kilocard.topology.Cluster;

/**
 * Numbers of cards that are worth a look: whole innermost domains, four to the octave, and the whole topology; between
 * two of these, sixteen to the octave.
 *
 * <p>Below one domain of at most {@value #NODE} cards every number; else its halves, quarters and so on. A domain of more than {@value #LARGE} cards is taken apart into
 * eights, as its nodes usually are.
 */
final class CardLadder {
  private static final int LARGE = 128;
  private static final int NODE = 8;
  private static final int FINE = 16;
  private static final List<Integer> STEPS = List.of(4, 5, 6, 7);

  private CardLadder() {}

  /** All of them on {@code cluster}, ascending. */
  static List<Integer> of(Cluster cluster) {
    int most = cluster.mostCards();
    int domain = cluster.tiers().get(0).cards().orElse(NODE);
    int unit = Math.min(most, domain > LARGE ? NODE : domain);
    List<Integer> numbers = new ArrayList<>();
    if (unit <= NODE) {
      for (int below = 1; below < unit; below++) {
        numbers.add(below);
      }
    } else {
      for (int below = unit; below % 2 == 0; below /= 2) {
        numbers.add(0, below / 2);
      }
    }
    for (int one : List.of(1, 2, 3)) {
      add(numbers, (long) one * unit, most);
    }
    for (long octave = 1; octave * STEPS.get(0) * unit <= most; octave *= 2) {
      for (int step : STEPS) {
        add(numbers, octave * step * unit, most);
      }
    }
    if (!numbers.contains(most) && cluster.cards().isPresent()) {
      numbers.add(most);
    }
    return numbers;
  }

  /** The numbers between two of {@link #of}, both excluded, ascending. */
  static List<Integer> between(Cluster cluster, int low, int high) {
    int domain = cluster.tiers().get(0).cards().orElse(NODE);
    int unit = domain > LARGE ? NODE : domain;
    List<Integer> numbers = new ArrayList<>();
    int step = Math.max(unit, Integer.highestOneBit(low / unit / FINE) * unit);
    for (int cards = low / step * step + step; cards < high && low >= unit; cards += step) {
      numbers.add(cards);
    }
    return numbers;
  }

  private static void add(List<Integer> numbers, long number, int most) {
    if (number <= most) {
      numbers.add((int) number);
    }
  }
}
