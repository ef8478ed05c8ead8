package org.kilocard.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.kilocard.schedule.Timetable.TimedSlot;

/**
 * Plays a schedule with given times and free communication.
 *
 * <p><b>Model.</b> A rank runs its slots in order, one at a time, each as early as it can. A forward needs
 * the forward of the previous stage; a backward, whole or input only, needs the backward of the next stage
 * and its own forward; a weight pass needs its own backward. The halves of an overlapped slot start together
 * when both are ready and end together.
 *
 * <p><b>Assumes.</b> A task hands on its result when it ends, at once and for nothing.
 *
 * <p><b>Not modelled.</b> Communication, data parallelism, optimizer: the world does. This is its oracle, and
 * draws pipeline diagrams.
 *
 * <p>O(tasks) time and memory: a rank runs on until it lacks a task, and is looked at again when that has
 * ended. Single use.
 */
public final class PipelineClock {
  private static final long NOT_YET = -1;
  private static final int NOBODY = -1;

  private final Schedule schedule;
  private final PipelineShape shape;
  private final TaskTimes times;
  private final List<List<Slot>> orders;
  private final List<List<TimedSlot>> done = new ArrayList<>();
  private final long[] freePs;
  private final long[] endPs;
  private final int[] waiter;
  private final ArrayDeque<Integer> runnable = new ArrayDeque<>();

  private PipelineClock(Schedule schedule, PipelineShape shape, TaskTimes times) {
    this.schedule = schedule;
    this.shape = shape;
    this.times = times;
    orders = schedule.orders(shape);
    for (int rank = 0; rank < shape.ranks(); rank++) {
      done.add(new ArrayList<>());
      runnable.add(rank);
    }
    freePs = new long[shape.ranks()];
    endPs = new long[3 * shape.ranks() * shape.chunksPerRank() * shape.microBatches()];
    Arrays.fill(endPs, NOT_YET);
    waiter = new int[endPs.length];
    Arrays.fill(waiter, NOBODY);
  }

  /**
   * When every slot runs.
   *
   * @throws PipelineDeadlock when the order cannot be run to its end
   * @throws IllegalArgumentException when the shape breaks a rule of the schedule
   * @throws IllegalStateException when the order holds a task twice
   */
  public static Timetable play(Schedule schedule, PipelineShape shape, TaskTimes times) {
    schedule.requireLegal(shape);
    var clock = new PipelineClock(schedule, shape, times);
    clock.play();
    return new Timetable(clock.done);
  }

  private void play() {
    while (!runnable.isEmpty()) {
      int rank = runnable.remove();
      Optional<Need> lack = Optional.empty();
      while (lack.isEmpty() && done.get(rank).size() < orders.get(rank).size()) {
        Slot slot = orders.get(rank).get(done.get(rank).size());
        lack = lack(rank, slot);
        if (lack.isEmpty()) {
          run(rank, slot);
        }
      }
      // One waiter per task is enough: besides its own rank, only one rank can need it.
      lack.ifPresent(need -> waiter[need.index(shape)] = rank);
    }
    List<PipelineDeadlock.Wait> waits = waits();
    if (!waits.isEmpty()) {
      throw new PipelineDeadlock(schedule.name(), waits);
    }
  }

  private void run(int rank, Slot slot) {
    long startPs = freePs[rank];
    for (Need need : needs(rank, slot)) {
      startPs = Math.max(startPs, endPs[need.index(shape)]);
    }
    long end = startPs + durationPs(rank, slot);
    for (ChunkTask task : slot.tasks()) {
      int index = new Need(rank, task, task).index(shape);
      if (endPs[index] != NOT_YET) {
        throw new IllegalStateException("schedule " + schedule.name() + ", rank " + rank + ": twice " + task);
      }
      endPs[index] = end;
      if (waiter[index] != NOBODY) {
        runnable.add(waiter[index]);
      }
    }
    freePs[rank] = end;
    done.get(rank).add(new TimedSlot(slot, startPs, end));
  }

  private long durationPs(int rank, Slot slot) {
    return slot instanceof Slot.Overlapped pair
        ? times.overlappedPs(stage(rank, pair.forward()), stage(rank, pair.backward()))
        : times.taskPs(slot.tasks().get(0).pass(), stage(rank, slot.tasks().get(0)));
  }

  private int stage(int rank, ChunkTask task) {
    return schedule.stage(shape, new ChunkPlace(rank, task.chunk()));
  }

  /** A task of a rank that must have ended before {@code task} can start. */
  private record Need(int rank, ChunkTask need, ChunkTask task) {
    /** Both kinds of backward share a place: whoever needs one does not care which. */
    int index(PipelineShape shape) {
      int kind = switch (need.pass()) {
        case FORWARD -> 0;
        case BACKWARD, BACKWARD_INPUT -> 1;
        case WEIGHT -> 2;
      };
      int place = (kind * shape.ranks() + rank) * shape.chunksPerRank() + need.chunk();
      return place * shape.microBatches() + need.microBatch();
    }
  }

  private Optional<Need> lack(int rank, Slot slot) {
    return needs(rank, slot).stream().filter(need -> endPs[need.index(shape)] == NOT_YET).findFirst();
  }

  private List<Need> needs(int rank, Slot slot) {
    List<Need> needs = new ArrayList<>(4);
    for (ChunkTask task : slot.tasks()) {
      var here = new ChunkPlace(rank, task.chunk());
      switch (task.pass()) {
        case FORWARD ->
            schedule.previous(shape, here).ifPresent(from -> needs.add(need(from, Pass.FORWARD, task)));
        case BACKWARD, BACKWARD_INPUT -> {
          needs.add(need(here, Pass.FORWARD, task));
          schedule.next(shape, here).ifPresent(from -> needs.add(need(from, Pass.BACKWARD, task)));
        }
        case WEIGHT -> needs.add(need(here, Pass.BACKWARD_INPUT, task));
      }
    }
    return needs;
  }

  private static Need need(ChunkPlace place, Pass pass, ChunkTask task) {
    return new Need(place.rank(), new ChunkTask(pass, place.chunk(), task.microBatch()), task);
  }

  private List<PipelineDeadlock.Wait> waits() {
    List<PipelineDeadlock.Wait> waits = new ArrayList<>();
    for (int rank = 0; rank < shape.ranks(); rank++) {
      int slot = done.get(rank).size();
      if (slot < orders.get(rank).size()) {
        Need lack = lack(rank, orders.get(rank).get(slot)).orElseThrow();
        waits.add(new PipelineDeadlock.Wait(rank, slot, lack.task(), lack.need(), lack.rank(), slotOf(lack)));
      }
    }
    return waits;
  }

  private int slotOf(Need lack) {
    List<Slot> order = orders.get(lack.rank());
    for (int slot = 0; slot < order.size(); slot++) {
      for (ChunkTask task : order.get(slot).tasks()) {
        if (new Need(lack.rank(), task, task).index(shape) == lack.index(shape)) {
          return slot;
        }
      }
    }
    return -1;
  }
}
