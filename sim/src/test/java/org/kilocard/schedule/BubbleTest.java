package org.kilocard.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The makespan is the work plus the closed form of the bubble, to the picosecond. */
class BubbleTest {
  static Stream<Shapes.Case> cases() {
    return Shapes.all();
  }

  /**
   * Nothing hidden, all chunks alike: every rank of every schedule works M·F + M·B per stage and idles the
   * bubble.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void everyRankIdlesTheClosedForm(Shapes.Case given) {
    var random = new Random(11);
    var shape = given.shape();
    for (int i = 0; i < 20; i++) {
      PassTimes times = Shapes.serialTimes(random);
      Timetable timetable = PipelineClock.play(given.schedule(), shape, times);
      // DualPipe: two chunks, each with half of the micro-batches.
      long perRank = (long) shape.chunksPerRank() * shape.microBatches() / given.schedule().copies();
      long work = perRank * (times.forwardPs() + times.backwardPs());
      OptionalLong known = given.schedule().bubblePs(shape, times);
      if (!CLOSED.contains(given.schedule().name())) {
        assertThat(known).isEmpty();
        continue;
      }
      if (given.schedule() instanceof ZbH1 && known.isEmpty()) {
        assertThat(shape.microBatches() < shape.ranks()
            || times.weightPs() > Math.min(times.forwardPs(), times.backwardInputPs())).isTrue();
        continue;
      }
      long bubble = known.orElseThrow();
      assertThat(timetable.makespanPs()).as("%s %s", shape, times).isEqualTo(work + bubble);
      assertThat(IntStream.range(0, shape.ranks()).mapToLong(timetable::idlePs)).containsOnly(bubble);
    }
  }

  /** The V-shaped schedules of a list scheduler have no formula. */
  private static final Set<String> CLOSED =
      Set.of("gpipe", "1f1b", "interleaved", "zb-h1", "dualpipe", "dualpipe-v");

  /** F = 10, B = 20, P = 4: (4 − 1)(10 + 20) = 90; in two chunks of half the time each, 45. */
  @Test
  void publishedFormsOfTheOneDirectionSchedules() {
    var plain = new PipelineShape(4, 1, 8);
    var halves = new PipelineShape(4, 2, 8);
    assertThat(new GPipe().bubblePs(plain, PassTimes.serial(10, 10, 10))).hasValue(90);
    assertThat(new OneForwardOneBackward().bubblePs(plain, PassTimes.serial(10, 10, 10))).hasValue(90);
    assertThat(new Interleaved1F1B().bubblePs(halves, PassTimes.serial(5, 5, 5))).hasValue(45);
  }

  /**
   * P = 4, F 10, I 12, W 7: 3(10 + 12 − 7) = 45. The README of DualPipe writes B for the whole backward, 19:
   * 3(10 + 19 − 14). Longer weight passes than forwards have no formula, nor have fewer micro-batches than
   * ranks.
   */
  @Test
  void publishedFormOfZbH1InBothNotations() {
    var shape = new PipelineShape(4, 1, 9);
    assertThat(new ZbH1().bubblePs(shape, PassTimes.serial(10, 12, 7))).hasValue(45);
    assertThat(new ZbH1().bubblePs(shape, PassTimes.serial(10, 12, 11))).isEmpty();
    assertThat(new ZbH1().bubblePs(new PipelineShape(4, 1, 3), PassTimes.serial(10, 12, 7))).isEmpty();
  }

  /**
   * With F = I = W = 1 per chunk the last rank of a V starts at P − 1, so P − 1 is the least that any rank
   * can idle; ZB-V stays within 1.5 times that, and one. 1F1B, whose rank is two chunks, idles 6(P − 1), and
   * V-Half about half of it: the last ranks of a larger half starve a little more, so 3.5(P − 1).
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 6, 8, 12, 16, 32})
  void foldedListSchedulesIdleLittle(int ranks) {
    PassTimes unit = PassTimes.serial(1, 1, 1);
    for (int microBatches : List.of(2 * ranks, 3 * ranks, 4 * ranks + 1)) {
      var shape = new PipelineShape(ranks, 2, microBatches);
      Timetable zbV = PipelineClock.play(new ZbV(), shape, unit);
      Timetable half = PipelineClock.play(new VHalf(), shape, unit);
      long least = ranks - 1;
      assertThat(2 * zbV.idlePs(0)).as("zb-v %s", shape).isBetween(2 * least, 3 * least + 2);
      assertThat(2 * half.idlePs(0)).as("v-half %s", shape).isBetween(2 * least, 7 * least);
      assertThat(6L * microBatches + half.idlePs(0)).isEqualTo(half.makespanPs());
    }
  }

  /**
   * A rank of DualPipeV does what the same rank of DualPipe with twice the ranks does, of which it is the
   * first half: same bubble, and so the same makespan, whatever the times.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void dualPipeVIsHalfOfDualPipe(int ranks) {
    var random = new Random(ranks);
    for (int i = 0; i < 50; i++) {
      PassTimes serial = Shapes.serialTimes(random);
      var times = new PassTimes(serial.forwardPs(), serial.backwardInputPs(), serial.weightPs(),
          Math.max(serial.forwardPs(), serial.backwardPs()) + random.nextInt(60));
      int microBatches = 2 * ranks + random.nextInt(ranks + 1);
      Timetable half = PipelineClock.play(new DualPipeV(), new PipelineShape(ranks, 2, microBatches), times);
      Timetable whole =
          PipelineClock.play(new DualPipe(), new PipelineShape(2 * ranks, 2, 2 * microBatches), times);
      for (int rank = 0; rank < ranks; rank++) {
        assertThat(spans(half, rank)).isEqualTo(spans(whole, rank));
      }
    }
  }

  private static List<List<Long>> spans(Timetable timetable, int rank) {
    return timetable.ranks().get(rank).stream().map(t -> List.of(t.startPs(), t.endPs())).toList();
  }

  /**
   * Where F = I and W ≤ I, the middle ranks idle (P/2 − 1)(F&B + B − 3W), however much an overlapped pair
   * hides.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6, 8, 12, 16})
  void dualPipeIsAsPublishedWhenInputGradientsCostAForward(int ranks) {
    var random = new Random(ranks);
    for (int i = 0; i < 100; i++) {
      long forward = 1 + random.nextInt(40);
      long weight = random.nextInt((int) forward + 1);
      long backward = forward + weight;
      long overlapped = backward + random.nextInt((int) forward + 1);
      var times = new PassTimes(forward, forward, weight, overlapped);
      var shape = new PipelineShape(ranks, 2, 2 * ranks + 2 * random.nextInt(ranks));
      long published = (ranks / 2 - 1) * (overlapped + backward - 3 * weight);

      Timetable timetable = PipelineClock.play(new DualPipe(), shape, times);

      assertThat(new DualPipe().bubblePs(shape, times)).as("%s %s", shape, times).hasValue(published);
      assertThat(timetable.idlePs(ranks / 2 - 1)).isEqualTo(published);
      assertThat(timetable.idlePs(ranks / 2)).isEqualTo(published);
    }
  }

  /** The general form, for any F, I, W and any overlap, whether it saves time or costs some. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6, 8, 12, 16})
  void dualPipeMiddleRanksIdleTheGeneralForm(int ranks) {
    var random = new Random(ranks);
    for (int i = 0; i < 300; i++) {
      PassTimes serial = Shapes.serialTimes(random);
      long longer = Math.max(serial.forwardPs(), serial.backwardPs());
      var times = new PassTimes(serial.forwardPs(), serial.backwardInputPs(), serial.weightPs(),
          longer + random.nextInt(60));
      int microBatches = 2 * ranks + 2 * random.nextInt(ranks);
      var shape = new PipelineShape(ranks, 2, microBatches);
      long bubble = new DualPipe().bubblePs(shape, times).orElseThrow();

      Timetable timetable = PipelineClock.play(new DualPipe(), shape, times);

      assertThat(timetable.idlePs(ranks / 2)).as("%s %s", shape, times).isEqualTo(bubble);
      // M − P − 1 pairs overlap on the middle ranks, the other P + 1 forwards and backwards run alone.
      long work = (microBatches - ranks - 1) * times.overlappedPs()
          + (ranks + 1) * (times.forwardPs() + times.backwardPs());
      assertThat(timetable.makespanPs()).isEqualTo(work + bubble);
    }
  }

  /**
   * P = 8, so P/2 − 1 = 3, with times for which the published form does not hold. F 10, I 12, W 8: it says
   * 3(30 + 20 − 24) = 78, played it is max(3(20 + 4), 3(22 + 4) − 10) = 72. F 12, I 10, W 10: it says
   * 3(32 + 20 − 30) = 66, played it is max(3 · 24, 3 · 22 − 12) = 72.
   */
  @Test
  void dualPipeIsNotAsPublishedForOtherTimes() {
    var shape = new PipelineShape(8, 2, 20);
    Timetable longInput = PipelineClock.play(new DualPipe(), shape, PassTimes.serial(10, 12, 8));
    assertThat(longInput.idlePs(0)).isEqualTo(72);
    Timetable longForward = PipelineClock.play(new DualPipe(), shape, PassTimes.serial(12, 10, 10));
    assertThat(longForward.idlePs(0)).isEqualTo(72);
  }
}
