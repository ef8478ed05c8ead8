package org.kilocard.analytic;

import java.util.Arrays;
import java.util.List;
import org.kilocard.collective.Call;
import org.kilocard.job.Role;
import org.kilocard.program.GroupCall;
import org.kilocard.program.OpSink;
import org.kilocard.program.Pace;
import org.kilocard.program.Stream;
import org.kilocard.unit.Time;

/**
 * Times the ops of one slot while they are emitted: the critical path over the streams.
 *
 * <p><b>Model.</b> An op starts when the op before it on its stream and its dependencies have ended; a call takes the
 * time of its plan, a compute op slows as {@link Pace} says while calls run beside it.
 *
 * <p><b>Assumes.</b> Nothing shares the links with a call. A call is emitted before the compute op that it runs beside,
 * as the walks of a slot do.
 *
 * <p>O(ops), no allocation per op. Not thread-safe; {@link #restart} makes it ready for the next slot.
 */
final class SlotClock implements OpSink {
  private static final int STREAMS = Stream.values().length;
  private static final int COMPUTE = -1;
  private static final int MARK = -2;

  private final List<TimedCall> calls;
  private final int sharedUnits;
  private final long[] free = new long[STREAMS];
  private long[] endPs = new long[128];
  /** By op: index of its call, {@link #COMPUTE}, or {@link #MARK}. */
  private int[] kinds = new int[128];
  private int size;

  private long[] beganPs = new long[STREAMS];
  private TimedCall[] beside = new TimedCall[STREAMS];
  private int running;

  private long[] marksPs = new long[16];
  private int marks;

  private long computePs;
  private long alonePs;
  private long besidePs;
  private long barePs;
  private long firstGatherPs;
  private long sendAheadPs = -1;
  private final long[] exposedPs = new long[Role.values().length];
  private final int[] counts;

  /** A clock for slots that make some of {@code calls}. */
  SlotClock(List<TimedCall> calls, int sharedUnits) {
    this.calls = calls;
    this.sharedUnits = sharedUnits;
    counts = new int[calls.size()];
  }

  /** Forgets everything; returns this clock. */
  SlotClock restart() {
    Arrays.fill(free, 0);
    Arrays.fill(exposedPs, 0);
    Arrays.fill(counts, 0);
    Arrays.fill(marksPs, -1);
    size = 0;
    running = 0;
    marks = 0;
    computePs = 0;
    alonePs = 0;
    besidePs = 0;
    barePs = 0;
    firstGatherPs = 0;
    sendAheadPs = -1;
    return this;
  }

  /** An op that ends at once; {@link #markPs} tells when what waits for it begins. Marks are numbered from 0. */
  int mark() {
    if (marks == marksPs.length) {
      marksPs = Arrays.copyOf(marksPs, 2 * marks);
    }
    marksPs[marks] = -1;
    int op = append(0, MARK - marks);
    marks++;
    return op;
  }

  /** When the work that waits for a mark begins, or the end of the slot when none does. */
  long markPs(int mark) {
    return marksPs[mark] < 0 ? endPs() : marksPs[mark];
  }

  /** When an op ends, −1 none: at 0. */
  long endPs(int op) {
    return op < 0 ? 0 : endPs[op];
  }

  /** When the compute of the slot ends. */
  long endPs() {
    return free[Stream.COMPUTE.ordinal()];
  }

  /** What was timed, of a pair whose passes have a beginning and an end each. */
  SlotTimes times(long forwardStartPs, long backwardStartPs, long forwardEndPs, long backwardEndPs) {
    return new SlotTimes(endPs(), forwardStartPs, backwardStartPs, forwardEndPs, backwardEndPs, computePs, alonePs,
        besidePs, barePs, exposedPs[Role.TENSOR.ordinal()], exposedPs[Role.CONTEXT.ordinal()],
        exposedPs[Role.EXPERT.ordinal()] + exposedPs[Role.EXPERT_TENSOR.ordinal()], exposedDataPs(), leadPs(),
        sendAheadPs, counts.clone());
  }

  private long exposedDataPs() {
    long sum = 0;
    for (Role role : Role.values()) {
      sum += role.holdsParameters() ? exposedPs[role.ordinal()] : 0;
    }
    return sum;
  }

  /** Counts calls that bring what the slot needs first; returns an op that stands for them, or −1 without any. */
  int arrived(List<GroupCall> gather) {
    for (GroupCall c : gather) {
      int index = index(c.call());
      counts[index]++;
      firstGatherPs += calls.get(index).ps();
    }
    return gather.isEmpty() ? -1 : mark();
  }

  /** How long before its start the slot must have sent for what it needs first. */
  private long leadPs() {
    return firstGatherPs == 0 ? 0 : Math.max(0, firstGatherPs - markPs(0));
  }

  /** Says after which op (−1: from the start) the next slot may send for its first parameters. */
  void sendsAheadAfter(int op) {
    sendAheadPs = endPs(op);
  }

  /** Says that the next slot sends for its first parameters when this one has ended. */
  void sendsAheadAtEnd() {
    sendAheadPs = endPs();
  }

  /** What was timed, of a slot with one end. */
  SlotTimes times() {
    return times(0, 0, endPs(), endPs());
  }

  @Override
  public int size() {
    return size;
  }

  private int append(long end, int kind) {
    if (size == endPs.length) {
      endPs = Arrays.copyOf(endPs, 2 * size);
      kinds = Arrays.copyOf(kinds, 2 * size);
    }
    endPs[size] = end;
    kinds[size] = kind;
    return size++;
  }

  @Override
  public int compute(String label, long alone, long beside, int... dependencies) {
    long before = free[Stream.COMPUTE.ordinal()];
    long start = before;
    int cause = -1;
    for (int d : dependencies) {
      if (d >= 0 && endPs[d] > start) {
        start = endPs[d];
        cause = d;
      }
    }
    if (cause >= 0 && kinds[cause] >= 0) {
      exposedPs[calls.get(kinds[cause]).role().ordinal()] += start - before;
    }
    reach(start, dependencies);
    long end = alone == 0 ? start : run(start, alone, beside);
    computePs += end - start;
    alonePs += alone;
    besidePs += beside;
    free[Stream.COMPUTE.ordinal()] = end;
    return append(end, COMPUTE);
  }

  private void reach(long start, int[] dependencies) {
    for (int d : dependencies) {
      if (d >= 0 && kinds[d] <= MARK && marksPs[MARK - kinds[d]] < 0) {
        marksPs[MARK - kinds[d]] = start;
      }
    }
  }

  /** Runs a compute op beside the calls that are under way; returns its end. */
  private long run(long start, long alone, long beside) {
    forget(start);
    double left = alone;
    long now = start;
    while (true) {
      int taken = 0;
      double lost = 0;
      boolean bare = true;
      long change = Long.MAX_VALUE;
      for (int i = 0; i < running; i++) {
        TimedCall call = this.beside[i];
        long ends = beganPs[i] + call.ps();
        if (beganPs[i] <= now && now < ends) {
          taken += call.plan().units();
          lost += call.plan().slowdown();
          bare = false;
          change = Math.min(change, ends);
        } else if (beganPs[i] > now) {
          change = Math.min(change, beganPs[i]);
        }
      }
      double rate = bare ? 1 : Pace.rate(alone, beside, taken, sharedUnits, lost);
      long due = now + Time.ceil(left / rate, "a slot");
      long until = Math.min(due, change);
      barePs += bare ? until - now : 0;
      if (due <= change) {
        return due;
      }
      left = Math.max(0, left - (change - now) * rate);
      now = change;
    }
  }

  /** Drops the calls that have ended: compute never goes back. */
  private void forget(long now) {
    int kept = 0;
    for (int i = 0; i < running; i++) {
      if (beganPs[i] + beside[i].ps() > now) {
        beganPs[kept] = beganPs[i];
        beside[kept++] = beside[i];
      }
    }
    running = kept;
  }

  @Override
  public int communicate(Stream stream, Role role, Call call, int tag, int... dependencies) {
    long start = free[stream.ordinal()];
    for (int d : dependencies) {
      start = d >= 0 ? Math.max(start, endPs[d]) : start;
    }
    reach(start, dependencies);
    int index = index(call);
    TimedCall timed = calls.get(index);
    counts[index]++;
    if (timed.isFelt()) {
      if (running == beside.length) {
        beganPs = Arrays.copyOf(beganPs, 2 * running);
        beside = Arrays.copyOf(beside, 2 * running);
      }
      beganPs[running] = start;
      beside[running++] = timed;
    }
    free[stream.ordinal()] = start + timed.ps();
    return append(start + timed.ps(), index);
  }

  private int index(Call call) {
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).call() == call) {
        return i;
      }
    }
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).call().equals(call)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no time for " + call);
  }
}
