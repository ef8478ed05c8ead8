package org.kilocard.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Timetables worked out by hand. */
class PipelineClockTest {
  /** Any orders on the plain pipeline. */
  private record ByHand(List<List<Slot>> orders, Placement placement) implements Schedule {
    @Override
    public String name() {
      return "by-hand";
    }

    @Override
    public OptionalInt chunksPerRank() {
      return OptionalInt.empty();
    }

    @Override
    public Optional<String> violation(PipelineShape shape) {
      return Optional.empty();
    }

    @Override
    public List<Slot> order(PipelineShape shape, int rank) {
      return orders.get(rank);
    }

    @Override
    public OptionalLong bubblePs(PipelineShape shape, PassTimes times) {
      return OptionalLong.empty();
    }
  }

  /**
   * Two ranks, two micro-batches, F = 10 and B = 25 on rank 0, F = 15 and B = 20 on rank 1. Rank 0: F0 0–10,
   * F1 10–20. Rank 1: F0 10–25, B0 25–45, F1 45–60, B1 60–80. Rank 0 gets the gradients at 45 and 80: B0
   * 45–70, B1 80–105.
   */
  @Test
  void unevenStages() {
    TaskTimes times = (pass, stage) -> pass == Pass.FORWARD ? 10 + 5 * stage : 25 - 5 * stage;
    Timetable timetable = PipelineClock.play(new OneForwardOneBackward(), new PipelineShape(2, 1, 2), times);
    assertThat(spans(timetable, 0)).isEqualTo("0-10 10-20 45-70 80-105");
    assertThat(spans(timetable, 1)).isEqualTo("10-25 25-45 45-60 60-80");
    assertThat(timetable.makespanPs()).isEqualTo(105);
    assertThat(timetable.workPs(0)).isEqualTo(70);
    assertThat(timetable.idlePs(0)).isEqualTo(35);
  }

  /**
   * F = 10, I = 8, W = 6, F&B = 20, one micro-batch each way. Both ranks forward their own 0–10. Rank 0 then
   * overlaps the far forward, ready at 10, with the backward of its own, ready only when rank 1 has turned it
   * round: F 10–20, I 20–28. So the pair runs 28–48, not the forward half at 10. Rank 1 runs its W 28–34, and
   * its own backward when the far end has turned it round: 56.
   */
  @Test
  void overlappedHalvesStartTogetherAndAWeightWaitsForNobody() {
    List<Slot> low = List.of(single(Pass.FORWARD, 0, 0), overlapped(1, 1, 0, 0),
        single(Pass.BACKWARD_INPUT, 1, 1), single(Pass.WEIGHT, 1, 1));
    List<Slot> high = List.of(single(Pass.FORWARD, 1, 1), single(Pass.FORWARD, 0, 0),
        single(Pass.BACKWARD_INPUT, 0, 0), single(Pass.WEIGHT, 0, 0), single(Pass.BACKWARD_INPUT, 1, 1),
        single(Pass.WEIGHT, 1, 1));
    var schedule = new ByHand(List.of(low, high), new BothWays());
    var times = new PassTimes(10, 8, 6, 20);
    Timetable timetable = PipelineClock.play(schedule, new PipelineShape(2, 2, 2), times);
    assertThat(spans(timetable, 0)).isEqualTo("0-10 28-48 48-56 56-62");
    assertThat(spans(timetable, 1)).isEqualTo("0-10 10-20 20-28 28-34 56-64 64-70");
  }

  /**
   * Rank 0 wants the gradient of micro-batch 1 first, rank 1 will not make it before that of 0, which needs
   * F0.
   */
  @Test
  void deadlockSaysWhoWaitsForWhom() {
    List<Slot> first = List.of(single(Pass.FORWARD, 0, 1), single(Pass.BACKWARD, 0, 1),
        single(Pass.FORWARD, 0, 0), single(Pass.BACKWARD, 0, 0));
    List<Slot> second = List.of(single(Pass.FORWARD, 0, 0), single(Pass.BACKWARD, 0, 0),
        single(Pass.FORWARD, 0, 1), single(Pass.BACKWARD, 0, 1));
    assertThatThrownBy(() -> play(first, second)).isInstanceOf(PipelineDeadlock.class).hasMessage("""
        schedule by-hand cannot end:
          rank 0, slot 1: BACKWARD of micro-batch 1 on chunk 0 waits for BACKWARD of micro-batch 1 \
        on chunk 0 of rank 1, its slot 3
          rank 1, slot 0: FORWARD of micro-batch 0 on chunk 0 waits for FORWARD of micro-batch 0 on chunk 0 \
        of rank 0, its slot 2""");
  }

  @Test
  void taskThatNobodyRunsIsNamed() {
    List<Slot> second = List.of(single(Pass.FORWARD, 0, 0));
    var forward = new ChunkTask(Pass.FORWARD, 0, 0);
    assertThatThrownBy(() -> play(List.of(), second))
        .isInstanceOfSatisfying(PipelineDeadlock.class, deadlock -> assertThat(deadlock.waits())
            .containsExactly(new PipelineDeadlock.Wait(1, 0, forward, forward, 0, -1)))
        .hasMessageEndingWith("of rank 0, which is not in its order");
  }

  /** On the last rank nobody else is waited for, so only the rank's own tasks can be missing. */
  @Test
  void backwardNeedsItsOwnForwardAndAWeightItsOwnBackward() {
    List<Slot> first = List.of(single(Pass.FORWARD, 0, 0));
    assertThatThrownBy(() -> play(first, List.of(single(Pass.BACKWARD, 0, 0), single(Pass.FORWARD, 0, 0))))
        .isInstanceOf(PipelineDeadlock.class)
        .hasMessageEndingWith("waits for FORWARD of micro-batch 0 on chunk 0 of rank 1, its slot 1");
    assertThatThrownBy(() -> play(first, List.of(single(Pass.FORWARD, 0, 0), single(Pass.WEIGHT, 0, 0))))
        .isInstanceOf(PipelineDeadlock.class)
        .hasMessageEndingWith("BACKWARD_INPUT of micro-batch 0 on chunk 0 of rank 1, which is not "
            + "in its order");
  }

  @Test
  void taskTwiceIsRefused() {
    assertThatThrownBy(() -> play(List.of(single(Pass.FORWARD, 0, 0), single(Pass.FORWARD, 0, 0)), List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("rank 0: twice ChunkTask[pass=FORWARD, chunk=0, microBatch=0]");
  }

  @Test
  void overlappedPairIsAForwardAndAWholeBackward() {
    assertThatThrownBy(() -> new Slot.Overlapped(
        new ChunkTask(Pass.FORWARD, 0, 0), new ChunkTask(Pass.BACKWARD_INPUT, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PassTimes(10, 10, 10, 19)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Timetable play(List<Slot> first, List<Slot> second) {
    var schedule = new ByHand(List.of(first, second), new RoundRobin());
    return PipelineClock.play(schedule, new PipelineShape(2, 1, 2), PassTimes.serial(10, 10, 10));
  }

  private static Slot single(Pass pass, int chunk, int microBatch) {
    return new Slot.Single(new ChunkTask(pass, chunk, microBatch));
  }

  private static Slot overlapped(int forwardChunk, int forwardBatch, int backwardChunk, int backwardBatch) {
    return new Slot.Overlapped(new ChunkTask(Pass.FORWARD, forwardChunk, forwardBatch),
        new ChunkTask(Pass.BACKWARD, backwardChunk, backwardBatch));
  }

  private static String spans(Timetable timetable, int rank) {
    return timetable.ranks().get(rank).stream()
        .map(timed -> timed.startPs() + "-" + timed.endPs())
        .collect(Collectors.joining(" "));
  }
}
