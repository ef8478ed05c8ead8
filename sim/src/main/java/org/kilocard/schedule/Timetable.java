package org.kilocard.schedule;

import java.util.List;

/**
 * When every slot of every rank runs. The first one starts at 0.
 *
 * @param ranks slots of each rank, in order
 */
public record Timetable(List<List<TimedSlot>> ranks) {
  /** One slot, in time. */
  public record TimedSlot(Slot slot, long startPs, long endPs) {
    /** How long the slot runs. */
    public long durationPs() {
      return endPs - startPs;
    }
  }

  /** Copies the lists. */
  public Timetable {
    ranks = ranks.stream().map(List::copyOf).toList();
  }

  /** End of the last slot of all ranks. */
  public long makespanPs() {
    return ranks.stream().flatMap(List::stream).mapToLong(TimedSlot::endPs).max().orElse(0);
  }

  /** Time that a rank works. */
  public long workPs(int rank) {
    return ranks.get(rank).stream().mapToLong(TimedSlot::durationPs).sum();
  }

  /** Time within the makespan that a rank does not work: its bubble. */
  public long idlePs(int rank) {
    return makespanPs() - workPs(rank);
  }
}
