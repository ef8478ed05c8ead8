package org.kilocard.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Orders the passes of a V-shaped pipeline under a limit of memory.
 *
 * <p><b>Model.</b> List scheduling in unit time: a forward, a backward of the input and a weight pass each
 * take one step. In every step each rank runs the first of these that has its input:
 *
 * <ol>
 *   <li>the next backward of the input of chunk 1, then of chunk 0: others wait for it;
 *   <li>the next forward of chunk 1, if a place in memory is free: it leads straight to a backward;
 *   <li>the next forward of chunk 0, if a place is free beyond those kept back;
 *   <li>the weight pass that was left first.
 * </ol>
 *
 * <p>A chunk takes a place from its forward to its weight pass. Kept back are half as many places as there
 * are micro-batches between their two forwards on the rank: each of them will need a place for chunk 1, but
 * by then others will have gone. (Keeping all of them back starves the pipeline; keeping back only one fills
 * the first ranks with forwards and leaves their weight passes no room to be deferred.)
 *
 * <p>It cannot get stuck with two places or more. A full rank whose oldest micro-batch lacked its second
 * forward would hold forwards of chunk 0 alone, but the last of those was let in only with a place to spare.
 * So the oldest micro-batch always moves, and backwards and weight passes need no place.
 *
 * <p><b>Assumes.</b> All passes cost alike. With other times the order is still legal, and plays with more or
 * fewer bubbles.
 *
 * <p><b>Not modelled.</b> The authors' generators take the measured times of the passes and of communication,
 * try several heuristics and keep the best.
 *
 * <p>O(P · M) time for the order of one rank as for those of all.
 */
final class ListScheduler {
  /** What a rank would like to do, best first. */
  private static final List<Move> WISHES = List.of(
      new Move(Pass.BACKWARD_INPUT, 1),
      new Move(Pass.BACKWARD_INPUT, 0),
      new Move(Pass.FORWARD, 1),
      new Move(Pass.FORWARD, 0),
      new Move(Pass.WEIGHT, 0));
  private static final int NOWHERE = -1;

  /** A pass of the micro-batch that is next on a chunk; for a weight pass the chunk does not matter. */
  private record Move(Pass pass, int chunk) {}

  private final int ranks;
  private final int microBatches;
  private final int places;
  /** Lowest of the ranks whose orders are written, and these orders. */
  private final int first;
  private final List<OrderWriter> orders = new ArrayList<>();
  /** What each rank does in this step: an entry of {@link #WISHES}, or one behind them for nothing. */
  private final int[] chosen;
  /** By chunk of a rank, at {@code 2 · rank + chunk}: passes done, and where their input comes from. */
  private final int[] forwards;
  private final int[] backwards;
  private final int[] previous;
  private final int[] next;
  private final int[] weights;

  private ListScheduler(Schedule schedule, PipelineShape shape, int places, int first, int last) {
    if (shape.chunksPerRank() != 2 || places < 2) {
      throw new IllegalArgumentException("orders two chunks per rank in two places or more");
    }
    this.first = first;
    ranks = shape.ranks();
    microBatches = shape.microBatches();
    this.places = places;
    forwards = new int[2 * ranks];
    backwards = new int[2 * ranks];
    weights = new int[ranks];
    chosen = new int[ranks];
    previous = new int[2 * ranks];
    next = new int[2 * ranks];
    Arrays.setAll(previous, i -> index(schedule.previous(shape, new ChunkPlace(i / 2, i % 2))));
    Arrays.setAll(next, i -> index(schedule.next(shape, new ChunkPlace(i / 2, i % 2))));
    for (int rank = first; rank <= last; rank++) {
      orders.add(new OrderWriter(schedule, shape));
    }
  }

  private static int index(Optional<ChunkPlace> place) {
    return place.map(p -> 2 * p.rank() + p.chunk()).orElse(NOWHERE);
  }

  /**
   * Orders of all ranks.
   *
   * @param places chunks that a rank may have in flight, ≥ 2
   */
  static List<List<Slot>> orders(Schedule schedule, PipelineShape shape, int places) {
    return new ListScheduler(schedule, shape, places, 0, shape.ranks() - 1).run();
  }

  /** Order of one rank. */
  static List<Slot> order(Schedule schedule, PipelineShape shape, int places, int rank) {
    return new ListScheduler(schedule, shape, places, rank, rank).run().get(0);
  }

  private List<List<Slot>> run() {
    while (step()) {}
    return orders.stream().map(OrderWriter::slots).toList();
  }

  /** One unit of time on all ranks; false when nothing was left to do. */
  private boolean step() {
    boolean busy = false;
    for (int rank = 0; rank < ranks; rank++) {
      chosen[rank] = 0;
      while (chosen[rank] < WISHES.size() && !possible(rank, WISHES.get(chosen[rank]))) {
        chosen[rank]++;
      }
      busy |= chosen[rank] < WISHES.size();
    }
    // Only now: in the same step nobody sees what others do.
    for (int rank = 0; rank < ranks; rank++) {
      if (chosen[rank] < WISHES.size()) {
        run(rank, WISHES.get(chosen[rank]));
      }
    }
    return busy;
  }

  private boolean possible(int rank, Move move) {
    int chunk = 2 * rank + move.chunk();
    return switch (move.pass()) {
      case FORWARD -> has(forwards, chunk, previous[chunk]) && held(rank) + keptBack(rank, move) < places;
      case BACKWARD_INPUT -> backwards[chunk] < forwards[chunk] && has(backwards, chunk, next[chunk]);
      case WEIGHT -> weights[rank] < backwards[2 * rank] + backwards[2 * rank + 1];
      case BACKWARD -> false;
    };
  }

  /** Whether a micro-batch is left for a chunk, and has passed the chunk that hands it on. */
  private boolean has(int[] done, int chunk, int from) {
    return done[chunk] < microBatches && (from == NOWHERE || done[from] > done[chunk]);
  }

  private int held(int rank) {
    return forwards[2 * rank] + forwards[2 * rank + 1] - weights[rank];
  }

  private int keptBack(int rank, Move move) {
    return move.chunk() == 1 ? 0 : (forwards[2 * rank] - forwards[2 * rank + 1] + 1) / 2;
  }

  private void run(int rank, Move move) {
    int chunk = 2 * rank + move.chunk();
    switch (move.pass()) {
      case FORWARD -> forwards[chunk]++;
      case BACKWARD_INPUT -> backwards[chunk]++;
      case WEIGHT -> weights[rank]++;
      case BACKWARD -> throw new IllegalStateException("backwards are split");
    }
    if (rank >= first && rank < first + orders.size()) {
      write(orders.get(rank - first), move);
    }
  }

  private static void write(OrderWriter order, Move move) {
    if (move.pass() == Pass.FORWARD) {
      order.forward(move.chunk());
    } else if (move.pass() == Pass.BACKWARD_INPUT) {
      order.backwardInput(move.chunk());
    } else {
      order.weight();
    }
  }
}
