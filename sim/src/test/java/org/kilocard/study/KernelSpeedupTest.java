package org.kilocard.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kilocard.input.InputException;
import org.kilocard.input.Overrides;
import org.kilocard.report.Result;
import org.kilocard.scenario.Scenario;
import org.kilocard.scenario.ScenarioFile;

/** What faster matrix products buy a whole step (CUDA-L2 claims 19 to 26 % on A100). */
class KernelSpeedupTest {
  /**
   * Of a step, products are a part p: a speed-up of s buys at most what is left of it, 1 / (1 − p (1 − 1/s)), and less
   * than s. On a thousand A100 as on ten thousand H100.
   */
  @Test
  void buysLessThanItIs() {
    for (String name : List.of("gpt3-175b-a100-1024", "gpt3-175b-h100-10752")) {
      double before = result(name).seconds();
      double gained = before / result(name, "compute.gemm_speedup=1.19").seconds();
      assertThat(gained).as(name).isBetween(1.05, 1.18);
      assertThat(before / result(name, "compute.gemm_speedup=1.26").seconds()).as(name).isBetween(gained, 1.25);
      assertThat(result(name, "compute.attention_speedup=2").seconds()).as(name).isLessThan(before);
    }
  }

  @Test
  void isSaidInTheReport() {
    assertThat(result("gpt3-175b-a100-1024", "compute={gemm_speedup: 1.19}").facts().warnings())
        .anySatisfy(warning -> assertThat(warning).contains("matrix products are 1.19 times as fast"));
    assertThat(result("gpt3-175b-a100-1024", "compute={gemm_speedup: 1}").facts().warnings()).isEmpty();
  }

  @Test
  void isChecked() {
    assertThatThrownBy(() -> result("gpt3-175b-a100-1024", "compute.gemm_speedup=0"))
        .isInstanceOf(InputException.class).hasMessageContaining("compute.gemm_speedup");
    assertThatThrownBy(() -> result("gpt3-175b-a100-1024", "compute.gemm_spedup=2"))
        .isInstanceOf(InputException.class).hasMessageContaining("gemm_speedup");
  }

  private static Result result(String name, String... settings) {
    List<String> all = Stream.concat(Stream.of("fidelity=analytic"), Stream.of(settings)).toList();
    Scenario scenario = ScenarioFile.load(Questions.CATALOGUE, name, Overrides.parse(all));
    return Simulation.estimate(scenario).result();
  }
}
