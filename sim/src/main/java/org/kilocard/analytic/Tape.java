package org.kilocard.analytic;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.kilocard.schedule.ChunkPlace;
import org.kilocard.schedule.ChunkTask;
import org.kilocard.schedule.Pass;
import org.kilocard.schedule.PipelineShape;
import org.kilocard.schedule.Schedule;
import org.kilocard.schedule.Slot;

/**
 * The slots of all ranks of a pipeline, written down once in an order in which each comes after everything that it
 * needs. The order does not depend on how long slots take, so that one pass over the tape plays the schedule with any
 * times ({@link Playback}). Immutable.
 *
 * <p>A slot is a <em>kind</em> on its rank: kind {@code pass · chunks + chunk} for single passes, behind them {@code
 * forward chunk · chunks + backward chunk} for overlapped pairs.
 */
final class Tape {
  private static final int NONE = -1;
  private static final int PASSES = Pass.values().length;

  final PipelineShape shape;
  /** Kinds of slots on a rank. */
  final int kinds;
  int slots;
  final int[] rank;
  final int[] kind;
  /** Slot whose forward (backward) result this one waits for, which a neighbour has sent; −1: none. */
  final int[] forwardFrom;
  final int[] backwardFrom;
  /** Rank to which the forward (backward) result is sent; −1: none. */
  final int[] forwardTo;
  final int[] backwardTo;
  /** Chunk whose first forward pass (last weight gradients) this is; −1: none. */
  final int[] firstOf;
  final int[] lastOf;
  /** By rank and kind: how many slots. */
  final int[][] counts;

  private Tape(PipelineShape shape, int size, boolean pairs) {
    this.shape = shape;
    int chunks = shape.chunksPerRank();
    kinds = PASSES * chunks + (pairs ? chunks * chunks : 0);
    rank = new int[size];
    kind = new int[size];
    forwardFrom = filled(size);
    backwardFrom = filled(size);
    forwardTo = filled(size);
    backwardTo = filled(size);
    firstOf = filled(size);
    lastOf = filled(size);
    counts = new int[shape.ranks()][kinds];
  }

  private static int[] filled(int size) {
    int[] array = new int[size];
    Arrays.fill(array, NONE);
    return array;
  }

  boolean hasPairs() {
    return kinds > PASSES * shape.chunksPerRank();
  }

  static int kind(Pass pass, int chunk, int chunks) {
    return pass.ordinal() * chunks + chunk;
  }

  static int pairKind(int forwardChunk, int backwardChunk, int chunks) {
    return (PASSES + forwardChunk) * chunks + backwardChunk;
  }

  /** The tape of a legal schedule. */
  static Tape of(Schedule schedule, PipelineShape shape) {
    return new Writer(schedule, shape).write();
  }

  /** Runs the ranks' orders as far as they get, again and again, until all slots are on the tape. */
  private static final class Writer {
    private final Schedule schedule;
    private final PipelineShape shape;
    private final List<List<Slot>> orders;
    private final int[] next;
    private final int[] slotOf;
    private final ArrayDeque<Integer> runnable = new ArrayDeque<>();
    private final Tape tape;

    Writer(Schedule schedule, PipelineShape shape) {
      this.schedule = schedule;
      this.shape = shape;
      orders = schedule.orders(shape);
      int size = 0;
      boolean pairs = false;
      for (int r = 0; r < shape.ranks(); r++) {
        size += orders.get(r).size();
        runnable.add(r);
        pairs |= orders.get(r).stream().anyMatch(Slot.Overlapped.class::isInstance);
      }
      next = new int[shape.ranks()];
      slotOf = filled(2 * shape.ranks() * shape.chunksPerRank() * shape.microBatches());
      tape = new Tape(shape, size, pairs);
    }

    Tape write() {
      int idle = 0;
      while (tape.slots < tape.rank.length) {
        int r = runnable.remove();
        int before = next[r];
        while (next[r] < orders.get(r).size() && isReady(r, orders.get(r).get(next[r]))) {
          append(r, orders.get(r).get(next[r]++));
        }
        idle = next[r] > before ? 0 : idle + 1;
        if (idle > shape.ranks()) {
          throw new IllegalStateException("schedule " + schedule.name() + " does not end");
        }
        runnable.add(r);
      }
      for (int r = 0; r < shape.ranks(); r++) {
        markEnds(r);
      }
      return tape;
    }

    private boolean isReady(int r, Slot slot) {
      for (ChunkTask task : slot.tasks()) {
        Optional<ChunkPlace> from = from(r, task);
        if (from.isPresent() && slotOf[index(from.get(), task)] == NONE) {
          return false;
        }
      }
      return true;
    }

    /** Where the input of a task comes from. */
    private Optional<ChunkPlace> from(int r, ChunkTask task) {
      ChunkPlace here = new ChunkPlace(r, task.chunk());
      return switch (task.pass()) {
        case FORWARD -> schedule.previous(shape, here);
        case BACKWARD, BACKWARD_INPUT -> schedule.next(shape, here);
        case WEIGHT -> Optional.empty();
      };
    }

    private Optional<ChunkPlace> to(int r, ChunkTask task) {
      ChunkPlace here = new ChunkPlace(r, task.chunk());
      return switch (task.pass()) {
        case FORWARD -> schedule.next(shape, here);
        case BACKWARD, BACKWARD_INPUT -> schedule.previous(shape, here);
        case WEIGHT -> Optional.empty();
      };
    }

    private int index(ChunkPlace place, ChunkTask task) {
      int kind = task.pass() == Pass.FORWARD ? 0 : 1;
      int at = (kind * shape.ranks() + place.rank()) * shape.chunksPerRank() + place.chunk();
      return at * shape.microBatches() + task.microBatch();
    }

    private void append(int r, Slot slot) {
      int i = tape.slots++;
      tape.rank[i] = r;
      tape.kind[i] = kind(slot);
      tape.counts[r][tape.kind[i]]++;
      for (ChunkTask task : slot.tasks()) {
        // What the rank itself has produced is there by the order of its slots.
        int from = from(r, task).filter(p -> p.rank() != r).map(p -> slotOf[index(p, task)]).orElse(NONE);
        int to = to(r, task).filter(p -> p.rank() != r).map(ChunkPlace::rank).orElse(NONE);
        if (task.pass() == Pass.FORWARD) {
          tape.forwardFrom[i] = from;
          tape.forwardTo[i] = to;
        } else {
          tape.backwardFrom[i] = from;
          tape.backwardTo[i] = to;
        }
        if (task.pass() != Pass.WEIGHT) {
          slotOf[index(new ChunkPlace(r, task.chunk()), task)] = i;
        }
      }
    }

    private int kind(Slot slot) {
      int chunks = shape.chunksPerRank();
      if (slot instanceof Slot.Overlapped pair) {
        return pairKind(pair.forward().chunk(), pair.backward().chunk(), chunks);
      }
      ChunkTask task = slot.tasks().get(0);
      return Tape.kind(task.pass(), task.chunk(), chunks);
    }

    /** Finds the first forward pass and the last weight gradients of each chunk of a rank. */
    private void markEnds(int r) {
      int[] last = filled(shape.chunksPerRank());
      boolean[] begun = new boolean[shape.chunksPerRank()];
      int slot = 0;
      for (int i = 0; i < tape.slots; i++) {
        if (tape.rank[i] == r) {
          for (ChunkTask task : orders.get(r).get(slot++).tasks()) {
            if (task.pass() == Pass.FORWARD && !begun[task.chunk()]) {
              begun[task.chunk()] = true;
              tape.firstOf[i] = task.chunk();
            }
            if (task.pass() == Pass.BACKWARD || task.pass() == Pass.WEIGHT) {
              last[task.chunk()] = i;
            }
          }
        }
      }
      for (int chunk = 0; chunk < last.length; chunk++) {
        if (last[chunk] >= 0) {
          tape.lastOf[last[chunk]] = chunk;
        }
      }
    }
  }
}
