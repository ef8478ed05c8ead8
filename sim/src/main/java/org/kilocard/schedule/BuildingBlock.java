package org.kilocard.schedule;

import java.util.List;

/**
 * When the passes of one micro-batch run on the ranks of a V, in a steady pipeline: repeated every six units
 * of time, once per micro-batch, it orders all forwards and backwards of the input.
 *
 * <p><b>Model.</b> A pass takes one unit, and a rank has six of them per micro-batch: two chunks with a
 * forward, a backward of the input and a weight pass each. A micro-batch walks up chunks 0, down chunks 1,
 * and its gradient up chunks 1 and down chunks 0. On each of these ways, its passes on neighbouring ranks
 * start the same number of units apart. The longer these intervals, the longer activations live: the sum of
 * all four, times P/6, is the number of chunks in flight (2P of 1F1B are reached by twelve). Weight passes
 * take what units are left, see {@link WeightFiller}.
 *
 * <p><b>Assumes.</b> All passes cost alike. The order does not change with other times, only when things
 * happen.
 *
 * <p><b>Source.</b> Qi et al., "Pipeline Parallelism with Controllable Memory", arXiv:2405.15362, sections 2
 * and 3. The intervals of each schedule are ours, found by search; the authors find theirs likewise.
 *
 * @param forward0 interval from a rank to the next in the forward of chunk 0
 * @param forward1 interval from a rank to the one before it in the forward of chunk 1
 * @param backward1 interval from a rank to the next in the backward of chunk 1
 * @param backward0 interval from a rank to the one before it in the backward of chunk 0
 * @param turn from the forward of chunk 0 to that of chunk 1 on the last rank
 * @param loss from the forward to the backward of chunk 1 on the first rank
 * @param turnBack from the backward of chunk 1 to that of chunk 0 on the last rank
 */
record BuildingBlock(
    int forward0, int forward1, int backward1, int backward0, int turn, int loss, int turnBack) {
  /** Units that a rank works on a micro-batch. */
  static final int PERIOD = 6;

  /** Passes of a micro-batch on a rank, in the order in which it takes them. */
  static final List<Move> WAY = List.of(
      new Move(Pass.FORWARD, 0),
      new Move(Pass.FORWARD, 1),
      new Move(Pass.BACKWARD_INPUT, 1),
      new Move(Pass.BACKWARD_INPUT, 0));

  /** A pass on a chunk, of whatever micro-batch is next. */
  record Move(Pass pass, int chunk) {}

  /** Units after the first start in the pipeline when each pass of {@link #WAY} starts on a rank. */
  private long[] starts(int rank, int ranks) {
    int fromLast = ranks - 1 - rank;
    long down = (long) forward0 * (ranks - 1) + turn;
    long up = down + (long) forward1 * (ranks - 1) + loss;
    long home = up + (long) backward1 * (ranks - 1) + turnBack;
    return new long[] {
      (long) forward0 * rank,
      down + (long) forward1 * fromLast,
      up + (long) backward1 * rank,
      home + (long) backward0 * fromLast
    };
  }

  /**
   * What a rank runs apart from weight passes, as entries of {@link #WAY}.
   *
   * @throws IllegalStateException when two passes of the rank would run at once
   */
  byte[] sequence(int rank, int ranks, int microBatches) {
    long[] next = starts(rank, ranks);
    byte[] sequence = new byte[WAY.size() * microBatches];
    int[] left = {microBatches, microBatches, microBatches, microBatches};
    for (int i = 0; i < sequence.length; i++) {
      int first = -1;
      for (int pass = 0; pass < left.length; pass++) {
        if (left[pass] > 0 && first >= 0 && next[pass] == next[first]) {
          throw new IllegalStateException(this + " runs two passes at once on rank " + rank + " of " + ranks);
        }
        if (left[pass] > 0 && (first < 0 || next[pass] < next[first])) {
          first = pass;
        }
      }
      sequence[i] = (byte) first;
      next[first] += PERIOD;
      left[first]--;
    }
    return sequence;
  }
}
