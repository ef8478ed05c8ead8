package org.kilocard.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kilocard.job.Job;
import org.kilocard.job.Role;
import org.kilocard.report.CollectiveUse;
import org.kilocard.report.Result;
import org.kilocard.report.TierUse;
import org.kilocard.scenario.Scenario;
import org.kilocard.study.Simulation;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.Grid;
import org.kilocard.topology.Tier;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

class AnalyticModelTest {
  private static final String ALONE = """
      topology: h100-nvl8-ib
      cards: 1
      model: {name: small, family: llama, layers: 6, hidden: 4096, heads: 32, kv_heads: 8, ffn: 14336, vocab: 32000}
      batch: {sequence_length: 2048, global: 12}
      """;

  private static Result flow(Scenario scenario) {
    try (Simulator simulator = new Simulator()) {
      return Simulation.run(scenario, simulator, Progress.NONE).result();
    }
  }

  private static Estimate estimate(Scenario scenario) {
    return AnalyticModel.of(scenario.cluster(), scenario.job()).evaluate(scenario.job());
  }

  @Test
  void oneCardTakesExactlyWhatItsKernelsTake() {
    // No communication, one stage: 12 forwards, 12 backwards, the optimizer, one after the other.
    Scenario scenario = Layouts.read(ALONE);
    Estimate estimate = estimate(scenario);
    assertThat(estimate.stepPs() * 1e-12).isEqualTo(flow(scenario).seconds());
    assertThat(estimate.ranks()).singleElement().satisfies(r -> {
      assertThat(r.bubblePs()).isZero();
      assertThat(r.exposedPs().values()).containsOnly(0L);
      assertThat(r.computePs() + r.optimizerPs()).isEqualTo(estimate.stepPs());
    });
    assertThat(estimate.calls()).isEmpty();
  }

  @Test
  void tensorParallelCallsThatNothingHidesAddUp() {
    // One pipeline rank of 8 cards on one switch, nothing beside anything: exact but for the rounding of each op.
    Scenario scenario = Layouts.read(ALONE, "cards=8", "parallelism.tensor=8");
    Estimate estimate = estimate(scenario);
    assertThat(estimate.stepPs() * 1e-12).isCloseTo(flow(scenario).seconds(), within(1e-9));
    // 6 layers × 2 blocks × (gather, scatter forward; gather, gather again, scatter backward) × 12 micro-batches.
    assertThat(estimate.calls().stream().filter(c -> c.role() == Role.TENSOR).mapToInt(c -> c.durationsPs().length)
        .sum()).isEqualTo(6 * 2 * 5 * 12);
  }

  @Test
  void callsAndLinksAreCountedAsTheSimulationCountsThem() {
    Scenario scenario = Layouts.read(ALONE, "cards=64", "parallelism.tensor=8", "parallelism.pipeline=2",
        "parallelism.virtual_pipeline=3", "batch.global=32", "communication.overlap.parameter=false");
    Result simulated = flow(scenario);
    Result estimated = Simulation.estimate(scenario).result();
    for (int i = 0; i < simulated.collectives().size(); i++) {
      CollectiveUse one = simulated.collectives().get(i);
      CollectiveUse other = estimated.collectives().get(i);
      assertThat(List.of(other.name(), other.operation(), other.algorithm(), other.bytes(), other.ranks(),
          other.count(), other.boundPs()))
          .isEqualTo(List.of(one.name(), one.operation(), one.algorithm(), one.bytes(), one.ranks(),
              one.count(), one.boundPs()));
      assertThat(other.maxPs()).isLessThanOrEqualTo(one.maxPs() + 1);
    }
    for (int t = 0; t < simulated.tiers().size(); t++) {
      TierUse one = simulated.tiers().get(t);
      TierUse other = estimated.tiers().get(t);
      assertThat(other.tier()).isEqualTo(one.tier());
      assertThat(other.bytesPerCard() / one.bytesPerCard()).isCloseTo(1, within(1e-9));
    }
    assertThat(estimated.memory()).isEqualTo(simulated.memory());
  }

  @Test
  void whereTheTimeGoesSumsToTheStep() {
    for (Scenario scenario : new Layouts(11).draw(200)) {
      Estimate estimate = estimate(scenario);
      int cards = 0;
      for (RankEstimate rank : estimate.ranks()) {
        assertThat(rank.stepPs()).as(scenario.name()).isEqualTo(estimate.stepPs());
        long works = rank.worksPs().values().stream().mapToLong(Long::longValue).sum();
        assertThat(works + rank.bubblePs()).isEqualTo(estimate.stepPs());
        assertThat(rank.otherPs()).isZero();
        assertThat(rank.bubblePs()).isNotNegative();
        cards += rank.cards();
      }
      assertThat(cards).isEqualTo(scenario.cards());
    }
  }

  private static Grid doubled(Grid grid) {
    return new Grid(grid.shape(), grid.wrap(), grid.twisted(), grid.block(),
        grid.linkBytesPerSecond().stream().map(rate -> 2 * rate).toList());
  }

  @Test
  void moreBandwidthNeverSlows() {
    for (Scenario scenario : new Layouts(12).draw(60)) {
      List<Tier> faster = scenario.cluster().tiers().stream()
          .map(t -> new Tier(t.name(), t.kind(), t.cards(), 2 * t.bytesPerSecond(), t.latencyPs() / 2, t.rails(),
              t.radix(), t.levels(), t.oversubscription(), t.routing(), t.transport(),
              t.grid().map(AnalyticModelTest::doubled)))
          .toList();
      Cluster cluster = new Cluster("faster", scenario.cluster().accelerator(), scenario.cluster().stack(),
          scenario.cluster().cards(), faster);
      long before = estimate(scenario).stepPs();
      long after = AnalyticModel.of(cluster, scenario.job()).evaluate(scenario.job()).stepPs();
      // Calls that take half as long move bytes twice as fast through the memory beside kernels: a per mille.
      assertThat(after).as(scenario.name()).isLessThanOrEqualTo(before + before / 1000);
    }
  }

  @Test
  void whatWasEvaluatedBeforeDoesNotMatter() {
    Scenario scenario = Layouts.load("gpt3-175b-h100-10752");
    List<Job> jobs = new ArrayList<>(EvaluationRate.grid(scenario.job()).subList(0, 300));
    AnalyticModel model = AnalyticModel.of(scenario.cluster(), scenario.job());
    Map<Job, Long> first = new LinkedHashMap<>();
    jobs.forEach(job -> first.put(job, model.evaluate(job).stepPs()));
    Collections.shuffle(jobs, new Random(5));
    AnalyticModel other = AnalyticModel.of(scenario.cluster(), scenario.job());
    for (Job job : jobs) {
      assertThat(other.evaluate(job).stepPs()).as("%s", job.parallelism()).isEqualTo(first.get(job));
    }
  }

  @Test
  void anotherModelIsRefused() {
    Scenario gpt = Layouts.load("gpt3-175b-h100-10752");
    Scenario llama = Layouts.load("llama3.1-405b-h100-16384");
    AnalyticModel model = AnalyticModel.of(gpt.cluster(), gpt.job());
    assertThatThrownBy(() -> model.evaluate(llama.job()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Llama 3.1 405B").hasMessageContaining("GPT-3 175B");
  }
}
