package org.kilocard.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kilocard.scenario.Scenario;

/** The estimate against the simulation of the same scenario. */
class AgreementTest {
  @ParameterizedTest
  @CsvSource({
      "gpt3-175b-a100-1024, 0.005",
      "llama2-70b-lora-h100-8, 0.005",
      "deepseek-v3-atlas950-8192, 0.01",
      // Sends and all-to-alls share the scale-out links for a part of the step.
      "deepseek-v3-h800-2048, 0.01",
      "deepseek-v3-cloudmatrix-6144, 0.03",
      "pangu-ultra-moe-910b-6144, 0.03",
      // Gathers and reductions run beside the first and last slots, whose sends share the links with them.
      "llama3.1-405b-h100-16384, 0.03",
      // Two members of a data group share a node: gathers and reductions take NVLink from tensor-parallel calls, and
      // with 8 micro-batches that is a third of the step.
      "gpt3-175b-h100-10752, 0.06",
  })
  void catalogue(String scenario, double most) {
    Compared compared = Compared.of(Layouts.load(scenario));
    assertThat(compared.deviation()).isCloseTo(0, within(most));
  }

  /** Whether traffic stays below the leaves of the network, eight nodes or all 32, or leaves them, 64 nodes. */
  @ParameterizedTest
  @CsvSource({"64, 1", "256, 1", "512, 2", "512, 8"})
  void oversubscribedLeaves(int cards, int tensor) {
    String job = "{name: dense, topology: h100-nvl8-ib, cards: " + cards + ", model: llama3.1-8b, parallelism:"
        + " {tensor: " + tensor + "}, batch: {sequence_length: 8192, global: " + cards + ", micro: 1}}";
    double before = 0;
    for (double ratio : new double[] {1, 2, 8}) {
      Scenario scenario = Layouts.read(job, "topology.tiers[1].oversubscription=" + ratio);
      Compared compared = Compared.of(scenario);
      assertThat(compared.deviation()).as("1:%s", ratio).isCloseTo(0, within(0.02));
      assertThat(compared.simulatedSeconds()).as("1:%s", ratio).isGreaterThanOrEqualTo(before);
      before = compared.simulatedSeconds();
    }
  }

  @Test
  void drawnLayouts() {
    List<Double> deviations = new ArrayList<>();
    int free = 0;
    for (Scenario scenario : new Layouts(1).draw(96)) {
      Compared compared = Compared.of(scenario);
      deviations.add(Math.abs(compared.deviation()));
      free += compared.contention() ? 0 : 1;
      // In a grid the data groups of different pipeline ranks cross each other's links, at twice the time and more.
      double most = !compared.contention() ? 0.01 : compared.grid() ? 0.25 : 0.05;
      assertThat(compared.deviation()).as("%s", compared).isCloseTo(0, within(most));
    }
    deviations.sort(Double::compare);
    assertThat(free).as("layouts without contention").isGreaterThan(10);
    assertThat(deviations.get(48)).as("median").isLessThan(0.003);
    // Collectives around split shared experts run beside all-to-alls on the same links.
    assertThat(deviations.get(86)).as("p90").isLessThan(0.03);
  }

  @Test
  void drawnLayoutsThatShard() {
    // Gathers of the next layer and reductions of the last one run at once on the same links: where they are more than
    // the compute, each takes up to twice as long as alone, which the estimate does not know.
    List<Double> deviations = new ArrayList<>();
    int free = 0;
    for (Scenario scenario : Layouts.sharded(2).draw(32)) {
      Compared compared = Compared.of(scenario);
      deviations.add(Math.abs(compared.deviation()));
      free += compared.contention() ? 0 : 1;
      assertThat(compared.deviation()).as("%s", compared)
          .isCloseTo(0, within(compared.contention() ? 0.5 : 0.03));
    }
    deviations.sort(Double::compare);
    assertThat(free).as("layouts without contention").isGreaterThan(4);
    assertThat(deviations.get(16)).as("median").isLessThan(0.01);
  }
}
