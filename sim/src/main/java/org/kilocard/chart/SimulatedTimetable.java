package org.kilocard.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.kilocard.program.Program;
import org.kilocard.schedule.PipelineShape;
import org.kilocard.schedule.Schedule;
import org.kilocard.schedule.Slot;
import org.kilocard.schedule.Timetable;
import org.kilocard.timeline.CardTrack;
import org.kilocard.timeline.Timeline;

/**
 * When the passes of a pipeline ran in a simulation.
 *
 * <p><b>Model.</b> A slot lasts from the start of its first kernel to the end of its last: what a card waits
 * for inside of it (tensor- and expert-parallel communication, the other half of a pair) belongs to it, what
 * it waits for before it (a message of the pipeline) is bubble.
 *
 * <p><b>Assumes.</b> Each pipeline rank is shown by its lowest-numbered card. Where cards of a pipeline rank
 * differ, because some are slow, the others are not seen.
 *
 * <p><b>Not modelled.</b> Gradient reduction, optimizer, parameter gathering: they are no passes.
 */
public final class SimulatedTimetable {
  private SimulatedTimetable() {}

  /** The timetable of {@code timeline}, whose job ran {@code schedule} on pipelines of {@code shape}. */
  public static Timetable of(Timeline timeline, Schedule schedule, PipelineShape shape) {
    List<List<Timetable.TimedSlot>> ranks = new ArrayList<>();
    List<List<Slot>> orders = schedule.orders(shape);
    for (int rank = 0; rank < shape.ranks(); rank++) {
      int wanted = rank;
      CardTrack track = timeline.cards().stream()
          .filter(card -> card.program().pipelineRank() == wanted)
          .min(Comparator.comparingInt(CardTrack::rank))
          .orElseThrow(() -> new IllegalArgumentException("no card ran pipeline rank " + wanted));
      ranks.add(slots(track, orders.get(rank)));
    }
    return new Timetable(ranks);
  }

  /** Slots without any kernel, such as those of a stage without layers, are left out. */
  private static List<Timetable.TimedSlot> slots(CardTrack track, List<Slot> order) {
    long[] startPs = new long[order.size()];
    long[] endPs = new long[order.size()];
    Arrays.fill(startPs, Long.MAX_VALUE);
    Program program = track.program();
    for (int op = 0; op < program.size(); op++) {
      int slot = program.slot(op);
      if (slot >= 0 && program.computes(op) && track.endPs()[op] > track.startPs()[op]) {
        startPs[slot] = Math.min(startPs[slot], track.startPs()[op]);
        endPs[slot] = Math.max(endPs[slot], track.endPs()[op]);
      }
    }
    List<Timetable.TimedSlot> slots = new ArrayList<>();
    for (int slot = 0; slot < startPs.length; slot++) {
      if (endPs[slot] > 0) {
        slots.add(new Timetable.TimedSlot(order.get(slot), startPs[slot], endPs[slot]));
      }
    }
    return slots;
  }
}
