package org.kilocard.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kilocard.schedule.PassTimes;
import org.kilocard.schedule.PipelineClock;
import org.kilocard.schedule.PipelineShape;
import org.kilocard.schedule.Schedule;
import org.kilocard.schedule.Schedules;
import org.kilocard.schedule.Timetable;

class PipelineTextTest {
  private static final PassTimes MICROSECOND = PassTimes.serial(1_000_000, 1_000_000, 1_000_000);

  private static Timetable simulated(String name, PipelineShape shape, PassTimes times) {
    Schedule schedule = Schedules.named(name).orElseThrow();
    Timetable played = PipelineClock.play(schedule, shape, times);
    Timetable read = SimulatedTimetable.of(Played.timeline(played), schedule, shape);
    assertThat(read).isEqualTo(played);
    return read;
  }

  /**
   * 4 ranks, 8 micro-batches, B = 2F, F = 1 us: (8 + 3) · 3 = 33 us, of which each rank idles 3 · 3, 27.3 %.
   * The diagram is that of every paper on 1F1B.
   */
  @Test
  void oneForwardOneBackward() {
    Timetable timetable = simulated("1f1b", new PipelineShape(4, 1, 8), MICROSECOND);
    assertThat(String.join("\n", PipelineText.lines(timetable, 0, 3, 120))).isEqualTo("""
        rank 0 |FFFF......BBFBBFBBFBBFBB.BB.BB.BB| bubble 27.3 %
        rank 1 |.FFF....BBFBBFBBFBBFBBFBB.BB.BB..| bubble 27.3 %
        rank 2 |..FF..BBFBBFBBFBBFBBFBBFBB.BB....| bubble 27.3 %
        rank 3 |...FBBFBBFBBFBBFBBFBBFBBFBB......| bubble 27.3 %
        F forward, B backward, . idle; a character is 1.00 us of 33.0 us""");
  }

  /** The same in at most 11 characters, so 3 us each, and only the two middle ranks. */
  @Test
  void coarserAndInPart() {
    Timetable timetable = simulated("1f1b", new PipelineShape(4, 1, 8), MICROSECOND);
    List<String> lines = PipelineText.lines(timetable, 1, 2, 11);
    // Rank 1 in threes: .FF F.. ..B BFB BFB BFB BFB BFB B.B B.B B..
    assertThat(lines.get(0)).isEqualTo("rank 1 |F..BBBBBBB.| bubble 27.3 %");
    assertThat(lines).hasSize(3).last().asString().endsWith("a character is 3.00 us of 33.0 us");
  }

  /** F0 f0, then F1 and b0 not overlapped, f1 beside B0, b1 whole, B1 split. */
  @Test
  void pairsSplitBackwardsAndChunksHaveLettersOfTheirOwn() {
    Timetable timetable = simulated("dualpipe-v", new PipelineShape(1, 2, 2), new PassTimes(10, 10, 10, 30));
    assertThat(PipelineText.lines(timetable, 0, 0, 120)).containsExactly(
        "rank 0 |FfFbbXXXbbIW| bubble  0.0 %",
        "F forward, B backward, I backward of the input, W backward of the weights, X a forward beside a "
            + "backward, small letters: chunk 1 and up; a character is 10 ps of 120 ps");
  }
}
