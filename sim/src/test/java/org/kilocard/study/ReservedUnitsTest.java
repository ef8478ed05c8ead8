package org.kilocard.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.kilocard.input.Overrides;
import org.kilocard.scenario.Scenario;
import org.kilocard.scenario.ScenarioFile;

/** DeepSeek-V3 on 2,048 H800 over the SMs that communication has, as closed form. */
class ReservedUnitsTest {
  private final Map<Integer, Double> seconds = new TreeMap<>();

  ReservedUnitsTest() {
    for (int units : new int[] {2, 4, 8, 12, 14, 16, 18, 20, 22, 24, 32, 48, 64}) {
      seconds.put(units, seconds("communication.units=" + units));
    }
  }

  /** Few SMs cannot move the tokens in time, many leave too few for the kernels: one best, between 8 and 24. */
  @Test
  void throughputRisesAndFalls() {
    int best = seconds.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey();
    assertThat(best).isBetween(8, 24);
    double before = Double.POSITIVE_INFINITY;
    for (Map.Entry<Integer, Double> point : seconds.entrySet()) {
      if (point.getKey() <= best) {
        assertThat(point.getValue()).as("%d units", point.getKey()).isLessThan(before);
      } else {
        assertThat(point.getValue()).as("%d units", point.getKey()).isGreaterThan(before);
      }
      before = point.getValue();
    }
  }

  /** DeepSeek's own choice is within 3 % of the best. */
  @Test
  void twentyIsAGoodChoice() {
    double best = seconds.values().stream().mapToDouble(s -> s).min().orElseThrow();
    assertThat(seconds.get(20) / best).isLessThan(1.03);
  }

  /** Engines that take no SM are faster still; SMs taken when a call comes, as NCCL does, are slower. */
  @Test
  void engineAndSharedUnits() {
    double best = seconds.values().stream().mapToDouble(s -> s).min().orElseThrow();
    assertThat(seconds("communication={unit_mode: offload}")).isLessThan(best);
    assertThat(seconds("communication={unit_mode: shared}")).isGreaterThan(seconds.get(20));
    assertThat(seconds("communication={unit_mode: shared}", "stack=megatron-h800")).isGreaterThan(seconds.get(20));
  }

  private static double seconds(String... settings) {
    Scenario scenario = ScenarioFile.load(
        Questions.CATALOGUE, "deepseek-v3-h800-2048", Overrides.parse(List.of(settings)));
    return Simulation.estimate(scenario).result().seconds();
  }
}
