package org.kilocard.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BottleneckTest {
  private static final List<TierUse> BUSY =
      List.of(new TierUse("nvlink", 0.2, 1, 0, List.of()), new TierUse("ib", 0.72, 1, 0, List.of()));
  private static final List<TierUse> IDLE = List.of(new TierUse("ib", 0.081, 1, 0, List.of()));

  @Test
  void kernelsThatTakeHalfOfTheStepBindIt() {
    assertThat(Bottleneck.sentence(
        Map.of(Part.COMPUTE, 1.3, Part.OPTIMIZER, 0.12, Part.BUBBLE, 0.3, Part.EXPOSED_DATA, 0.28), 2, BUSY))
        .isEqualTo("Compute bound: 71 % of the step is kernels; the largest loss is the pipeline bubble "
            + "(15 %); ib is the busiest link at 72 %.");
  }

  @Test
  void communicationOverABusyLinkIsBandwidth() {
    assertThat(Bottleneck.sentence(Map.of(Part.COMPUTE, 0.4, Part.EXPOSED_EXPERT, 0.6), 1, BUSY))
        .isEqualTo("Communication bound: the exposed expert all-to-all takes 60 % of the step, kernels "
            + "40 %; ib is the busiest link at 72 %, so its bandwidth is the limit.");
  }

  @Test
  void communicationOverIdleLinksIsNot() {
    assertThat(Bottleneck.sentence(Map.of(Part.COMPUTE, 0.4, Part.EXPOSED_TENSOR, 0.6), 1, IDLE))
        .endsWith("ib is the busiest link at 8.1 %, so latency or slow partners cost more than bandwidth.");
  }

  @Test
  void aBubbleIsNotExplainedByLinks() {
    assertThat(Bottleneck.sentence(Map.of(Part.COMPUTE, 0.4, Part.BUBBLE, 0.6), 1, IDLE))
        .isEqualTo("Pipeline bound: the pipeline bubble takes 60 % of the step, kernels 40 %; ib is the "
            + "busiest link at 8.1 %.");
  }

  @Test
  void aStepOfKernelsAloneLosesNothing() {
    assertThat(Bottleneck.sentence(Map.of(Part.COMPUTE, 1.0), 1, List.of()))
        .isEqualTo("Compute bound: 100 % of the step is kernels; nothing else takes as much as half a "
            + "percent.");
  }
}
