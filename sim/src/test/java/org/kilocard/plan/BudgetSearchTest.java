package org.kilocard.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BudgetSearchTest {
  /** 1 to 8, then four to the octave up to 8,192. */
  private static final List<Integer> NUMBERS = IntStream.concat(IntStream.range(1, 8),
      IntStream.range(0, 10).boxed().flatMapToInt(octave -> IntStream.of(8, 10, 12, 14).map(n -> n << octave)))
      .boxed().toList();

  private static OptionalInt most(IntToDoubleFunction cost, double amount) {
    return new BudgetSearch(NUMBERS, cost, amount).most();
  }

  /** What all numbers together say. */
  private static OptionalInt oracle(IntToDoubleFunction cost, double amount) {
    return NUMBERS.stream().mapToInt(Integer::intValue).filter(n -> cost.applyAsDouble(n) <= amount).max();
  }

  /** Memory is short on few cards, so they recompute; many wait for each other. */
  private static double valley(int cards, int cheapest) {
    double octaves = Math.log((double) cards / cheapest) / Math.log(2);
    return 50 + (octaves < 0 ? 4 : 2) * octaves * octaves;
  }

  /** Two sizes fit and are too dear, each cheaper than the one before; 7 and 8 cards are affordable. */
  @Test
  void fallingCostsAreFollowed() {
    IntToDoubleFunction cost = cards -> switch (cards) {
      case 1 -> Double.POSITIVE_INFINITY;
      case 2 -> 60.1;
      case 3, 4 -> 52.627;
      case 7 -> 50.7;
      case 8 -> 51.2;
      default -> 53 + cards;
    };
    assertThat(most(cost, 52)).hasValue(8);
    assertThat(most(cost, 51)).hasValue(7);
    assertThat(most(cost, 50)).isEmpty();
  }

  @Test
  void everyValleyIsFound() {
    for (int cheapest : List.of(1, 3, 7, 8, 80, 448, 3072, 8192)) {
      for (double amount : new double[] {49.9, 50, 50.01, 51, 53, 60, 100, 1000}) {
        IntToDoubleFunction cost = cards -> valley(cards, cheapest);
        assertThat(most(cost, amount)).as("cheapest with %d, %s", cheapest, amount).isEqualTo(oracle(cost, amount));
      }
    }
  }

  /** Whatever does not fit, and a ridge of two octaves, do not end the search. */
  @Test
  void whatDoesNotFitOrRisesForAWhileIsPassed() {
    assertThat(most(cards -> cards < 900 ? Double.POSITIVE_INFINITY : valley(cards, 1024), 50.5)).hasValue(1280);
    assertThat(most(cards -> cards == 2 || cards == 4 ? 55 : valley(cards, 8), 52)).hasValue(16);
    assertThat(most(cards -> Double.POSITIVE_INFINITY, 1e9)).isEmpty();
  }

  /** After three octaves of rising costs no larger number is looked at: each may take a minute. */
  @Test
  void stopsWhereItHasBecomeHopeless() {
    int[] largest = {0};
    assertThat(most(cards -> {
      largest[0] = Math.max(largest[0], cards);
      return valley(cards, 8);
    }, 51)).hasValue(12);
    assertThat(largest[0]).isEqualTo(64);
  }
}
