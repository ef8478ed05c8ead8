package org.kilocard.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.job.Role;
import org.kilocard.timeline.CallTrack;
import org.kilocard.timeline.Timeline;

class ResultTest {
  private final Result result = Result.of(Example.facts(), Example.timeline(), 0.25);

  /** 4096 tokens in 86 ms: 47,627.9 tokens/s. 2.752e14 of 8 × 0.086 × 1e15 = 6.88e14 FLOP: 40 %. */
  @Test
  void throughput() {
    Throughput t = result.throughput();
    assertThat(t.tokensPerSecond()).isCloseTo(47_627.90697674, within(1e-6));
    assertThat(t.tokensPerSecondPerCard()).isCloseTo(5_953.48837209, within(1e-6));
    assertThat(t.tokensPerDay()).isCloseTo(47_627.90697674 * 86_400, within(1.0));
    assertThat(t.modelTflopsPerCard()).isCloseTo(400, within(1e-9));
    assertThat(t.mfu()).isCloseTo(0.40, within(1e-12));
    assertThat(t.mfuCausal()).isCloseTo(0.37, within(1e-12));
    assertThat(t.hfu()).isCloseTo(0.45, within(1e-12));
    assertThat(t.mfuOfPrecision()).isCloseTo(0.20, within(1e-12));
  }

  @Test
  void everyBreakdownSumsToTheStep() {
    assertThat(sum(result.breakdown())).isCloseTo(0.086, within(1e-15));
    assertThat(sum(result.phases())).isCloseTo(0.086, within(1e-15));
    assertThat(sum(result.criticalPhases())).isCloseTo(0.086, within(1e-15));
    result.stages().forEach(s -> assertThat(sum(s.phases())).isCloseTo(0.086, within(1e-15)));
  }

  /**
   * ib: four links busy 43 of 86 ms (0.5) and four 21.5 of 86 (0.25): mean 0.375. They carry 4 × 1.5 + 4 ×
   * 0.5 GB = 8 GB: 1 GB per card. nvlink: 6 of 86 ms; what comes in is what went out, so 1 GB per card.
   */
  @Test
  void links() {
    TierUse nvlink = result.tiers().get(0);
    assertThat(nvlink.utilisationMean()).isCloseTo(6.0 / 86, within(1e-15));
    assertThat(nvlink.utilisationPeak()).isEqualTo(0.8);
    assertThat(nvlink.bytesPerCard()).isEqualTo(1e9);
    assertThat(nvlink.classes()).extracting(LinkUse::name).containsExactly("card out", "card in");
    TierUse ib = result.tiers().get(1);
    assertThat(ib.utilisationMean()).isEqualTo(0.375);
    assertThat(ib.utilisationPeak()).isEqualTo(1.0);
    assertThat(ib.bytesPerCard()).isEqualTo(1e9);
    assertThat(ib.classes())
        .containsExactly(new LinkUse("card out", 8, 50e9, 1e9, 0.375, 0.5, 1.0));
  }

  /**
   * Gradient all-reduce: 268,435,456 bytes in 6 ms are 44.74 GB/s, and so is the bus bandwidth, for 2(n−1)/n
   * of two ranks is 1. The bound of 5.4 ms is 0.9 of it. Every card spends 6 ms in it.
   */
  @Test
  void collectives() {
    assertThat(result.collectives()).extracting(CollectiveUse::name)
        .containsExactly("activations", "attention all-reduce", "gradient all-reduce");
    CollectiveUse gradient = result.collectives().get(2);
    assertThat(gradient.count()).isEqualTo(4);
    assertThat(gradient.algorithmBytesPerSecond().orElseThrow()).isCloseTo(268_435_456 / 0.006, within(1e-3));
    assertThat(gradient.busBytesPerSecond()).isEqualTo(gradient.algorithmBytesPerSecond());
    assertThat(gradient.ofBound().orElseThrow()).isCloseTo(0.9, within(1e-15));
    assertThat(gradient.psPerCard()).isEqualTo(6.0 * Example.MS);
  }

  /**
   * 98 groups of 10 us and two of 50 us: the median is 10 us to four digits, the 99th percentile and the longest
   * are 50 us.
   */
  @Test
  void percentilesWeighGroups() {
    Call call = Call.of("x", Operation.ALL_GATHER, 100);
    CollectiveUse use = CollectiveUse.of(calls(
        new CallTrack(Role.DATA, call, "ring", 4, 98, 5_000_000, new long[] {10_000_000}),
        new CallTrack(Role.DATA, call, "ring", 4, 2, 40_000_000, new long[] {50_000_000})), 400).get(0);
    assertThat(use.count()).isEqualTo(100);
    assertThat(use.p50Ps()).isBetween(10_000_000L, 10_001_000L);
    assertThat(use.p99Ps()).isEqualTo(50_000_000);
    assertThat(use.maxPs()).isEqualTo(50_000_000);
    assertThat(use.boundPs()).isEqualTo(5_000_000);
    // 4 ranks × (98 × 10 + 2 × 50) us over 400 cards; all-gather over 4 ranks: bus = 3/4 algorithm
    assertThat(use.psPerCard()).isEqualTo(10_800_000);
    assertThat(use.busBytesPerSecond().orElseThrow()).isCloseTo(0.75 * 100 / 10e-6, within(1e3));
  }

  @Test
  void callsOfAnotherSizeOrAlgorithmStandApart() {
    Call small = Call.of("x", Operation.ALL_GATHER, 100);
    Call large = Call.of("x", Operation.ALL_GATHER, 200);
    assertThat(CollectiveUse.of(calls(
        new CallTrack(Role.DATA, large, "ring", 4, 1, 0, new long[] {10}),
        new CallTrack(Role.DATA, small, "tree", 4, 1, 0, new long[] {10}),
        new CallTrack(Role.DATA, small, "ring", 4, 1, 0, new long[] {10}),
        new CallTrack(Role.DATA, small, "ring", 8, 1, 0, new long[0])), 4))
        .extracting(c -> c.bytes() + " " + c.algorithm()).containsExactly("100 ring", "100 tree", "200 ring");
  }

  @Test
  void aCallThatTookNoTimeHasNoBandwidth() {
    Call nothing = Call.of("x", Operation.ALL_GATHER, 0);
    CollectiveUse use =
        CollectiveUse.of(calls(new CallTrack(Role.DATA, nothing, "none", 1, 1, 0, new long[] {0})), 1).get(0);
    assertThat(use.algorithmBytesPerSecond()).isEmpty();
    assertThat(use.busBytesPerSecond()).isEmpty();
    assertThat(use.ofBound()).isEmpty();
  }

  /** Stage 0: 12 + 6 + 18 + 24 = 60 GiB; stage 1: 50 GiB. */
  @Test
  void memoryIsThatOfTheFullestStage() {
    MemoryUse memory = result.memory().orElseThrow();
    assertThat(memory.pipelineRank()).isZero();
    assertThat(memory.bytesPerCard()).isEqualTo(60L << 30);
    assertThat(memory.fits()).isTrue();
    assertThat(result.stages()).extracting(StageUse::memoryBytes)
        .containsExactly(OptionalLong.of(60L << 30), OptionalLong.of(50L << 30));
  }

  @Test
  void adviceOnMemoryFollowsItsLargestPart() {
    assertThat(advice("activations")).startsWith("more recompute");
    assertThat(advice("optimizer states")).startsWith("zero: 1");
    assertThat(advice("gradients")).startsWith("more tensor, pipeline or expert");
    assertThat(advice("expert parameters")).startsWith("more tensor, pipeline or expert");
    assertThat(advice("buffers")).startsWith("more tensor");
  }

  /**
   * 1e9 tokens at 47,627.9 tokens/s: 20,996.1 s = 0.24301 days; times 8 cards 46.658 card-hours, 93.316 USD;
   * times 0.7 kW and a PUE of 1.5: 48.991 kWh.
   */
  @Test
  void training() {
    TrainingCost cost = result.training().orElseThrow();
    assertThat(cost.days()).isCloseTo(0.24301, within(1e-5));
    assertThat(cost.cardHours()).isCloseTo(46.658, within(1e-3));
    assertThat(cost.cost().orElseThrow()).isCloseTo(93.316, within(1e-3));
    assertThat(cost.currency()).contains("USD");
    assertThat(cost.energyKwh().orElseThrow()).isCloseTo(48.991, within(1e-3));
    assertThat(cost.energyBasis()).isEqualTo("with every card at full power, 700 W, PUE 1.5");
  }

  @Test
  void energySaysWhatItTakesForGranted() {
    assertThat(basis(OptionalDouble.of(500), false, 1)).isEqualTo("with every card at 500 W, no PUE");
    assertThat(basis(OptionalDouble.of(1400), true, 1.25)).isEqualTo("with every card at full power, 1400 W, PUE 1.25");
    assertThat(basis(OptionalDouble.empty(), false, 1)).isEmpty();
  }

  private static String basis(OptionalDouble watts, boolean full, double pue) {
    return TrainingCost.of(new TrainingPlan(1e9, Optional.empty(), watts, full, pue), 1e5, 8).energyBasis();
  }

  @Test
  void refusesAStepWithoutTime() {
    assertThatThrownBy(
        () -> Result.of(Example.facts(), new Timeline(0, List.of(), List.of(), List.of(), 0, 0), 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the step of 'example' took no time");
  }

  private static String advice(String largest) {
    return new MemoryUse(0, 11, 10, Map.of("other", 3L, largest, 8L)).advice();
  }

  private static List<CallTrack> calls(CallTrack... calls) {
    return List.of(calls);
  }

  private static double sum(Map<?, Double> seconds) {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
