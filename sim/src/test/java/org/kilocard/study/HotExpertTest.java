package org.kilocard.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Overrides;
import org.kilocard.input.YamlDocument;
import org.kilocard.report.ExpertUse;
import org.kilocard.report.Result;
import org.kilocard.scenario.ScenarioFile;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

/** Experts that are not equally popular, from the scenario to the report. */
class HotExpertTest {
  private static final String SCENARIO = """
      name: eight experts on eight cards, twice
      topology: h100-nvl8-ib
      cards: 16
      model: {family: moe, layers: 2, hidden: 2048, heads: 16, kv_heads: 16, vocab: 32000,
        experts: {routed: 8, shared: 1, top_k: 2, ffn: 4096}}
      parallelism: {expert: 8}
      batch: {sequence_length: 4096, global: 16}
      moe: {load: {histogram: [1, 1, 1, 1, 1, 3, 1, 1]}}
      """;

  private static Result run(String... settings) {
    try (Simulator simulator = new Simulator()) {
      return Simulation.run(ScenarioFile.read(YamlDocument.parse("hot.yaml", SCENARIO),
          new Catalogue(Path.of("..")), Overrides.parse(List.of(settings))), simulator, Progress.NONE).result();
    }
  }

  @Test
  void theCardOfTheHotExpertIsTheStraggler() {
    // Expert 5 has 3 of 10 parts, 2.4 times the mean of 8; ranks 5 and 13 hold it.
    Result hot = run();
    ExpertUse use = hot.facts().experts().orElseThrow();
    assertThat(use.firstRank()).isEqualTo(5);
    assertThat(use.ranks()).isEqualTo(2);
    assertThat(use.experts()).isEqualTo("expert 5");
    assertThat(use.loadFactor()).isBetween(2.3999, 2.4001);
    assertThat(hot.bottleneck()).contains("Rank 5, whose expert 5 receives", "2.40 x the mean rows", "is a straggler");
    assertThat(hot.seconds()).isGreaterThan(1.1 * run("moe.load=uniform").seconds());
  }

  @Test
  void aCapacityTakesTheLoadOffIt() {
    Result even = run("moe.load=uniform");
    Result limited = run("moe.capacity_factor=1");
    Result padded = run("moe.capacity_factor=1", "moe.pad_to_capacity=true");
    // 0.3 - 0.125 of all routings are above the mean.
    assertThat(limited.facts().experts().orElseThrow().dropped()).isBetween(0.1749, 0.1751);
    assertThat(limited.seconds()).isLessThanOrEqualTo(run().seconds());
    assertThat(padded.seconds()).isBetween(0.999 * even.seconds(), 1.001 * even.seconds());
    assertThat(padded.bottleneck()).doesNotContain("straggler");
    // Half of the rows for all: the rest is dropped, and less is sent than the router asks for.
    assertThat(run("moe.load=uniform", "moe.capacity_factor=0.5").seconds()).isLessThan(even.seconds());
    // Twice the rows for all.
    Result twice = run("moe.load=uniform", "moe.capacity_factor=2", "moe.pad_to_capacity=true");
    assertThat(twice.facts().experts().orElseThrow().sentences()).isEqualTo("Every expert has 2 x the mean rows.");
    assertThat(twice.seconds()).isGreaterThan(1.1 * even.seconds());
  }

  /** Shared experts beside what sends tokens off, or with the routed ones; without either, all is exposed. */
  @Test
  void sharedExpertsMayRunWithTheRoutedOnes() {
    double beside = run("moe.load=uniform").seconds();
    double after = run("moe.load=uniform", "communication.overlap.shared_expert=false").seconds();
    double exposed = run("moe.load=uniform", "communication.overlap.expert=false").seconds();
    double sharedOnly = run("moe.load=uniform", "communication.overlap.expert=false",
        "communication.overlap.shared_expert=true").seconds();
    assertThat(List.of(after, sharedOnly)).allSatisfy(
        seconds -> assertThat(seconds).isStrictlyBetween(beside, exposed));
  }
}
