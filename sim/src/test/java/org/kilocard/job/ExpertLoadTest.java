package org.kilocard.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpertLoadTest {
  @Test
  void sharesFollowTheWeights() {
    // Weights 1, 1, 2 over top-1: a quarter, a quarter, a half.
    assertThat(ExpertLoad.weighted(List.of(1.0, 1.0, 2.0), 1).shares()).containsExactly(0.25, 0.25, 0.5);
  }

  @Test
  void noExpertHasMoreTokensThanThereAre() {
    // Top-2: an expert sees every token at most once, half of the routings. Weights 8, 1, 1: 0.8 becomes 0.5, the
    // other two share the rest alike.
    List<Double> shares = ExpertLoad.weighted(List.of(8.0, 1.0, 1.0), 2).shares();
    assertThat(shares.get(0)).isCloseTo(0.5, within(1e-12));
    assertThat(shares.get(1)).isCloseTo(0.25, within(1e-12));
    assertThat(shares.get(2)).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void zipfOfNothingIsEvenAndOfOneFallsAsTheRank() {
    assertThat(ExpertLoad.zipf(0, 8, 2, 1).shares()).allMatch(share -> share == 0.125);
    // 1, 1/2, 1/3, 1/4 over 25/12: 0.48, 0.24, 0.16, 0.12, in an order drawn by the seed.
    List<Double> shares = ExpertLoad.zipf(1, 4, 1, 7).shares();
    assertThat(shares.stream().sorted(Collections.reverseOrder()).toList())
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b))
        .containsExactly(0.48, 0.24, 0.16, 0.12);
    assertThat(ExpertLoad.zipf(1, 4, 1, 7)).isEqualTo(ExpertLoad.zipf(1, 4, 1, 7));
  }

  @Test
  void theBusiestCardSetsTheImbalance() {
    // Two cards of two experts: 0.1 + 0.2 and 0.3 + 0.4; the second has 0.7 of the tokens, 1.4 times the mean.
    ExpertLoad load = new ExpertLoad(List.of(0.1, 0.2, 0.3, 0.4));
    assertThat(load.busiestCard(2)).isEqualTo(1);
    assertThat(load.imbalance(2)).isCloseTo(1.4, within(1e-12));
    assertThat(load.rows(1, 2, 1000)).containsExactly(300L, 400L);
    assertThat(ExpertLoad.UNIFORM.imbalance(64)).isEqualTo(1);
  }

  @Test
  void whatIsAboveTheCapacityIsDropped() {
    // Mean 0.25, capacity 1.2: 0.3. Of 0.1, 0.2, 0.3 and 0.4 the last loses 0.1; its card has 0.6, 1.2 times the mean.
    ExpertLoad load = new ExpertLoad(List.of(0.1, 0.2, 0.3, 0.4)).limited(1.2, false, 4);
    assertThat(load.dropped()).isCloseTo(0.1, within(1e-12));
    assertThat(load.rows(1, 2, 1000)).containsExactly(300L, 300L);
    assertThat(load.rows(0, 2, 1000)).containsExactly(100L, 200L);
    assertThat(load.imbalance(2)).isCloseTo(1.2, within(1e-12));
    assertThat(load.expertOverMean(load.hottestExpert())).isCloseTo(1.2, within(1e-12));
    // All are filled up: everybody computes 0.3, whoever drops.
    ExpertLoad padded = new ExpertLoad(List.of(0.1, 0.2, 0.3, 0.4)).limited(1.2, true, 4);
    assertThat(padded.rows(0, 2, 1000)).containsExactly(300L, 300L);
    assertThat(padded.dropped()).isEqualTo(load.dropped());
    // Half of what comes: 0.5 of the mean everywhere.
    assertThat(ExpertLoad.UNIFORM.limited(0.5, false, 4).imbalance(4)).isCloseTo(0.5, within(1e-12));
    assertThat(ExpertLoad.UNIFORM.limited(0.5, false, 4).dropped()).isCloseTo(0.5, within(1e-12));
    assertThat(ExpertLoad.UNIFORM.limited(1.25, false, 4).dropped()).isZero();
  }

  @Test
  void sharesThatDoNotAddUpAreRefused() {
    assertThatThrownBy(() -> new ExpertLoad(List.of(0.5, 0.4))).hasMessageContaining("add up to 1");
    assertThatThrownBy(() -> new ExpertLoad(List.of(1.5, -0.5))).hasMessageContaining("not negative");
  }
}
