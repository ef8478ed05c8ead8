package org.kilocard.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.collective.Operation;
import org.kilocard.collective.Routed;
import org.kilocard.report.CollectiveRow;
import org.kilocard.report.CollectiveTable;
import org.kilocard.topology.TopologyFile;
import org.kilocard.world.Simulator;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectiveStudyTest {
  private static final long GIB = 1L << 30;

  @AutoClose
  private final Simulator simulator = new Simulator();

  /** MSCCL++ docs/performance-ndmv4.md: NCCL 2.17.1 on 16 A100 in 2 nodes, 35.85 us for 1 KiB. */
  @Test
  void aSmallAllReduceAcrossNodesTakesTheTreeAsMeasured() {
    // Tree, LL: 8.35 us, 2 · 7 hops of 0.92 us and 2 of 6.88 us: 34.99 us, and 0.15 us for 1 KiB; 2.0 % less.
    CollectiveRow row = Questions.on("a100-nvl8-ib", Operation.ALL_REDUCE, 16, 1024L).answer(simulator).rows().get(0);
    assertThat(row.algorithm()).isEqualTo("tree ll");
    assertThat(row.timePs() / 1e6 / 35.85 - 1).isCloseTo(-0.020, offset(0.001));
    // The ring: 26 hops of 0.92 us and 4 of 6.88 us: 59.79 us.
    assertThat(Questions.on("a100-nvl8-ib", Operation.ALL_REDUCE, 16, 1024L).named("ring").timePs(simulator)
        / 1e6 / 35.85 - 1).isCloseTo(0.672, offset(0.001));
  }

  @ParameterizedTest
  @CsvSource({
      "ALL_REDUCE, tree", "ALL_REDUCE, nvls-tree", "ALL_REDUCE, halving-doubling", "ALL_REDUCE, hierarchical", "ALL_GATHER, halving-doubling",
      "ALL_GATHER, hierarchical", "REDUCE_SCATTER, hierarchical", "ALL_TO_ALL, pairwise", "ALL_TO_ALL, rail",
      "BROADCAST, ring", "BROADCAST, tree", "REDUCE, ring"})
  void everyAlgorithmIsPredictedAndFoldedAsSimulatedCardByCard(Operation operation, String algorithm) {
    Questions asked = Questions.on("h100-nvl8-ib", operation, 32, 1L << 12, 1L << 28).named(algorithm);
    List<CollectiveRow> folded = asked.answer(simulator).rows();
    List<CollectiveRow> unfolded = asked.fold(false).answer(simulator).rows();
    for (int i = 0; i < folded.size(); i++) {
      CollectiveRow row = folded.get(i);
      assertThat(row.algorithm()).startsWith(algorithm + " ");
      assertThat((double) row.timePs()).isCloseTo(unfolded.get(i).timePs(), withPercentage(1e-7));
      double predicted = row.considered().stream()
          .filter(c -> c.algorithm().equals(row.algorithm())).findFirst().orElseThrow().predictedPs();
      assertThat((double) row.timePs()).isCloseTo(predicted, withPercentage(1e-4));
      assertThat(row.timePs()).isGreaterThanOrEqualTo(row.boundPs());
    }
  }

  @Test
  void ringAllGatherOnOneSwitchTakesItsStartUpAndItsShareOverTheRate() {
    // 8 H100, 1 GiB, NCCL's Simple: 8.29 us, 7 steps of 0.6 + 2.71 us = 31.46 us, then 7/8 GiB = 939,524,096
    // bytes out of each card at 0.789 × 450 GB/s = 355.05 GB/s: 2646.174 us.
    CollectiveRow row =
        Questions.on("h100-nvl8-ib", Operation.ALL_GATHER, 8, GIB).answer(simulator).rows().get(0);
    double transferUs = 939_524_096 / 355.05e9 * 1e6;
    assertThat(row.algorithm()).isEqualTo("ring simple");
    assertThat(row.timePs() / 1e6).isCloseTo(31.46 + transferUs, offset(1e-3));
    // algbw = 1 GiB / 2677.634 us = 401.0 GB/s, busbw = 7/8 of it.
    assertThat(row.algorithmBytesPerSecond() / 1e9).isCloseTo(401.0, offset(0.05));
    assertThat(row.busBytesPerSecond() / row.algorithmBytesPerSecond()).isCloseTo(7 / 8.0, offset(1e-12));
    // The bound: 7/8 GiB at the raw 450 GB/s, and 0.6 us: 2087.8 + 0.6 us.
    assertThat(row.boundPs() / 1e6).isCloseTo(2088.43, offset(0.01));
    // The ports are busy with wire bytes all the time but for the start-up.
    assertThat(row.bottleneck().orElseThrow().tier()).isEqualTo("nvlink");
    assertThat(row.bottleneck().orElseThrow().kind()).isEqualTo("card out");
    assertThat(row.bottleneck().orElseThrow().utilisation())
        .isCloseTo(transferUs / (31.46 + transferUs), offset(1e-4));
  }

  @Test
  void twoEqualCollectivesHalveEachOther() {
    // Both start up for 31.46 us, then share the ports: twice the transfer of 2646.174 us.
    long together = Questions.on("h100-nvl8-ib", Operation.ALL_GATHER, 8, GIB)
        .beside(new CollectiveQuestion.Beside(Operation.ALL_GATHER, GIB)).timePs(simulator);
    assertThat(together / 1e6).isCloseTo(31.46 + 2 * 939_524_096 / 355.05e9 * 1e6, offset(1e-2));
  }

  @Test
  void anIncastOfFourLeavesAQuarterUntilTheOthersHaveEnded() {
    // Three gathers of 256 MiB beside one of 1 GiB: all four share until the small ones are through, then the
    // large one goes on alone; the ports carry 1.75 GiB of payload in all, after 31.46 us.
    CollectiveQuestion.Beside small = new CollectiveQuestion.Beside(Operation.ALL_GATHER, GIB / 4);
    long together = Questions.on("h100-nvl8-ib", Operation.ALL_GATHER, 8, GIB)
        .beside(small, small, small).timePs(simulator);
    assertThat(together / 1e6).isCloseTo(31.46 + 1.75 * 939_524_096 / 355.05e9 * 1e6, offset(1e-2));
  }

  @Test
  void aSendTakesTheLinksThatJoinThePair() {
    Questions pair = Questions.on("h100-nvl8-ib", Operation.SEND, 2, GIB);
    long inside = pair.timePs(simulator);
    long across = pair.members(2, 1).timePs(simulator);
    // 1 GiB at 0.712 × 450 GB/s = 3.35 ms; at 0.92 × 50 GB/s = 23.3 ms.
    assertThat(inside / 1e9).isBetween(3.35, 3.40);
    assertThat(across / 1e9).isBetween(23.3, 23.4);
  }

  @Test
  void pairsOfASendShareNoPortsOnASwitch() {
    // 8 cards: 0 → 4, 1 → 5, …: as fast as one pair.
    long one = Questions.on("h100-nvl8-ib", Operation.SEND, 2, GIB).timePs(simulator);
    long four = Questions.on("h100-nvl8-ib", Operation.SEND, 8, GIB).timePs(simulator);
    assertThat(four).isEqualTo(one);
  }

  @Test
  void oneCardPerNodeHasOneNicForTheWholeRing() {
    // 8 cards, one per node, pass 7/8 of 8 GiB through one NIC each; 64 cards pass 63/64 of 1 GiB. At the same
    // efficiency that is 7.1 times as long; the latter pays 63 hops, the former 7.
    Questions eight = Questions.on("h100-nvl8-ib", Operation.ALL_GATHER, 8, 8 * GIB);
    long thin = eight.members(8, 1).timePs(simulator);
    long wide = Questions.on("h100-nvl8-ib", Operation.ALL_GATHER, 64, 8 * GIB).timePs(simulator);
    assertThat((double) thin / wide).isBetween(7.0, 7.12);
  }

  @Test
  void thePlannerSaysWhatItBeat() {
    CollectiveTable table =
        Questions.on("h100-nvl8-ib", Operation.ALL_REDUCE, 8, 1024L, GIB).answer(simulator);
    assertThat(table.rows().get(0).considered()).extracting(way -> way.algorithm())
        .containsExactly("ring ll", "ring ll128", "ring simple", "nvls nvls");
    assertThat(table.rows().get(1).considered().get(0).algorithm()).isEqualTo("nvls nvls");
    for (CollectiveRow row : table.rows()) {
      assertThat(row.algorithm()).isEqualTo(row.considered().get(0).algorithm());
      assertThat(row.considered()).extracting(way -> way.predictedPs()).isSorted();
      // Alone on one switch, what was predicted comes true.
      assertThat(row.timePs()).isCloseTo(row.considered().get(0).predictedPs(), offset(2L));
    }
  }

  @Test
  void aProtocolThatOnlyCostsStartUpIsNotTaken() {
    // 64 MiB gathered by 64 A100: 8.26 MB through each NIC take 378 us with LL128. Inside the node Simple would
    // be faster than LL128 by itself, but both are faster than the NIC, and Simple starts later.
    CollectiveRow row =
        Questions.on("a100-nvl8-ib", Operation.ALL_GATHER, 64, 64L << 20).answer(simulator).rows().get(0);
    assertThat(row.considered()).extracting(way -> way.algorithm())
        .startsWith("ring ll128").contains("ring simple/ll128");
    assertThat(row.algorithm()).isEqualTo("ring ll128");
  }

  @Test
  @Timeout(30)
  void sixtyFiveThousandCardsFold() {
    // 2 × 57,343 steps on NVLink with LL128, 0.6 + 0.26 us each, 2 × 8,192 between 8,192 nodes with LL, 3.7 +
    // 3.1 us each, and 6.02 us: 210.047 ms of start-up. Then 2/8 GiB through a NIC at half its rate: 10.74 ms.
    CollectiveRow row =
        Questions.on("h100-nvl8-ib", Operation.ALL_REDUCE, 65_536, GIB).named("ring").answer(simulator).rows().get(0);
    assertThat(row.algorithm()).isEqualTo("ring ll128/ll");
    assertThat(row.timePs() / 1e9).isCloseTo(210.047 + 10.737, offset(0.01));
  }

  /** Random operations, sizes and groups on every topology of the catalogue. */
  static Stream<Questions> random() {
    SplittableRandom random = new SplittableRandom(20260930);
    List<Operation> operations = List.of(Operation.ALL_REDUCE, Operation.ALL_GATHER, Operation.REDUCE_SCATTER,
        Operation.ALL_TO_ALL, Operation.SEND, Operation.DISPATCH, Operation.COMBINE);
    List<Questions> questions = new ArrayList<>();
    for (String topology : Questions.CATALOGUE.names(TopologyFile.FOLDER)) {
      for (int i = 0; i < 14; i++) {
        Operation operation = operations.get(i % operations.size());
        int cards = 2 << random.nextInt(7);
        long bytes = 1L << random.nextInt(6, 32);
        Questions q = Questions.on(topology, operation, cards, bytes, bytes + random.nextLong(bytes));
        int domain = q.question().members().domain();
        // Beyond 64 cards to a domain, spreading a group thinly would lay out more cards than a test needs.
        if (domain <= 72 && random.nextBoolean()) {
          q = q.members(cards, Math.min(Math.min(cards, domain), 1 << random.nextInt(4)));
        }
        boolean tokens = operation == Operation.DISPATCH || operation == Operation.COMBINE;
        questions.add(tokens ? q.routed(new Routed(0, 8, 256, 1, 1, 1)) : q);
      }
    }
    return questions.stream();
  }

  @ParameterizedTest
  @MethodSource("random")
  void noCollectiveBeatsItsBoundFoldedOrNot(Questions asked) {
    List<CollectiveRow> folded = asked.answer(simulator).rows();
    List<CollectiveRow> unfolded = asked.fold(false).answer(simulator).rows();
    for (int i = 0; i < folded.size(); i++) {
      CollectiveRow row = folded.get(i);
      assertThat(row.timePs()).isGreaterThanOrEqualTo(row.boundPs());
      assertThat((double) unfolded.get(i).timePs()).isCloseTo(row.timePs(), offset(1e-9 * row.timePs() + 2));
      assertThat(unfolded.get(i).algorithm()).isEqualTo(row.algorithm());
    }
    assertThat(folded.get(1).timePs()).as("more bytes").isGreaterThanOrEqualTo(folded.get(0).timePs());
  }
}
