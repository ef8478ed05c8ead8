package org.kilocard.report;

import java.util.Locale;
import org.kilocard.program.Program;
import org.kilocard.timeline.CallTrack;
import org.kilocard.timeline.CardTrack;
import org.kilocard.timeline.LinkTrack;
import org.kilocard.timeline.Timeline;

/**
 * What holds for every correct simulation, as far as a timeline shows it: each op ran once, in the order of
 * its stream and after its dependencies; each call was made by exactly the members of its groups and took no
 * less than its bound; no link carried more than it can. A violation is a bug of the simulator, never of the
 * user.
 */
public final class Invariants {
  /** Rounding of shares that were added up in floating point. */
  private static final double SHARE = 1e-9;

  private Invariants() {}

  /**
   * Checks {@code timeline}.
   *
   * @throws IllegalStateException naming the first op, link or call that is wrong
   */
  public static void check(Timeline timeline) {
    long last = 0;
    for (CardTrack track : timeline.cards()) {
      last = Math.max(last, checkCard(track));
    }
    if (last != timeline.endPs()) {
      throw broken("the last op ended at %d ps, but the step at %d ps", last, timeline.endPs());
    }
    timeline.links().forEach(link -> checkLink(link, timeline.endPs()));
    timeline.calls().forEach(Invariants::checkCall);
    checkMembers(timeline);
  }

  /** Returns when the last op of the card ended. */
  private static long checkCard(CardTrack track) {
    Program program = track.program();
    int ops = program.size();
    if (track.cards() < 1 || track.readyPs().length != ops || track.startPs().length != ops
        || track.endPs().length != ops) {
      throw broken("rank %d stands for %d cards and has %d, %d and %d times for %d ops", track.rank(),
          track.cards(), track.readyPs().length, track.startPs().length, track.endPs().length, ops);
    }
    int[] before = CardWalk.predecessors(program);
    long last = 0;
    for (int op = 0; op < ops; op++) {
      long ready = track.readyPs()[op];
      long start = track.startPs()[op];
      long end = track.endPs()[op];
      if (!(0 <= ready && ready <= start && start <= end)) {
        throw broken("%s was ready at %d ps, started at %d ps and ended at %d ps", name(track, op), ready,
            start, end);
      }
      if (program.computes(op) && program.alonePs(op) > 0 && start == end) {
        throw broken("%s needs %d ps and took none", name(track, op), program.alonePs(op));
      }
      if (before[op] >= 0 && start < track.endPs()[before[op]]) {
        throw broken("%s started at %d ps, before %s ended at %d ps on the same stream", name(track, op),
            start, name(track, before[op]), track.endPs()[before[op]]);
      }
      checkDependencies(track, op);
      last = Math.max(last, end);
    }
    return last;
  }

  private static void checkDependencies(CardTrack track, int op) {
    Program program = track.program();
    for (int entry = program.dependencyStart(op); entry < program.dependencyEnd(op); entry++) {
      int dependency = program.dependency(entry);
      if (track.readyPs()[op] < track.endPs()[dependency]) {
        throw broken("%s was ready at %d ps, before its dependency %s ended at %d ps", name(track, op),
            track.readyPs()[op], name(track, dependency), track.endPs()[dependency]);
      }
    }
  }

  private static void checkLink(LinkTrack link, long stepPs) {
    String name = link.tier() + " " + link.name();
    if (link.links() < 1 || !(link.bytes() >= 0)) {
      throw broken("%s: %d links with %s bytes each", name, link.links(), link.bytes());
    }
    if (!(link.peak() >= 0 && link.peak() <= 1 + SHARE)) {
      throw broken("%s was used at %s of its rate", name, link.peak());
    }
    if (link.wirePs() < 0 || link.wirePs() > stepPs * (1 + SHARE) + 1) {
      throw broken("%s carried bytes that take %d ps, in a step of %d ps", name, link.wirePs(), stepPs);
    }
    double carried = link.bytes() / link.bytesPerSecond() * 1e12;
    if (!(carried <= link.wirePs() * (1 + SHARE) + 1)) {
      throw broken("%s carried payload of %s ps in %d ps of wire time", name, carried, link.wirePs());
    }
  }

  private static void checkCall(CallTrack call) {
    String name = String.format(Locale.ROOT, "%s (%s, %d bytes, %d ranks, %s)", call.call().name(),
        call.call().operation().label(), call.call().bytes(), call.ranks(), call.algorithm());
    if (call.groups() < 1 || call.ranks() < 1 || call.boundPs() < 0) {
      throw broken("%s: %d groups, bound %d ps", name, call.groups(), call.boundPs());
    }
    for (long ps : call.durationsPs()) {
      if (ps < 0 || ps < call.boundPs() - 1) {
        throw broken("%s took %d ps, less than the bound of %d ps", name, ps, call.boundPs());
      }
    }
  }

  /** Every communicating op of every card is one member of one occurrence of a call. */
  private static void checkMembers(Timeline timeline) {
    long ops = 0;
    for (CardTrack track : timeline.cards()) {
      for (int op = 0; op < track.program().size(); op++) {
        ops += track.program().computes(op) ? 0 : track.cards();
      }
    }
    long members = 0;
    for (CallTrack call : timeline.calls()) {
      members += (long) call.groups() * call.ranks() * call.durationsPs().length;
    }
    if (ops != members) {
      throw broken("the cards made %d calls, but the groups saw %d", ops, members);
    }
  }

  private static String name(CardTrack track, int op) {
    Program program = track.program();
    return String.format(Locale.ROOT, "op %d '%s' of rank %d (%s, micro-batch %d)", op, program.label(op),
        track.rank(), program.stream(op), program.microBatch(op));
  }

  private static IllegalStateException broken(String format, Object... arguments) {
    return new IllegalStateException("invariant broken: " + String.format(Locale.ROOT, format, arguments));
  }
}
