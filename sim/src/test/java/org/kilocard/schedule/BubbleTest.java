package org.kilocard.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
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
      // Some forms are for equal passes only.
      PassTimes times = i == 0 ? PassTimes.serial(7, 7, 7) : Shapes.serialTimes(random);
      Timetable timetable = PipelineClock.play(given.schedule(), shape, times);
      // DualPipe: two chunks, each with half of the micro-batches.
      long perRank = (long) shape.chunksPerRank() * shape.microBatches() / given.schedule().copies();
      long work = perRank * (times.forwardPs() + times.backwardPs());
      OptionalLong known = given.schedule().bubblePs(shape, times);
      assertThat(known.isPresent()).as("%s %s", shape, times).isEqualTo(isKnown(given, times));
      if (known.isEmpty()) {
        continue;
      }
      long bubble = known.getAsLong();
      assertThat(timetable.makespanPs()).as("%s %s", shape, times).isEqualTo(work + bubble);
      assertThat(IntStream.range(0, shape.ranks()).mapToLong(timetable::idlePs)).containsOnly(bubble);
    }
  }

  /** Where a closed form is promised. */
  private static boolean isKnown(Shapes.Case given, PassTimes times) {
    int ranks = given.shape().ranks();
    boolean enough = given.shape().microBatches() >= ranks;
    boolean alike = times.forwardPs() == times.backwardInputPs() && times.forwardPs() == times.weightPs();
    return switch (given.schedule().name()) {
      case "zb-h1" -> ranks == 1
          || enough && times.weightPs() <= Math.min(times.forwardPs(), times.backwardInputPs());
      case "zb-h2" -> given.shape().microBatches() >= 2 * ranks - 1 && alike;
      case "zb-v" -> enough && alike;
      case "v-half" -> enough && alike && ranks >= 3;
      default -> true;
    };
  }

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
   * Paired, the middle idles (P − 1)(F + B) − 2(P − 1 − ⌊P/2⌋)H, H = F + B − F&B, whether a pair saves time or costs
   * some. P = 4, F 10, B 20, F&B 22, so H = 8: 3 · 30 − 2 · 1 · 8 = 74.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 8})
  void pairedInterleavedMiddleRankIdlesItsForm(int ranks) {
    assertThat(new Interleaved1F1B(true).bubblePs(new PipelineShape(4, 2, 8), new PassTimes(10, 10, 10, 22)))
        .hasValue(74);
    var random = new Random(ranks);
    for (int i = 0; i < 200; i++) {
      PassTimes serial = Shapes.serialTimes(random);
      var times = new PassTimes(serial.forwardPs(), serial.backwardInputPs(), serial.weightPs(),
          Math.max(serial.forwardPs(), serial.backwardPs()) + random.nextInt(60));
      var shape = new PipelineShape(ranks, 2 + random.nextInt(4), ranks * (1 + random.nextInt(5)));
      Timetable timetable = PipelineClock.play(new Interleaved1F1B(true), shape, times);
      assertThat(new Interleaved1F1B(true).bubblePs(shape, times)).as("%s %s", shape, times)
          .hasValue(timetable.idlePs(ranks / 2));
    }
  }

  /**
   * P = 4, M = 9, F = I = W = 10: the step takes 9 · 30 and 3 forwards until the last rank begins. Rank r is busy
   * from 10 r to 270 + 10 r without a gap, so that a step may follow on a step.
   */
  @Test
  void zbH2IsAParallelogram() {
    var shape = new PipelineShape(4, 1, 9);
    PassTimes times = PassTimes.serial(10, 10, 10);
    assertThat(new ZbH2().bubblePs(shape, times)).hasValue(30);
    assertThat(new ZbH2().bubblePs(new PipelineShape(4, 1, 6), times)).isEmpty();
    Timetable timetable = PipelineClock.play(new ZbH2(), shape, times);
    for (int rank = 0; rank < 4; rank++) {
      List<Timetable.TimedSlot> slots = timetable.ranks().get(rank);
      assertThat(slots.get(0).startPs()).isEqualTo(10 * rank);
      assertThat(slots.get(slots.size() - 1).endPs()).isEqualTo(270 + 10 * rank);
    }
  }

  /**
   * P = 4, F = I = W = 10 per chunk. 1F1B, whose rank is two chunks, idles 3 · 60 = 180; ZB-V 3 · 10, since
   * its last rank must wait for the first forward to come up; V-Half (3 · 4 − 5) · 10, and for P = 5 (3 · 5 −
   * 4) · 10.
   */
  @Test
  void foldedSchedulesIdleLittle() {
    var shape = new PipelineShape(4, 2, 12);
    PassTimes times = PassTimes.serial(10, 10, 10);
    var plain = new PipelineShape(4, 1, 12);
    assertThat(new OneForwardOneBackward().bubblePs(plain, PassTimes.serial(20, 20, 20))).hasValue(180);
    assertThat(new ZbV().bubblePs(shape, times)).hasValue(30);
    assertThat(new VHalf().bubblePs(shape, times)).hasValue(70);
    assertThat(new VHalf().bubblePs(new PipelineShape(5, 2, 12), times)).hasValue(110);
  }

  /**
   * Times as of a dense layer: F 10, I 13, W 8, and a message of 1, here as part of F and I. The orders, made
   * for equal passes, must not fall apart: for P = 8, M = 32 a rank of 1F1B idles 7/39 = 17.9 %, ZB-V at most
   * 12 %.
   */
  @Test
  void zbVBearsUnequalPasses() {
    Timetable timetable = PipelineClock.play(
        new ZbV(), new PipelineShape(8, 2, 32), PassTimes.serial(11, 14, 8));
    assertThat((double) timetable.idlePs(0) / timetable.makespanPs()).isBetween(0.03, 0.12);
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
