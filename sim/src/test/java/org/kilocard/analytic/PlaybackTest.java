package org.kilocard.analytic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kilocard.schedule.ChunkPlace;
import org.kilocard.schedule.OneForwardOneBackward;
import org.kilocard.schedule.Pass;
import org.kilocard.schedule.PipelineClock;
import org.kilocard.schedule.PipelineShape;
import org.kilocard.schedule.Schedule;
import org.kilocard.schedule.Schedules;
import org.kilocard.schedule.TaskTimes;
import org.kilocard.schedule.Timetable;

class PlaybackTest {
  private static final long[] NEVER = {0, 0, 0, 0};

  private static SlotTimes slot(long ps) {
    return new SlotTimes(ps, 0, 0, ps, ps, ps, ps, ps, ps, 0, 0, 0, 0, 0, ps, new int[0]);
  }

  /** Frames of ranks whose slots take {@code times} and whose messages take {@code sendPs}, with nothing beside. */
  private static RankFrame[] frames(
      Schedule schedule, PipelineShape shape, Tape tape, TaskTimes times, long sendPs) {
    RankFrame[] frames = new RankFrame[shape.ranks()];
    for (int r = 0; r < frames.length; r++) {
      SlotTimes[] slots = new SlotTimes[tape.kinds];
      int chunks = shape.chunksPerRank();
      for (int c = 0; c < chunks; c++) {
        int stage = schedule.stage(shape, new ChunkPlace(r, c));
        for (Pass pass : Pass.values()) {
          slots[Tape.kind(pass, c, chunks)] = slot(times.taskPs(pass, stage));
        }
        for (int b = 0; b < chunks && tape.hasPairs(); b++) {
          int other = schedule.stage(shape, new ChunkPlace(r, b));
          slots[Tape.pairKind(c, b, chunks)] = slot(times.overlappedPs(stage, other));
        }
      }
      double[] none = new double[tape.kinds];
      frames[r] = new RankFrame(
          slots, none, none, none, sendPs, sendPs, 0, NEVER, new RankFrame.Reductions[0], NEVER);
    }
    return frames;
  }

  private static List<PipelineShape> shapes(Schedule schedule) {
    List<PipelineShape> shapes = new ArrayList<>();
    for (int ranks : new int[] {1, 2, 3, 4, 8}) {
      for (int chunks = 1; chunks <= 3; chunks++) {
        for (int microBatches : new int[] {1, 4, 6, 8, 16, 24}) {
          PipelineShape shape = new PipelineShape(ranks, chunks, microBatches);
          if (schedule.violation(shape).isEmpty()) {
            shapes.add(shape);
          }
        }
      }
    }
    return shapes;
  }

  @Test
  void withFreeMessagesItIsThePipelineClock() {
    // Stages of different lengths, drawn by chance: every rank ends exactly when the oracle says.
    Random random = new Random(3);
    for (Schedule schedule : Schedules.all()) {
      assertThat(shapes(schedule)).isNotEmpty();
      for (PipelineShape shape : shapes(schedule)) {
        long[][] ps = new long[Pass.values().length][schedule.stages(shape)];
        Arrays.stream(ps).forEach(stages -> Arrays.setAll(stages, s -> 100 + random.nextInt(100)));
        TaskTimes times = (pass, stage) -> ps[pass.ordinal()][stage];
        Timetable expected = PipelineClock.play(schedule, shape, times);
        Tape tape = Tape.of(schedule, shape);
        long[][] played = Playback.play(tape, frames(schedule, shape, tape, times, 0), false);
        for (int r = 0; r < shape.ranks(); r++) {
          List<Timetable.TimedSlot> slots = expected.ranks().get(r);
          assertThat(played[r][Playback.FREE]).as("%s %s rank %d", schedule.name(), shape, r)
              .isEqualTo(slots.get(slots.size() - 1).endPs());
        }
      }
    }
  }

  @Test
  void messagesDelayTheirReceivers() {
    // Two ranks, one micro-batch, F = 10, B = 20, a message takes 3: 10 + 3 + 10 + 20 + 3 + 20 = 66.
    PipelineShape shape = new PipelineShape(2, 1, 1);
    Schedule schedule = new OneForwardOneBackward();
    TaskTimes times = (pass, stage) -> pass == Pass.FORWARD ? 10 : 20;
    Tape tape = Tape.of(schedule, shape);
    long[][] played = Playback.play(tape, frames(schedule, shape, tape, times, 3), false);
    assertThat(played[0][Playback.FREE]).isEqualTo(66);
    // Rank 0 waits 3 for gradients on the wire, rank 1 for activations; what else they wait is bubble.
    assertThat(played[0][Playback.TRAVEL + Pass.BACKWARD.ordinal()]).isEqualTo(3);
    assertThat(played[1][Playback.TRAVEL + Pass.FORWARD.ordinal()]).isEqualTo(3);
  }

  @Test
  void aBlockingSenderWaitsForItsMessage() {
    // Two micro-batches, GPipe order on rank 0: F, 3 of waiting, F; rank 1 cannot start the second before 26.
    PipelineShape shape = new PipelineShape(2, 1, 2);
    Schedule schedule = Schedules.named("gpipe").orElseThrow();
    TaskTimes times = (pass, stage) -> 10;
    Tape tape = Tape.of(schedule, shape);
    // 10 + 3 + 10 + 3 = 26, then rank 1: F 36, B 46, message 49 … its second B waits for that: 59, 62; rank 0: 72.
    long[][] played = Playback.play(tape, frames(schedule, shape, tape, times, 3), true);
    assertThat(played[0][Playback.FREE]).isEqualTo(72);
    // Without blocking the second F of rank 0 ends at 20, arrives at 23, as rank 1 is free: 33, 43, 53, 56, 66.
    assertThat(Playback.play(tape, frames(schedule, shape, tape, times, 3), false)[0][Playback.FREE]).isEqualTo(66);
  }

  @Test
  void reductionsSlowTheLastBackwardPassAndOutliveIt() {
    // One rank, one micro-batch, F = 100, B = 100. Half of B done, a reduction of 40 starts that takes a quarter of
    // the rate: it costs 10, so that B ends at 210; the other half lets one of 30 go, from 210 to 240.
    PipelineShape shape = new PipelineShape(1, 1, 1);
    Schedule schedule = new OneForwardOneBackward();
    Tape tape = Tape.of(schedule, shape);
    RankFrame plain = frames(schedule, shape, tape, (pass, stage) -> 100, 0)[0];
    double[] quarter = new double[tape.kinds];
    Arrays.fill(quarter, 0.25);
    RankFrame.Reductions chunk =
        new RankFrame.Reductions(new long[] {50, 100}, new long[] {50, 100}, new long[] {40, 30}, new long[0]);
    RankFrame frame = new RankFrame(plain.times(), plain.sendLoss(), plain.gatherLoss(), quarter, 0, 0, 0, NEVER,
        new RankFrame.Reductions[] {chunk}, NEVER);
    long[] played = Playback.play(tape, new RankFrame[] {frame}, false)[0];
    assertThat(played[Playback.FREE]).isEqualTo(210);
    assertThat(played[Playback.REDUCED]).isEqualTo(240);
    assertThat(played[Playback.SLOWED + Pass.BACKWARD.ordinal()]).isEqualTo(10);
  }

  @Test
  void theFirstForwardPassWaitsForItsParameters() {
    // F = B = 100; parameters let the first F end at 130: 30 are exposed, the step ends at 230.
    PipelineShape shape = new PipelineShape(1, 1, 1);
    Schedule schedule = new OneForwardOneBackward();
    Tape tape = Tape.of(schedule, shape);
    RankFrame plain = frames(schedule, shape, tape, (pass, stage) -> 100, 0)[0];
    RankFrame frame = new RankFrame(plain.times(), plain.sendLoss(), plain.gatherLoss(), plain.reduceLoss(), 0, 0, 80,
        new long[] {130}, new RankFrame.Reductions[0], NEVER);
    long[] played = Playback.play(tape, new RankFrame[] {frame}, false)[0];
    assertThat(played[Playback.FREE]).isEqualTo(230);
    assertThat(played[Playback.DATA]).isEqualTo(30);
  }
}
