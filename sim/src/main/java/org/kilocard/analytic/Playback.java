package org.kilocard.analytic;

import org.kilocard.schedule.Pass;
import org.kilocard.unit.Time;

/**
 * Plays a {@link Tape} with the times of a job.
 *
 * <p><b>Model.</b> A slot starts when its rank is free and its inputs have arrived; a result travels for the time of a
 * send, after the one before it in the same direction. What runs beside a slot slows it by the share of its kernels'
 * rate that the call takes: sends and receives (on both sides), the gathers of parameters at the beginning, the
 * reductions of gradients at the end. The first forward pass of a chunk waits, layer by layer, for its parameters;
 * the layers of the last backward pass let their reductions go as they end.
 *
 * <p><b>Assumes.</b> Sends, gathers and reductions have the links to themselves. A message that arrives while a rank
 * works has slowed that work; this delays what follows, not what was under way.
 *
 * <p>One pass, O(slots).
 */
final class Playback {
  /** Fields of a rank in {@link #play}: when its last slot ends, and when its last reduction does. */
  static final int FREE = 0;
  static final int REDUCED = 1;
  /** Time that first forward passes wait for parameters. */
  static final int DATA = 2;
  /** By group of kinds (passes, then pairs): time lost to slowing, and time waiting while a message travels. */
  static final int SLOWED = 3;
  static final int WORKS = Pass.values().length + 1;
  static final int PAIRS = WORKS - 1;
  static final int TRAVEL = SLOWED + WORKS;
  /** When the first slot starts, and how much of the time before counts as travel. */
  static final int BEGUN = TRAVEL + WORKS;
  static final int TRAVELLED = BEGUN + 1;
  static final int FIELDS = TRAVELLED + 1;

  private static final long NOT_YET = -1;

  private final Tape tape;
  private final RankFrame[] frames;
  private final boolean blocking;
  private final long[][] fields;
  /** By slot: when its forward (backward) result arrives where it is sent. */
  private final long[] forwardPs;
  private final long[] backwardPs;
  /** By rank: when the last forward (backward) result that it sent arrived, and how long it travelled. */
  private final long[] sentForwardPs;
  private final long[] sentBackwardPs;
  private final long[] forwardHopPs;
  /** By rank: since when it may send for the first parameters of its next slot. */
  private final long[] sendAheadPs;
  private final long[] backwardHopPs;

  private Playback(Tape tape, RankFrame[] frames, boolean blocking) {
    this.tape = tape;
    this.frames = frames;
    this.blocking = blocking;
    int ranks = frames.length;
    fields = new long[ranks][FIELDS];
    forwardPs = new long[tape.slots];
    backwardPs = new long[tape.slots];
    sentForwardPs = new long[ranks];
    sentBackwardPs = new long[ranks];
    forwardHopPs = new long[ranks];
    sendAheadPs = new long[ranks];
    backwardHopPs = new long[ranks];
  }

  /**
   * Plays a tape.
   *
   * @param frames the times of each rank
   * @param blocking whether a rank waits until what it sends has arrived
   * @return by rank the fields named above, in picoseconds
   */
  static long[][] play(Tape tape, RankFrame[] frames, boolean blocking) {
    Playback playback = new Playback(tape, frames, blocking);
    for (long[] rank : playback.fields) {
      rank[BEGUN] = NOT_YET;
    }
    for (int i = 0; i < tape.slots; i++) {
      playback.slot(i);
    }
    return playback.fields;
  }

  private void slot(int i) {
    int r = tape.rank[i];
    int kind = tape.kind[i];
    RankFrame frame = frames[r];
    SlotTimes times = frame.times()[kind];
    double sendLoss = frame.sendLoss()[kind];
    long[] f = fields[r];

    long free = f[FREE];
    int work = Math.min(kind / tape.shape.chunksPerRank(), WORKS - 1);
    long begin = blocking ? Math.max(free, Math.max(sentForwardPs[r], sentBackwardPs[r])) : free;
    long beside = 0;
    long arrival = begin;
    long hop = 0;
    int forward = tape.forwardFrom[i];
    if (forward >= 0) {
      hop = frames[tape.rank[forward]].sendPs(tape.rank[forward], r);
      beside = overlap(forwardPs[forward] - hop, forwardPs[forward], 0, free);
      arrival = forwardPs[forward] - times.forwardStartPs();
    }
    int backward = tape.backwardFrom[i];
    if (backward >= 0) {
      long backHop = frames[tape.rank[backward]].sendPs(tape.rank[backward], r);
      beside += overlap(backwardPs[backward] - backHop, backwardPs[backward], 0, free);
      long back = backwardPs[backward] - times.backwardStartPs();
      hop = forward < 0 || back > arrival ? backHop : hop;
      arrival = forward < 0 ? back : Math.max(arrival, back);
    }
    long delay = (long) (beside * sendLoss);
    long start = Math.max(begin + delay, arrival);
    long travel = begin - free + Math.min(hop, start - begin - delay);
    if (times.leadPs() > 0) {
      long gathered = Math.max(start, sendAheadPs[r] + times.leadPs());
      f[DATA] += gathered - start;
      start = gathered;
    }

    if (f[BEGUN] == NOT_YET) {
      f[BEGUN] = start;
      f[TRAVELLED] = travel;
    }

    long length = times.endPs();
    if (!blocking && sendLoss > 0) {
      long sent = overlap(sentForwardPs[r] - forwardHopPs[r], sentForwardPs[r], start, start + length)
          + overlap(sentBackwardPs[r] - backwardHopPs[r], sentBackwardPs[r], start, start + length);
      length += (long) (sent * sendLoss);
    }
    if (start < frame.gatheredPs()) {
      length = slowed(length, frame.gatheredPs() - start, frame.gatherLoss()[kind]);
    }
    if (start < f[REDUCED]) {
      length = slowed(length, f[REDUCED] - start, frame.reduceLoss()[kind]);
    }
    boolean apart = work == Pass.WEIGHT.ordinal();
    int adds = apart || work == Pass.BACKWARD.ordinal() || work == PAIRS ? kind % tape.shape.chunksPerRank() : -1;
    if (adds >= 0 && frame.reductions().length > 0) {
      RankFrame.Reductions chunk = frame.reductions()[adds];
      long[] ready = apart ? chunk.readyApartPs() : chunk.readyPs();
      long[] ps = tape.lastOf[i] >= 0 ? chunk.ps() : chunk.passPs();
      length = reduce(ps, ready, frame.reduceLoss()[kind], start, length, f);
    }
    f[SLOWED + work] += length - times.endPs() + delay;
    f[TRAVEL + work] += travel;
    long end = start + length;
    if (tape.firstOf[i] >= 0) {
      long ready = frame.firstForwardPs()[tape.firstOf[i]];
      f[DATA] += Math.max(0, ready - end);
      end = Math.max(end, ready);
    }
    long shift = end - times.endPs();
    if (adds >= 0 && tape.lastOf[i] < 0) {
      end += frame.passReducePs()[adds];
      f[DATA] += frame.passReducePs()[adds];
    }
    f[FREE] = Time.checked(end, "the step");
    if (times.sendAheadPs() >= 0) {
      sendAheadPs[r] = times.sendAheadPs() < times.endPs() ? shift + times.sendAheadPs() : end;
    }
    if (tape.forwardTo[i] >= 0) {
      forwardHopPs[r] = frame.sendPs(r, tape.forwardTo[i]);
      sentForwardPs[r] = Math.max(shift + times.forwardEndPs(), sentForwardPs[r]) + forwardHopPs[r];
      forwardPs[i] = sentForwardPs[r];
    }
    if (tape.backwardTo[i] >= 0) {
      backwardHopPs[r] = frame.sendPs(r, tape.backwardTo[i]);
      sentBackwardPs[r] = Math.max(shift + times.backwardEndPs(), sentBackwardPs[r]) + backwardHopPs[r];
      backwardPs[i] = sentBackwardPs[r];
    }
  }

  /** Length of the part of {@code from … to} within {@code start … end}. */
  private static long overlap(long from, long to, long start, long end) {
    return Math.max(0, Math.min(to, end) - Math.max(from, start));
  }

  /** A slot of {@code length} that loses a share of its rate for the next {@code window}. */
  private static long slowed(long length, long window, double loss) {
    double whole = length / (1 - Math.min(loss, 0.9));
    return (long) Math.min(whole, length + window * loss);
  }

  /**
   * Lets the reductions of a chunk go one after the other, and returns how long its slot takes with them beside it.
   */
  private static long reduce(long[] ps, long[] readyPs, double loss, long start, long length, long[] f) {
    long more = 0;
    for (int l = 0; l < ps.length; l++) {
      if (ps[l] > 0) {
        long begin = Math.max(f[REDUCED], start + readyPs[l] + more);
        f[REDUCED] = begin + ps[l];
        more += (long) (loss * overlap(begin, f[REDUCED], begin, start + length + more));
      }
    }
    return length + more;
  }
}
