package org.kilocard.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Squeezes the passes of a repeated {@link BuildingBlock} together and fills the gaps with weight passes.
 *
 * <p><b>Model.</b> List scheduling in unit time. In every unit each rank runs the next pass of its sequence
 * if that has its input and, for a forward, a free place in memory; else the weight pass that was left first;
 * else nothing. A chunk takes a place from its forward to its weight pass.
 *
 * <p>It cannot get stuck if the building block itself, with every weight pass run at once, needs no more
 * places than there are: the sequences of all ranks can then be run as the building block says.
 *
 * <p><b>Assumes.</b> All passes cost alike, messages nothing. With other times the order stays legal.
 *
 * <p><b>Not modelled.</b> The authors' generators know the measured times of the passes and of messages, try
 * several heuristics and keep the best.
 *
 * <p>O(P · M) time for the order of one rank as for those of all.
 */
final class WeightFiller {
  private static final int NOWHERE = -1;

  private final int ranks;
  private final int places;
  private final byte[][] sequences;
  /** Place of each rank in its sequence. */
  private final int[] position;
  /** By chunk of a rank, at {@code 2 · rank + chunk}: passes done, and where their input comes from. */
  private final int[] forwards;
  private final int[] backwards;
  private final int[] previous;
  private final int[] next;
  private final int[] weights;
  /** What each rank does in this unit. */
  private final Choice[] chosen;
  /** Lowest of the ranks whose orders are written, and these orders. */
  private final int first;
  private final List<OrderWriter> orders = new ArrayList<>();

  private enum Choice {
    NEXT_OF_SEQUENCE,
    WEIGHT,
    NOTHING
  }

  private WeightFiller(
      Schedule schedule, PipelineShape shape, BuildingBlock block, int places, int first, int last) {
    ranks = shape.ranks();
    this.places = places;
    this.first = first;
    sequences = new byte[ranks][];
    Arrays.setAll(sequences, rank -> block.sequence(rank, ranks, shape.microBatches()));
    position = new int[ranks];
    forwards = new int[2 * ranks];
    backwards = new int[2 * ranks];
    previous = new int[2 * ranks];
    next = new int[2 * ranks];
    weights = new int[ranks];
    chosen = new Choice[ranks];
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
   * @param places chunks that a rank may have in flight
   * @throws IllegalStateException when the building block needs more places
   */
  static List<List<Slot>> orders(
      Schedule schedule, PipelineShape shape, BuildingBlock block, int places) {
    return new WeightFiller(schedule, shape, block, places, 0, shape.ranks() - 1).run();
  }

  /** Order of one rank. */
  static List<Slot> order(
      Schedule schedule, PipelineShape shape, BuildingBlock block, int places, int rank) {
    return new WeightFiller(schedule, shape, block, places, rank, rank).run().get(0);
  }

  private List<List<Slot>> run() {
    while (step()) {}
    for (int rank = 0; rank < ranks; rank++) {
      if (position[rank] < sequences[rank].length) {
        throw new IllegalStateException(places + " places in memory are too few for rank " + rank);
      }
    }
    return orders.stream().map(OrderWriter::slots).toList();
  }

  /** One unit of time on all ranks; false when none of them had anything to do. */
  private boolean step() {
    boolean busy = false;
    for (int rank = 0; rank < ranks; rank++) {
      chosen[rank] = choose(rank);
      busy |= chosen[rank] != Choice.NOTHING;
    }
    // Only now: within a unit nobody sees what others do in it.
    for (int rank = 0; rank < ranks; rank++) {
      switch (chosen[rank]) {
        case NEXT_OF_SEQUENCE -> pass(rank, BuildingBlock.WAY.get(sequences[rank][position[rank]++]));
        case WEIGHT -> weight(rank);
        case NOTHING -> { }
      }
    }
    return busy;
  }

  private Choice choose(int rank) {
    int done = backwards[2 * rank] + backwards[2 * rank + 1];
    if (position[rank] < sequences[rank].length
        && isReady(rank, BuildingBlock.WAY.get(sequences[rank][position[rank]]))) {
      return Choice.NEXT_OF_SEQUENCE;
    }
    return weights[rank] < done ? Choice.WEIGHT : Choice.NOTHING;
  }

  private boolean isReady(int rank, BuildingBlock.Move move) {
    int chunk = 2 * rank + move.chunk();
    if (move.pass() == Pass.FORWARD) {
      int held = forwards[2 * rank] + forwards[2 * rank + 1] - weights[rank];
      return held < places && (previous[chunk] == NOWHERE || forwards[previous[chunk]] > forwards[chunk]);
    }
    return forwards[chunk] > backwards[chunk]
        && (next[chunk] == NOWHERE || backwards[next[chunk]] > backwards[chunk]);
  }

  private void pass(int rank, BuildingBlock.Move move) {
    boolean forward = move.pass() == Pass.FORWARD;
    (forward ? forwards : backwards)[2 * rank + move.chunk()]++;
    if (isWritten(rank) && forward) {
      orders.get(rank - first).forward(move.chunk());
    } else if (isWritten(rank)) {
      orders.get(rank - first).backwardInput(move.chunk());
    }
  }

  private void weight(int rank) {
    weights[rank]++;
    if (isWritten(rank)) {
      orders.get(rank - first).weight();
    }
  }

  private boolean isWritten(int rank) {
    return rank >= first && rank < first + orders.size();
  }
}
