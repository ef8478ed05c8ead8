package org.kilocard.schedule;

import java.util.List;
import java.util.stream.Collectors;

/** A schedule that cannot end: every rank with work left waits for a task that never runs. */
public final class PipelineDeadlock extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final transient List<Wait> waits;

  /**
   * A rank that waits.
   *
   * @param rank who waits
   * @param slot index in its order
   * @param task what it would run there
   * @param need the task that it lacks
   * @param needRank the rank that would run that
   * @param needSlot where in the order of that rank it stands, or −1 when it is not there at all
   */
  public record Wait(int rank, int slot, ChunkTask task, ChunkTask need, int needRank, int needSlot) {
    @Override
    public String toString() {
      return "rank " + rank + ", slot " + slot + ": " + text(task) + " waits for " + text(need)
          + " of rank " + needRank
          + (needSlot < 0 ? ", which is not in its order" : ", its slot " + needSlot);
    }

    private static String text(ChunkTask task) {
      return task.pass() + " of micro-batch " + task.microBatch() + " on chunk " + task.chunk();
    }
  }

  PipelineDeadlock(String schedule, List<Wait> waits) {
    super("schedule " + schedule + " cannot end:\n  "
        + waits.stream().map(Wait::toString).collect(Collectors.joining("\n  ")));
    this.waits = List.copyOf(waits);
  }

  /** Who waits for whom, one per rank that has work left. */
  public List<Wait> waits() {
    return waits;
  }
}
