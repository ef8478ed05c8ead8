package org.kilocard.chart;

import java.util.ArrayList;
import java.util.List;
import org.kilocard.program.Program;
import org.kilocard.program.ProgramBuilder;
import org.kilocard.program.Work;
import org.kilocard.schedule.Timetable;
import org.kilocard.schedule.Timetable.TimedSlot;
import org.kilocard.timeline.CardTrack;
import org.kilocard.timeline.Timeline;

/** Timelines as a simulation would leave them, with the exact times of a timetable. */
final class Played {
  private Played() {}

  /** Two cards per pipeline rank; each slot is two kernels, and after the last runs the optimizer. */
  static Timeline timeline(Timetable timetable) {
    List<CardTrack> cards = new ArrayList<>();
    for (int rank = 0; rank < timetable.ranks().size(); rank++) {
      ProgramBuilder program = new ProgramBuilder(rank);
      List<Long> times = new ArrayList<>();
      List<TimedSlot> slots = timetable.ranks().get(rank);
      for (int slot = 0; slot < slots.size(); slot++) {
        TimedSlot timed = slots.get(slot);
        long middle = (timed.startPs() + timed.endPs()) / 2;
        program.in(Work.FORWARD, slot, 0);
        add(program, times, timed.startPs(), middle);
        add(program, times, middle, timed.endPs());
      }
      program.in(Work.OPTIMIZER, -1, -1);
      add(program, times, timetable.makespanPs(), timetable.makespanPs() + 7);
      cards.add(track(2 * rank + 1, program.build(), times));
      cards.add(track(2 * rank, program.build(), times));
    }
    return new Timeline(timetable.makespanPs() + 7, cards, List.of(), List.of(), 0, 0);
  }

  private static void add(ProgramBuilder program, List<Long> times, long startPs, long endPs) {
    program.compute("kernel", endPs - startPs, endPs - startPs);
    times.add(startPs);
    times.add(endPs);
  }

  private static CardTrack track(int card, Program program, List<Long> times) {
    long[] starts = new long[program.size()];
    long[] ends = new long[program.size()];
    for (int op = 0; op < starts.length; op++) {
      starts[op] = times.get(2 * op);
      ends[op] = times.get(2 * op + 1);
    }
    return new CardTrack(card, 1, program, starts, starts, ends);
  }
}
