package org.kilocard.schedule;

import static org.assertj.core.api.Assertions.assertThat;

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
   * P = 2, M = 3, four places. Step by step, rank 0 beside rank 1: Fa0 and nothing; Fa1 and Fa0; Fa2 and Fb0,
   * since of the places 2 are held and (2 + 1)/2 = 1 is kept back; Fb0 fills rank 0, while rank 1, which has
   * nothing to go back on, runs Fa1; Ib0 and Fb1; then Ib0 is handed to rank 1.
   */
  @Test
  void zbVIsListScheduled() {
    var shape = new PipelineShape(2, 2, 3);
    assertThat(order(new ZbV(), shape, 0)).startsWith("Fa0 Fa1 Fa2 Fb0 Ib0");
    assertThat(order(new ZbV(), shape, 1)).startsWith("Fa0 Fb0 Fa1 Fb1 Ib0 Ia0");
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
