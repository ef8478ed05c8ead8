package org.kilocard.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kilocard.schedule.DualPipe;
import org.kilocard.schedule.Interleaved1F1B;

class LayerSplitTest {
  private static int[] split(int layers, int stages) {
    return LayerSplit.split(layers, stages, List.of());
  }

  @Test
  void stagesHoldEquallyManyLayersIfTheyCan() {
    assertThat(split(96, 8)).containsOnly(12);
    assertThat(split(5, 1)).containsExactly(5);
  }

  @Test
  void theEndsHoldOneLess() {
    // 61 on 16: 64 places, 3 too many: the last, the first and the last but one hold one less.
    assertThat(split(61, 16)).containsExactly(3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 3, 3);
    // 126 on 128: the last and the first hold none.
    assertThat(split(126, 128)).startsWith(0, 1).endsWith(1, 0);
    assertThat(split(7, 4)).containsExactly(2, 2, 2, 1);
  }

  @Test
  void everyLayerIsHeldOnce() {
    for (int layers = 1; layers < 40; layers++) {
      for (int stages = 1; stages < 20; stages++) {
        int[] split = split(layers, stages);
        assertThat(IntStream.of(split).sum()).isEqualTo(layers);
        assertThat(IntStream.of(split).max().orElseThrow() - IntStream.of(split).min().orElseThrow())
            .as("%d on %d", layers, stages).isBetween(0, 1);
      }
    }
  }

  @Test
  void aSplitOfTheUserIsTaken() {
    assertThat(LayerSplit.split(6, 3, List.of(1, 5, 0))).containsExactly(1, 5, 0);
    assertThatThrownBy(() -> LayerSplit.split(6, 3, List.of(1, 4, 0)))
        .hasMessageContaining("3 stages with 5 layers");
    assertThatThrownBy(() -> LayerSplit.split(6, 3, List.of(3, 3)))
        .hasMessageContaining("2 stages with 6 layers");
  }

  @Test
  void interleavedStagesFollowTheModelAndNotTheRanks() {
    // 8 layers on 2 ranks of 2 chunks: stages 0 to 3 of 2 layers each; rank 0 holds stages 0 and 2.
    Job job = Jobs.small().with(Jobs.gpt(8, 64)).with(Jobs.layout(1, 1, 2, 2, 1, 1))
        .with(new Interleaved1F1B())
        .with(new Batch(64, 2, 1)).job();
    assertThat(StageLayers.of(job))
        .containsExactly(List.of(0, 1), List.of(2, 3), List.of(4, 5), List.of(6, 7));
  }

  @Test
  void dualPipeHasAsManyStagesAsRanks() {
    Job job = Jobs.small().with(Jobs.gpt(6, 64)).with(Jobs.layout(1, 1, 2)).with(new DualPipe())
        .with(new Batch(64, 4, 1)).job();
    assertThat(StageLayers.of(job)).containsExactly(List.of(0, 1, 2), List.of(3, 4, 5));
    assertThat(StageLayers.of(job, 1)).isEqualTo(List.of(3, 4, 5));
  }
}
