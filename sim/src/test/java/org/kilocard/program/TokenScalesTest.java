package org.kilocard.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Overrides;
import org.kilocard.scenario.ScenarioFile;

/** What a token takes on its way to the experts and back. */
class TokenScalesTest {
  private static LayerCalls.Expert calls(String... settings) {
    return StepCalls.layer(ScenarioFile.load(new Catalogue(Path.of("..")), "deepseek-v3-h800-2048",
        Overrides.parse(List.of(settings))).job()).expert().orElseThrow();
  }

  /** As the rates of DeepEP's benchmarks are counted to which its constants are fitted. */
  @Test
  void blocksOfFp8BringTheirScales() {
    // 4096 tokens of 7168 bytes and 7168 / 128 = 56 factors of 4 bytes: 7392 bytes; back in BF16.
    assertThat(calls().dispatch().bytes()).isEqualTo(4096L * (7168 + 56 * 4));
    assertThat(calls().gradientDispatch().bytes()).isEqualTo(4096L * 7392);
    assertThat(calls().combine().bytes()).isEqualTo(4096L * 7168 * 2);
  }

  @Test
  void oneScalePerTensorTravelsForNothing() {
    assertThat(calls("stack={extends: deepseek-h800, fp8_scaling: tensor}").dispatch().bytes()).isEqualTo(4096L * 7168);
    assertThat(calls("stack=megatron-h800").dispatch().bytes()).isEqualTo(4096L * 7168 * 2);
  }
}
