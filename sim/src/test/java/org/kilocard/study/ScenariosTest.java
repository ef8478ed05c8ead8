package org.kilocard.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Overrides;
import org.kilocard.report.Phase;
import org.kilocard.report.Result;
import org.kilocard.scenario.ScenarioFile;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

/**
 * Every scenario of the catalogue runs to its end, which includes the invariants of a run, and those of
 * published jobs come near to what was measured.
 */
class ScenariosTest {
  private static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));
  private static final Map<String, Result> RESULTS = new HashMap<>();
  private static Simulator simulator;

  @BeforeAll
  static void open() {
    simulator = new Simulator();
  }

  @AfterAll
  static void close() {
    simulator.close();
    RESULTS.clear();
  }

  static List<String> names() {
    List<String> names = CATALOGUE.names(ScenarioFile.FOLDER);
    assertThat(names).hasSizeGreaterThanOrEqualTo(7);
    return names;
  }

  private static Result result(String name) {
    return RESULTS.computeIfAbsent(name, n ->
        Simulation.run(ScenarioFile.load(CATALOGUE, n, Overrides.parse(List.of())), simulator, Progress.NONE)
        .result());
  }

  @ParameterizedTest
  @MethodSource("names")
  void aScenarioRunsToItsEnd(String name) {
    Result result = result(name);
    assertThat(result.seconds()).isBetween(0.1, 100.0);
    assertThat(result.breakdown().values().stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(result.seconds(), within(result.seconds() * 1e-9));
    assertThat(result.phases().values().stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(result.seconds(), within(result.seconds() * 1e-9));
    assertThat(result.throughput().mfu()).isBetween(0.1, 1.0);
    // Thousands of cards in few classes: this is what makes a run take seconds.
    assertThat(result.simulation().classes()).isLessThanOrEqualTo(Math.max(1, result.facts().cards() / 10));
  }

  private static Percentage percent(double most) {
    return Percentage.withPercentage(most);
  }

  /**
   * Insights into DeepSeek-V3 (arXiv 2505.09343), table 4: 19.926 s per step, of which 2.06 s are bubbles.
   */
  @Test
  void deepSeekOn2048Cards() {
    Result result = result("deepseek-v3-h800-2048");
    assertThat(result.seconds()).isCloseTo(19.926, percent(10));
    assertThat(result.phases().get(Phase.BUBBLE)).isCloseTo(2.06, percent(25));
  }

  /**
   * MLPerf Training v3.1, NVIDIA's submission of GPT-3 on 10,752 H100 (eos-dfw, 1,344 nodes): 0.953 s per
   * step.
   */
  @Test
  void gpt3On10752Cards() {
    assertThat(result("gpt3-175b-h100-10752").seconds()).isCloseTo(0.953, percent(15));
  }

  /** MegaScale (arXiv 2402.15627), table 2, Megatron-LM on 1,024 A100: 11.9 s per step. */
  @Test
  void gpt3On1024Cards() {
    assertThat(result("gpt3-175b-a100-1024").seconds()).isCloseTo(11.9, percent(15));
  }

  /**
   * The Llama 3 Herd of Models (arXiv 2407.21783), table 4, 16,384 H100 at a sequence of 8,192: 400 TFLOPS
   * per card.
   */
  @Test
  void llamaOn16384Cards() {
    assertThat(result("llama3.1-405b-h100-16384").throughput().modelTflopsPerCard())
        .isCloseTo(400, percent(15));
  }

  /** MLPerf Training v5.0, NVIDIA's submission on 2,048 H100 (eos-dfw, 256 nodes), context 2: 14.221 s per step. */
  @Test
  void llamaInFp8On2048Cards() {
    assertThat(result("llama3.1-405b-h100-2048").seconds()).isCloseTo(14.221, percent(10));
  }

  /** MoE Parallel Folding (arXiv 2504.14960), table 1: 49.3 % MFU on 128 H100. */
  @Test
  void mixtralOn128Cards() {
    assertThat(result("mixtral-8x22b-h100-128").throughput().mfu()).isCloseTo(0.493, percent(15));
  }

  /** Pangu Ultra MoE (arXiv 2505.04519): 1.46 M tokens/s on 6,000 Ascend 910B; real routing, here balanced. */
  @Test
  void panguOn6144Cards() {
    assertThat(result("pangu-ultra-moe-910b-6144").throughput().tokensPerSecond())
        .isCloseTo(1.46e6, percent(20));
  }
}
