package org.kilocard.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kilocard.collective.Operation;
import org.kilocard.collective.Routed;
import org.kilocard.job.UnitMode;
import org.kilocard.report.CollectiveRow;
import org.kilocard.world.Simulator;

/** Networks whose leaves serve a rail of 32 nodes and have an eighth of that to the spines. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OversubscribedTest {
  private static final long GIB = 1L << 30;
  private static final double RATIO = 8;

  @AutoClose
  private final Simulator simulator = new Simulator();

  @ParameterizedTest
  @CsvSource({
      "ALL_REDUCE, ring", "ALL_REDUCE, tree", "ALL_REDUCE, nvls-tree", "ALL_REDUCE, hierarchical", "ALL_GATHER, ring",
      "ALL_GATHER, halving-doubling", "REDUCE_SCATTER, ring", "ALL_TO_ALL, direct", "ALL_TO_ALL, rail",
      "ALL_TO_ALL, pairwise", "BROADCAST, ring", "SHIFT, shift"})
  void aloneOnTheLinksWhatIsPredictedComesTrue(Operation operation, String algorithm) {
    for (int cards : new int[] {64, 512}) {
      Questions asked =
          Questions.on("h100-nvl8-ib", operation, cards, 1L << 14, GIB).oversubscribed(RATIO).named(algorithm);
      List<CollectiveRow> rows = asked.answer(simulator).rows();
      for (CollectiveRow row : rows) {
        double predicted = row.considered().stream()
            .filter(c -> c.algorithm().equals(row.algorithm())).findFirst().orElseThrow().predictedPs();
        assertThat((double) row.timePs()).as("%d cards", cards).isCloseTo(predicted, withPercentage(1e-4));
        assertThat(row.timePs()).isGreaterThanOrEqualTo(row.boundPs());
      }
      assertThat(asked.fold(false).answer(simulator).rows().get(1).timePs())
          .isCloseTo(rows.get(1).timePs(), withPercentage(1e-7));
    }
  }

  @Test
  void anAllToAllByRailsDoesNotFeelTrunksThatItDoesNotCross() {
    Questions eightNodes = Questions.on("h100-nvl8-ib", Operation.ALL_TO_ALL, 64, GIB);
    long rail = eightNodes.named("rail").timePs(simulator);
    assertThat(eightNodes.oversubscribed(RATIO).named("rail").timePs(simulator)).isEqualTo(rail);
    // Directly, 49/64 GiB of each of 8 cards leave their rail, through a trunk of 32 · 50 / 8 = 200 GB/s: at 0.92 of
    // it, 8 · 49/64 GiB / 184 GB/s = 35.74 ms.
    assertThat(eightNodes.oversubscribed(RATIO).named("direct").timePs(simulator) / 1e9).isBetween(35.74, 36.0);
    assertThat(eightNodes.oversubscribed(RATIO).timePs(simulator)).isEqualTo(rail);
    // 64 nodes: 32 of 63 others are below other leaves: 32 · 8 · 32/512 GiB / 184 GB/s = 93.36 ms.
    Questions wide = Questions.on("h100-nvl8-ib", Operation.ALL_TO_ALL, 512, GIB).oversubscribed(RATIO);
    assertThat(wide.named("rail").timePs(simulator) / 1e9).isBetween(93.36, 93.8);
  }

  @Test
  void tokensThatGoAlongTheirRailDoNotFeelTrunks() {
    for (Operation operation : List.of(Operation.DISPATCH, Operation.COMBINE)) {
      Questions tokens =
          Questions.on("h800-nvl8-ib", operation, 64, 4096L * 7168)
          .driver("deepseek-h800", UnitMode.RESERVED, 20).routed(new Routed(4096, 8, 256, 4, 8, 1));
      CollectiveRow row = tokens.oversubscribed(RATIO).answer(simulator).rows().get(0);
      assertThat(row.algorithm()).startsWith("deduplicated");
      assertThat(row.timePs()).isEqualTo(tokens.timePs(simulator));
    }
  }
}
