package org.kilocard.report;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.kilocard.program.Program;
import org.kilocard.program.Stream;
import org.kilocard.program.Work;
import org.kilocard.timeline.CardTrack;

/**
 * Gives every picosecond of a card to a {@link Part} and a {@link Phase}.
 *
 * <p><b>Model.</b> While an op of the compute stream runs, its time is compute. Before it, the card is idle,
 * and the reason is found by walking back from the op along the dependency (or the predecessor on the stream)
 * that ended last: what that one spent moving bytes or waiting for partners explains its share of the gap,
 * then whatever it waited for in turn explains the rest. What follows the last compute op is explained the
 * same way from the op of the card that ended last; from there on the card waits for the slowest card, which
 * is bubble.
 *
 * <p><b>Assumes.</b> One reason per instant: of two causes that end one after the other, the later one takes
 * the time. A transfer between pipeline ranks starts when the sender has arrived, so the wait before it is
 * bubble.
 *
 * <p><b>Not modelled.</b> Blame across cards: waiting for a slow member of a tensor, expert or data group
 * counts as exposed communication of that group.
 *
 * <p><b>Source.</b> The critical-path walk is textbook; the phases are those of DeepSeek's published step
 * (ISCA 2025).
 */
final class CardWalk {
  private final CardTrack track;
  private final Program program;
  private final long beginPs;
  private final long endPs;
  private final int[] before;
  private final long[] parts = new long[Part.values().length];
  private final long[] phases = new long[Phase.values().length];
  private long slowedPs;

  /** A walk from {@code beginPs}, when no op of the compute stream may have started, to {@code endPs}. */
  CardWalk(CardTrack track, long beginPs, long endPs) {
    this.track = track;
    this.program = track.program();
    this.beginPs = beginPs;
    this.endPs = endPs;
    this.before = predecessors(program);
  }

  /** Op before each op on its stream, or −1. */
  static int[] predecessors(Program program) {
    int[] before = new int[program.size()];
    int[] last = new int[Stream.values().length];
    Arrays.fill(last, -1);
    for (int op = 0; op < before.length; op++) {
      int stream = program.stream(op).ordinal();
      before[op] = last[stream];
      last[stream] = op;
    }
    return before;
  }

  /** When the first op of the compute stream started. */
  static long beginPs(CardTrack track) {
    Program program = track.program();
    for (int op = 0; op < program.size(); op++) {
      if (program.stream(op) == Stream.COMPUTE) {
        return track.startPs()[op];
      }
    }
    return 0;
  }

  CardAccount account() {
    long free = beginPs; // the compute stream is accounted for up to here
    int last = -1; // the op of the card that ended last
    for (int op = 0; op < program.size(); op++) {
      if (program.stream(op) == Stream.COMPUTE) {
        free = program.computes(op) ? compute(op, free) : explain(op, op, free, track.endPs()[op]);
      }
      if (last < 0 || track.endPs()[op] > track.endPs()[last]) {
        last = op;
      }
    }
    if (last >= 0 && track.endPs()[last] > free) {
      free = explain(last, last, free, track.endPs()[last]);
    }
    add(Part.BUBBLE, Phase.BUBBLE, endPs - free);
    return new CardAccount(track.rank(), track.cards(), program.pipelineRank(),
        map(Part.class, Part.values(), parts), map(Phase.class, Phase.values(), phases), slowedPs);
  }

  /** Accounts for a compute op and the gap before it; returns its end. */
  private long compute(int op, long free) {
    long start = track.startPs()[op];
    long end = track.endPs()[op];
    if (start > free) {
      long arrival = Math.max(free, arrival(op));
      add(Part.OTHER, phase(op), start - arrival);
      explain(op, cause(op), free, arrival);
    }
    add(part(program.work(op)), phase(op), end - start);
    slowedPs += Math.max(0, end - start - program.alonePs(op));
    return end;
  }

  private static Part part(Work work) {
    return switch (work) {
      case OPTIMIZER -> Part.OPTIMIZER;
      case OVERHEAD -> Part.OTHER;
      default -> Part.COMPUTE;
    };
  }

  /** Accounts for {@code fromPs … toPs}, in which {@code first} waited for {@code cause}; returns the end. */
  private long explain(int first, int cause, long fromPs, long toPs) {
    int waiting = first;
    int op = cause;
    long t = toPs; // what lies behind t is accounted for
    while (t > fromPs) {
      if (op < 0 || program.computes(op)) {
        add(Part.OTHER, phase(waiting), t - fromPs);
        return toPs;
      }
      t = take(op, Part.OTHER, t, Math.max(fromPs, track.endPs()[op]));
      t = take(op, Part.moving(program.role(op)), t, Math.max(fromPs, track.startPs()[op]));
      t = take(op, Part.waiting(program.role(op)), t, Math.max(fromPs, arrival(op)));
      if (t > fromPs) {
        waiting = op;
        op = cause(op);
      }
    }
    return toPs;
  }

  /** Gives {@code fromPs … toPs} to {@code part}; returns the earlier of the two. */
  private long take(int op, Part part, long toPs, long fromPs) {
    if (fromPs >= toPs) {
      return toPs;
    }
    Phase phase = switch (part) {
      case BUBBLE -> Phase.BUBBLE;
      case EXPOSED_DATA -> Phase.DATA;
      default -> phase(op);
    };
    add(part, phase, toPs - fromPs);
    return fromPs;
  }

  /** When the op could start: its dependencies and the op before it on its stream had ended. */
  private long arrival(int op) {
    long ready = track.readyPs()[op];
    return before[op] < 0 ? ready : Math.max(ready, track.endPs()[before[op]]);
  }

  /** Of the op's dependencies and the op before it on its stream the one that ended last, or −1. */
  private int cause(int op) {
    int cause = before[op];
    for (int entry = program.dependencyStart(op); entry < program.dependencyEnd(op); entry++) {
      int dependency = program.dependency(entry);
      if (cause < 0 || track.endPs()[dependency] > track.endPs()[cause]) {
        cause = dependency;
      }
    }
    return cause;
  }

  private Phase phase(int op) {
    return Phase.of(program.work(op));
  }

  private void add(Part part, Phase phase, long ps) {
    parts[part.ordinal()] += ps;
    phases[phase.ordinal()] += ps;
  }

  private static <K extends Enum<K>> Map<K, Long> map(Class<K> type, K[] keys, long[] values) {
    Map<K, Long> map = new EnumMap<>(type);
    for (K key : keys) {
      map.put(key, values[key.ordinal()]);
    }
    return map;
  }
}
