package org.kilocard.world;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.Arrays;
import java.util.Map;
import org.kilocard.fold.RankClass;
import org.kilocard.job.Role;
import org.kilocard.program.Pace;
import org.kilocard.program.Program;
import org.kilocard.timeline.CardTrack;
import org.kilocard.unit.Time;

/**
 * A class of identical cards that run one program.
 *
 * <p><b>Model.</b> Each stream runs its ops in order; an op starts when the op before it on its stream and all
 * its dependencies have ended. A call is handed to its group. A compute op is a fluid: its rate
 * changes as calls of the card come and go ({@link Pace}).
 *
 * <p><b>Assumes.</b> One compute op at a time.
 */
final class CardActor extends DirectBehavior<CardActor.Command> {
  /** What a card understands. */
  sealed interface Command {}

  /** Start the program. */
  record Begin(long atPs) implements Command {}

  /** The compute op would be done now, unless its rate has changed since ({@code revision}). */
  record Computed(long atPs, int op, int revision) implements Command {}

  /** A call of this card begins to run: it takes units, and memory bandwidth from kernels. */
  record CallBegan(long atPs, int units, double slowdown) implements Command {}

  /** The call has ended, which had run since {@code startPs}, and gives back what it took. */
  record CallEnded(long atPs, int op, long startPs, int units, double slowdown) implements Command {}

  /** Hand over what happened. */
  record Collect(ActorRef<WorldActor.Command> to) implements Command {}

  private final RankClass cards;
  private final Program program;
  private final Map<Role, ActorRef<GroupActor.Command>> groups;
  private final ActorRef<ClockActor.Command> clock;
  private final Successors successors;
  private final int sharedUnits;
  private final int[] waitsFor;
  private final long[] readyPs;
  private final long[] startPs;
  private final long[] endPs;
  private int ended;

  private int running = -1;
  private int revision;
  /** What is left of the running compute op, in picoseconds at its alone rate, as of {@link #sincePs}. */
  private double left;
  private long sincePs;
  private int calls;
  private int taken;
  private double lost;

  private CardActor(
      ActorContext<Command> context,
      RankClass cards,
      Program program,
      Successors successors,
      int sharedUnits,
      Map<Role, ActorRef<GroupActor.Command>> groups,
      ActorRef<ClockActor.Command> clock) {
    super(context);
    this.cards = cards;
    this.program = program;
    this.groups = groups;
    this.clock = clock;
    this.successors = successors;
    this.sharedUnits = sharedUnits;
    waitsFor = successors.predecessorCounts();
    readyPs = new long[program.size()];
    startPs = new long[program.size()];
    endPs = new long[program.size()];
    Arrays.fill(endPs, -1);
  }

  static Behavior<Command> create(
      RankClass cards,
      Program program,
      Successors successors,
      int sharedUnits,
      Map<Role, ActorRef<GroupActor.Command>> groups,
      ActorRef<ClockActor.Command> clock) {
    return Behaviors.setup(c -> new CardActor(c, cards, program, successors, sharedUnits, groups, clock));
  }

  @Override
  void on(Command message) {
    if (message instanceof CallEnded ended) {
      onCallEnded(ended);
    } else if (message instanceof CallBegan began) {
      onCallBegan(began);
    } else if (message instanceof Computed done) {
      onComputed(done);
    } else if (message instanceof Begin begin) {
      onBegin(begin);
    } else if (message instanceof Collect collect) {
      onCollect(collect);
    }
  }

  private void onBegin(Begin begin) {
    int[] first = successors.roots();
    for (int op : first) {
      start(op, begin.atPs());
    }
  }

  private void start(int op, long atPs) {
    readyPs[op] = atPs;
    startPs[op] = atPs;
    if (program.computes(op)) {
      running = op;
      left = program.alonePs(op);
      sincePs = atPs;
      scheduleEnd(atPs);
    } else {
      groups.get(program.role(op)).tell(new GroupActor.Arrive(
          atPs, program.calls().get(program.call(op)), program.tag(op), context().getSelf(), op));
    }
  }

  private void onComputed(Computed done) {
    if (done.op() == running && done.revision() == revision) {
      running = -1;
      end(done.op(), done.atPs());
    }
  }

  private void onCallEnded(CallEnded done) {
    startPs[done.op()] = done.startPs();
    if (done.units() > 0 || done.slowdown() > 0) {
      take(done.atPs(), -done.units(), -done.slowdown());
    }
    end(done.op(), done.atPs());
  }

  private void end(int op, long atPs) {
    if (endPs[op] >= 0) {
      throw new IllegalStateException("op " + op + " (" + program.label(op) + ") ended twice");
    }
    endPs[op] = atPs;
    ended++;
    for (int i = successors.start(op); i < successors.end(op); i++) {
      int next = successors.successor(i);
      if (--waitsFor[next] == 0) {
        start(next, atPs);
      }
    }
  }

  private void onCallBegan(CallBegan began) {
    take(began.atPs(), began.units(), began.slowdown());
  }

  private void take(long nowPs, int units, double slowdown) {
    if (running < 0) {
      change(units, slowdown);
      return;
    }
    left = Math.max(0, left - (nowPs - sincePs) * rate());
    sincePs = nowPs;
    change(units, slowdown);
    scheduleEnd(nowPs);
  }

  private void change(int units, double slowdown) {
    calls += units > 0 || slowdown > 0 ? 1 : -1;
    taken += units;
    // Without calls exactly nothing is lost, whatever the sum of rounding errors.
    lost = calls == 0 ? 0 : Math.max(0, lost + slowdown);
  }

  private double rate() {
    return cards.pace() * Pace.rate(program.alonePs(running), program.besidePs(running), taken, sharedUnits, lost);
  }

  private void scheduleEnd(long nowPs) {
    revision++;
    long at = nowPs + Time.ceil(left / rate(), "a segment of kernels");
    clock.tell(new ClockActor.Schedule<>(at, context().getSelf(), new Computed(at, running, revision)));
  }

  private void onCollect(Collect collect) {
    if (ended < program.size()) {
      collect.to().tell(new WorldActor.Stuck(waiting()));
    } else {
      collect.to().tell(new WorldActor.CardDone(
          new CardTrack(cards.representative(), cards.size(), program, readyPs, startPs, endPs)));
    }
  }

  private String waiting() {
    for (int op = 0; op < program.size(); op++) {
      if (endPs[op] < 0 && waitsFor[op] == 0) {
        return "rank " + cards.representative() + " waits in '" + program.label(op) + "' of micro-batch "
            + program.microBatch(op) + " (" + program.work(op) + ", op " + op + " of " + program.size() + ")";
      }
    }
    return "rank " + cards.representative() + " waits for nothing that runs";
  }
}
