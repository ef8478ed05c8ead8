package org.kilocard.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.job.Job;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Recompute;
import org.kilocard.scenario.JobRules;
import org.kilocard.scenario.Scenario;
import org.kilocard.schedule.Interleaved1F1B;

final class LayoutSpaceTest {
  static Stream<Scenario> scenarios() {
    return Stream.of(Plans.dense(), Plans.moe(), Plans.dense("batch.sequence_length=8192"),
        Plans.open("deepseek-v3-h800-2048"), Plans.open("llama3.1-405b-h100-16384"));
  }

  private static List<Job> on(Scenario scenario, int cards, Fixed fixed) {
    return new LayoutSpace(scenario.cluster(), scenario.job(), fixed).on(cards).stream()
        .flatMap(family -> family.variants().stream()).flatMap(List::stream).toList();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyLayoutIsLegalOnceAndTakesAllCards(Scenario scenario) {
    List<Job> jobs = on(scenario, 384, Fixed.NOTHING);
    assertThat(jobs).isNotEmpty();
    Set<Object> seen = new HashSet<>();
    for (Job job : jobs) {
      assertThat(JobRules.violation(job)).as("%s", job.parallelism()).isEmpty();
      assertThat(job.parallelism().cards()).isEqualTo(384);
      assertThat(job.batch().global()).isEqualTo(scenario.job().batch().global());
      assertThat(8 % job.parallelism().tensor()).as("tensor groups stay in a node").isZero();
      assertThat(seen.add(List.of(job.parallelism(), job.schedule(), job.batch(), job.recompute()))).isTrue();
    }
  }

  @Test
  void publishedLayoutsAreInTheSpace() {
    assertThat(on(Plans.open("gpt3-175b-a100-1024"), 1024, Fixed.NOTHING)).anyMatch(job ->
        isLaidOut(job.parallelism(), 8, 8, 6, 1) && job.batch().micro() == 1 && job.recompute() == Recompute.NONE);
    assertThat(on(Plans.open("llama3.1-405b-h100-16384"), 16_384, Fixed.NOTHING)).anyMatch(job ->
        isLaidOut(job.parallelism(), 8, 16, 8, 1) && job.batch().micro() == 1);
    assertThat(on(Plans.open("deepseek-v3-h800-2048"), 2048, Fixed.NOTHING)).anyMatch(job ->
        isLaidOut(job.parallelism(), 1, 16, 1, 64) && job.schedule().name().equals("dualpipe")
            && job.recompute() == Recompute.SELECTIVE && job.parallelism().layersPerStage().equals(
                List.of(4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 1)));
  }

  private static boolean isLaidOut(Parallelism p, int tensor, int pipeline, int virtual, int expert) {
    return p.tensor() == tensor && p.context() == 1 && p.pipeline() == pipeline && p.virtualPipeline() == virtual
        && p.expert() == expert;
  }

  @Test
  void whatIsFixedStaysSo() {
    Fixed fixed = new Fixed(Map.of("tensor", 2, "virtual_pipeline", 3, "micro", 2),
        Optional.of(new Interleaved1F1B()), Optional.of(Recompute.FULL), false);
    List<Job> jobs = on(Plans.dense(), 32, fixed);
    assertThat(jobs).isNotEmpty().allSatisfy(job -> {
      assertThat(job.parallelism().tensor()).isEqualTo(2);
      assertThat(job.parallelism().virtualPipeline()).isEqualTo(3);
      assertThat(job.batch().micro()).isEqualTo(2);
      assertThat(job.recompute()).isEqualTo(Recompute.FULL);
    });
    assertThat(on(Plans.dense(), 64, new Fixed(Map.of("data", 16), Optional.empty(), Optional.empty(), false)))
        .isNotEmpty().allMatch(job -> job.parallelism().data() == 16);
  }

  @Test
  void longSequencesAreSplitOverCards() {
    assertThat(on(Plans.dense("batch.sequence_length=32768"), 64, Fixed.NOTHING))
        .anyMatch(job -> job.parallelism().context() == 8)
        .noneMatch(job -> job.parallelism().context() > 8);
    assertThat(on(Plans.dense(), 64, Fixed.NOTHING)).allMatch(job -> job.parallelism().context() == 1);
  }

  /** 96 sequences: on 7 x 64 cards no number of copies divides them but those that 7 is not in. */
  @Test
  void cardsThatNoLayoutTakes() {
    assertThat(on(Plans.dense(), 11 * 13, Fixed.NOTHING)).isEmpty();
  }
}
