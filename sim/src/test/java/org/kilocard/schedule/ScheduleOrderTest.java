package org.kilocard.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Small orders, written down by hand from the papers' rules. */
class ScheduleOrderTest {
  @Test
  void gpipeRunsBackwardsInReverse() {
    assertThat(order(new GPipe(), new PipelineShape(2, 1, 3), 0)).isEqualTo("Fa0 Fa1 Fa2 Ba2 Ba1 Ba0");
  }

  @Test
  void oneForwardOneBackwardWarmsUpByTheDistanceToTheLastRank() {
    var shape = new PipelineShape(3, 1, 4);
    // Rank 0 is two ranks away from the end: two forwards before the first pair.
    assertThat(order(new OneForwardOneBackward(), shape, 0)).isEqualTo("Fa0 Fa1 Fa2 Ba0 Fa3 Ba1 Ba2 Ba3");
    assertThat(order(new OneForwardOneBackward(), shape, 2)).isEqualTo("Fa0 Ba0 Fa1 Ba1 Fa2 Ba2 Fa3 Ba3");
  }

  @Test
  void oneForwardOneBackwardWithFewerMicroBatchesThanRanks() {
    assertThat(order(new OneForwardOneBackward(), new PipelineShape(4, 1, 2), 0))
        .isEqualTo("Fa0 Fa1 Ba0 Ba1");
  }

  /** P = 2, V = 2: rank 0 warms up with 2(2 − 1) + (2 − 1)2 = 4 forwards, rank 1 with 2. */
  @Test
  void interleavedGoesInGroupsOfAsManyMicroBatchesAsRanks() {
    var shape = new PipelineShape(2, 2, 4);
    assertThat(order(new Interleaved1F1B(), shape, 0))
        .isEqualTo("Fa0 Fa1 Fb0 Fb1 Fa2 Bb0 Fa3 Bb1 Fb2 Ba0 Fb3 Ba1 Bb2 Bb3 Ba2 Ba3");
    assertThat(order(new Interleaved1F1B(), shape, 1))
        .isEqualTo("Fa0 Fa1 Fb0 Bb0 Fb1 Bb1 Fa2 Ba0 Fa3 Ba1 Fb2 Bb2 Fb3 Bb3 Ba2 Ba3");
  }

  /** One forward more in the warm-up: rank 1 would else pair Fb0 with Bb0, which needs it. */
  @Test
  void pairedInterleavedWarmsUpWithOneMore() {
    var shape = new PipelineShape(2, 2, 4);
    Schedule paired = new Interleaved1F1B().paired(true);
    assertThat(order(paired, shape, 0))
        .isEqualTo("Fa0 Fa1 Fb0 Fb1 Fa2 Fa3+Bb0 Fb2+Bb1 Fb3+Ba0 Ba1 Bb2 Bb3 Ba2 Ba3");
    assertThat(order(paired, shape, 1))
        .isEqualTo("Fa0 Fa1 Fb0 Fb1+Bb0 Fa2+Bb1 Fa3+Ba0 Fb2+Ba1 Fb3+Bb2 Bb3 Ba2 Ba3");
  }

  /** A single rank pairs a backward with the forward of the next micro-batch; several ranks pair nothing. */
  @Test
  void pairedOneForwardOneBackwardIsForASingleRank() {
    Schedule paired = new OneForwardOneBackward().paired(true);
    assertThat(order(paired, new PipelineShape(1, 1, 3), 0)).isEqualTo("Fa0 Fa1+Ba0 Fa2+Ba1 Ba2");
    var two = new PipelineShape(2, 1, 3);
    assertThat(paired.orders(two)).isEqualTo(new OneForwardOneBackward().orders(two));
  }

  /**
   * P = 4, M = 8: 4 micro-batches per direction, half = 2. An outer rank (depth 0, 1 from the middle) has
   * steps of 2, 1, 1, 1, 1, 1, 1, 1 rounds.
   */
  @Test
  void dualPipeOuterRank() {
    String upwards = "Fa0 Fa1" // 1: nF0
        + " Fa2 Fb4" // 2: nF0F1
        + " Ib4 Wb4 Fb5" // 3: nB1W1F1
        + " Fa3+Bb5 Fb6+Ba0" // 4: nF0B1F1B0
        + " Bb6 Fb7+Ba1" // 5: nB1F1B0
        + " Bb7 Ia2" // 6: nB1B0
        + " Wa2 Ia3" // 7: nWB0
        + " Wa3"; // 8: nW
    assertThat(order(new DualPipe(), new PipelineShape(4, 2, 8), 0)).isEqualTo(upwards);
    // The last rank does the same with the directions swapped.
    assertThat(order(new DualPipe(), new PipelineShape(4, 2, 8), 3)).isEqualTo(
        "Fb4 Fb5 Fb6 Fa0 Ia0 Wa0 Fa1 Fb7+Ba1 Fa2+Bb4 Ba2 Fa3+Bb5 Ba3 Ib6 Wb6 Ib7 Wb7");
  }

  /**
   * The same pipeline, a middle rank (depth 1, 0 from the middle): steps of 0, 2, 0, 2, 0, 2, 0, 2 rounds.
   */
  @Test
  void dualPipeMiddleRankStartsTheMainStepWithoutOverlap() {
    assertThat(order(new DualPipe(), new PipelineShape(4, 2, 8), 1)).isEqualTo(
        "Fa0 Fb4 Fa1 Fb5 Fa2 Bb4 Fb6+Ba0 Fa3+Bb5 Fb7+Ba1 Bb6 Ba2 Ib7 Ia3 Wb7 Wa3");
  }

  /** P = 3, M = 4: rank r keeps r weight passes for the end, rank 0 none. */
  @Test
  void zbH1DefersAsManyWeightsAsItIsDeep() {
    var shape = new PipelineShape(3, 1, 4);
    assertThat(order(new ZbH1(), shape, 0))
        .isEqualTo("Fa0 Fa1 Fa2 Ia0 Wa0 Fa3 Ia1 Wa1 Ia2 Wa2 Ia3 Wa3");
    assertThat(order(new ZbH1(), shape, 2))
        .isEqualTo("Fa0 Ia0 Fa1 Ia1 Fa2 Ia2 Wa0 Fa3 Ia3 Wa1 Wa2 Wa3");
  }

  /**
   * P = 2, units of the building block: on rank 0 forwards at 0 and 7, backwards at 8 and 15, and so on six
   * later for each micro-batch. Without weight passes that is Fa0 (0) Fa1 (6) Fb0 (7) Ib0 (8) Fa2 (12) Fb1
   * (13) Ib1 (14) Ia0 (15) Fb2 (19) Ib2 (20) Ia1 (21) Ia2 (27). Four places: a0, a1, b0 and a2 fill them, so
   * the weights of b0 come before Fb1.
   */
  @Test
  void zbVRepeatsItsBuildingBlock() {
    String order = order(new ZbV(), new PipelineShape(2, 2, 3), 0);
    assertThat(order.replaceAll(" W..", ""))
        .isEqualTo("Fa0 Fa1 Fb0 Ib0 Fa2 Fb1 Ib1 Ia0 Fb2 Ib2 Ia1 Ia2");
    assertThat(order).startsWith("Fa0 Fa1 Fb0 Ib0 Fa2 Wb0 Fb1 ");
  }

  /** Rank 1 of 2: forwards at 1 and 1 + 6, which is where the other chunk's forward would be. */
  @Test
  void buildingBlockRefusesTwoPassesAtOnce() {
    assertThatThrownBy(() -> new BuildingBlock(1, 5, 1, 5, 6, 1, 1).sequence(1, 2, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("two passes at once on rank 1 of 2");
    assertThatThrownBy(() -> WeightFiller.orders(
        new ZbV(), new PipelineShape(4, 2, 8), new BuildingBlock(1, 5, 1, 5, 1, 1, 1), 7))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("7 places in memory are too few");
  }

  /** P = 2, M = 4: the ranks of DualPipe with P = 4, M = 8, their second direction renumbered from 0. */
  @Test
  void dualPipeVIsTheFirstHalfOfDualPipe() {
    var shape = new PipelineShape(2, 2, 4);
    assertThat(order(new DualPipeV(), shape, 0)).isEqualTo(
        "Fa0 Fa1 Fa2 Fb0 Ib0 Wb0 Fb1 Fa3+Bb1 Fb2+Ba0 Bb2 Fb3+Ba1 Bb3 Ia2 Wa2 Ia3 Wa3");
    assertThat(order(new DualPipeV(), shape, 1)).isEqualTo(
        "Fa0 Fb0 Fa1 Fb1 Fa2 Bb0 Fb2+Ba0 Fa3+Bb1 Fb3+Ba1 Bb2 Ba2 Ib3 Ia3 Wb3 Wa3");
  }

  private static String order(Schedule schedule, PipelineShape shape, int rank) {
    return Notation.write(schedule.order(shape, rank));
  }
}
