package org.kilocard.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kilocard.input.Overrides;
import org.kilocard.input.YamlDocument;
import org.kilocard.report.Part;
import org.kilocard.report.Result;
import org.kilocard.scenario.ScenarioFile;

/**
 * What Megatron Core's overlap of expert all-to-alls with another micro-batch is published to do for DeepSeek-V3 on
 * 1,024 H100 (arXiv 2603.07685, section 4.2.3): their share of the step falls from 30 to 40 % to less than 5 %, and
 * products lose about 20 % to the SMs that they take.
 */
class ExpertOverlapTest {
  private static final String SCENARIO = """
      name: DeepSeek-V3, 1,024 H100
      topology: h100-nvl8-ib
      cards: 1024
      model: deepseek-v3
      precision: fp8
      stack: megatron-h100-2024
      parallelism: {tensor: 2, pipeline: 8, virtual_pipeline: 4, expert: 64}
      batch: {sequence_length: 4096, global: 8192}
      recompute: selective
      communication: {overlap: {shared_expert: false}}
      """;

  private static Result run(String... settings) {
    return Simulation.estimate(ScenarioFile.read(YamlDocument.parse("overlap.yaml", SCENARIO), Questions.CATALOGUE,
        Overrides.parse(List.of(settings)))).result();
  }

  @Test
  void isAsPublished() {
    Result hidden = run("stack.fp8_scaling=block");
    Result exposed = run("stack.fp8_scaling=block", "communication.overlap.expert=false");
    assertThat(exposed.breakdown().get(Part.EXPOSED_EXPERT) / exposed.seconds()).isBetween(0.28, 0.40);
    assertThat(hidden.breakdown().get(Part.EXPOSED_EXPERT) / hidden.seconds()).isLessThan(0.05);
    double kernels = hidden.breakdown().get(Part.COMPUTE);
    assertThat(hidden.slowedSeconds() / (kernels - hidden.slowedSeconds())).isBetween(0.12, 0.24);
  }
}
