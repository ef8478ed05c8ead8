package org.kilocard.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The sentences of a comparison say what its numbers say. The base is {@link Example}: 86 ms, 4,096 tokens, 8
 * cards.
 */
final class WhyTest {
  private final Result base = Result.of(Example.facts(), Example.timeline(), 0.1);

  @Test
  void partsAddUpToTheWhole() {
    Difference difference = new Difference(base, changed(Map.of(Part.COMPUTE, -0.02, Part.BUBBLE, 0.005)));
    assertThat(difference.whole().more()).isCloseTo(-0.015, within(1e-12));
    double sum = difference.parts().values().stream().mapToDouble(Difference.Change::more).sum();
    assertThat(sum).isCloseTo(difference.whole().more(), within(1e-12));
  }

  @Test
  void largestChangeIsNamedFirst() {
    // 86 ms - 20 ms kernels + 5 ms bubble = 71 ms: 86 / 71 = 1.211 times the speed.
    List<String> sentences = why(changed(Map.of(Part.COMPUTE, -0.02, Part.BUBBLE, 0.005)));
    assertThat(sentences.get(0)).isEqualTo("Faster by 21 %: 7,211 tokens/s per card instead of 5,953, "
        + "the step takes 71.0 ms instead of 86.0 ms.");
    assertThat(sentences.get(1))
        .startsWith("Kernels take 20.0 ms less (")
        .contains(" and the pipeline bubble 5.00 ms more (");
  }

  @Test
  void smallChangesAreLumpedTogether() {
    // 1 ms of 23 ms in all is below 5 %.
    List<String> sentences =
        why(changed(Map.of(Part.EXPOSED_DATA, 0.02, Part.EXPOSED_TENSOR, 0.002, Part.OPTIMIZER, -0.001)));
    assertThat(sentences.get(1))
        .startsWith("The exposed gradient and parameter communication takes 20.0 ms more (")
        .contains(" and the exposed tensor-parallel communication 2.00 ms more (")
        .endsWith("; all else 1.00 ms less.");
  }

  @Test
  void runsOfOtherTokensAreComparedByToken() {
    // As many cards, half the tokens, in half the time but for 1 ms: 8 x 44 ms / 2048 = 171.9 us of a card.
    Result half = changed(Map.of(Part.COMPUTE, -0.042), facts(2048, base.facts().memoryCapacityBytes()));
    Difference difference = new Difference(base, half);
    assertThat(difference.perToken()).isTrue();
    assertThat(difference.whole().before()).isCloseTo(8 * 0.086 / 4096, within(1e-12));
    assertThat(difference.whole().after()).isCloseTo(8 * 0.044 / 2048, within(1e-12));
    assertThat(Why.sentences(difference).get(0))
        .contains("a token takes 171.9 us of a card instead of 168 us");
  }

  @Test
  void equalRunsAreEqual() {
    assertThat(why(base)).containsExactly("As fast as the base: the step takes 86.0 ms instead of 86.0 ms.");
  }

  @Test
  void memoryThatNoLongerFitsIsTold() {
    Result small = changed(Map.of(), facts(4096, 40L << 30));
    assertThat(why(small)).last().asString()
        .startsWith("Its memory no longer fits: it takes 60 GiB of the 40 GiB of a card; what would help: ");
    assertThat(Why.sentences(new Difference(small, base))).last().asString()
        .startsWith("Its memory fits, unlike that of the base: it takes 60 GiB of the 80 GiB of a card.");
  }

  @Test
  void busiestLinkAndItsLimitAreTold() {
    Result other = changed(Map.of(Part.EXPOSED_DATA, 0.02));
    Result busier = new Result(other.facts(), other.seconds(), other.throughput(), other.criticalStage(),
        other.breakdown(), other.slowedSeconds(), other.phases(), other.criticalPhases(), other.stages(),
        other.memory(), List.of(new TierUse("roce", 0.9, 1, 1e9, List.of(
            new LinkUse("card out", 8, 25e9, 1e9, 0.9, 0.9, 1)))),
        List.of(), other.bottleneck(), other.training(), other.simulation());
    // The base's ib: (43 ms x 4 + 21.5 ms x 4) / (86 ms x 8) = 37.5 %.
    assertThat(why(busier).get(2)).contains(
        "the busiest link is roce (25 GB/s) at 90 %, was ib (50 GB/s) at 38 %: it saturates now");
  }

  private List<String> why(Result other) {
    return Why.sentences(new Difference(base, other));
  }

  private Result changed(Map<Part, Double> more) {
    return changed(more, base.facts());
  }

  /** The base with so many seconds added to some parts of the step. */
  private Result changed(Map<Part, Double> more, RunFacts facts) {
    Map<Part, Double> breakdown = new EnumMap<>(base.breakdown());
    more.forEach((part, seconds) -> breakdown.merge(part, seconds, Double::sum));
    double seconds = breakdown.values().stream().mapToDouble(Double::doubleValue).sum();
    Optional<MemoryUse> memory = MemoryUse.of(facts);
    return new Result(facts, seconds, Throughput.of(facts, seconds), base.criticalStage(), breakdown,
        base.slowedSeconds(), base.phases(), base.criticalPhases(), base.stages(), memory, base.tiers(),
        base.collectives(), base.bottleneck(), base.training(), base.simulation());
  }

  private static RunFacts facts(long tokens, long capacity) {
    RunFacts facts = Example.facts();
    return new RunFacts(facts.scenario(), facts.model(), facts.topology(), facts.cards(), tokens,
        facts.flops(), facts.peak(), facts.memory(), capacity, facts.fidelity(), facts.seed(),
        facts.version(), facts.warnings(), facts.training());
  }
}
