package org.kilocard.world;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kilocard.collective.Call;
import org.kilocard.collective.Planner;
import org.kilocard.fold.GroupClass;
import org.kilocard.network.Load;
import org.kilocard.timeline.CallTrack;

/**
 * A class of identical groups (communicators): the rendezvous of their calls.
 *
 * <p><b>Model.</b> A call begins when the last member has arrived, waits for its start-up latency, then starts
 * one flow in every domain that it crosses, and ends for all members when the last flow has ended. Calls are
 * told apart by their tag; several may be under way.
 *
 * <p>What a call borrows for a mesh it moves as {@link SharedWork}.
 *
 * <p><b>Not modelled.</b> Members that leave a call before the others.
 */
final class GroupActor extends DirectBehavior<GroupActor.Command> {
  /** What a group understands. */
  sealed interface Command {}

  /** A class of members has come to the call with this tag; {@code op} is its own name for it. */
  record Arrive(long atPs, Call call, int tag, ActorRef<CardActor.Command> member, int op)
      implements Command {}

  /** The start-up of a call is over. */
  record Launch(long atPs, int tag) implements Command {}

  /** A flow of a call has ended, which moved so many of its whole per second. */
  record FlowEnded(long atPs, int tag, int leg, double rate) implements Command {}

  /** A flow of a call has been taken back: what is left of it, and how much of it moved per second. */
  record Recalled(long atPs, int tag, int leg, double left, double rate) implements Command {}

  /** Hand over what happened. */
  record Collect(ActorRef<WorldActor.Command> to) implements Command {}

  /** A call that is under way. */
  private static final class Pending {
    private final List<Arrive> members = new ArrayList<>(2);
    private long beganPs;
    private int flows;
    private Optional<SharedWork> shared = Optional.empty();
  }

  private final GroupClass groups;
  private final Planner planner;
  private final List<ActorRef<DomainActor.Command>> domains;
  private final ActorRef<ClockActor.Command> clock;
  private final Map<Integer, Pending> pending = new HashMap<>();
  private final Map<Call, PlannedCall> planned = new LinkedHashMap<>();

  private GroupActor(
      ActorContext<Command> context,
      GroupClass groups,
      Planner planner,
      List<ActorRef<DomainActor.Command>> domains,
      ActorRef<ClockActor.Command> clock) {
    super(context);
    this.groups = groups;
    this.planner = planner;
    this.domains = domains;
    this.clock = clock;
  }

  static Behavior<Command> create(
      GroupClass groups,
      Planner planner,
      List<ActorRef<DomainActor.Command>> domains,
      ActorRef<ClockActor.Command> clock) {
    return Behaviors.setup(c -> new GroupActor(c, groups, planner, domains, clock));
  }

  @Override
  void on(Command message) {
    if (message instanceof Arrive arrival) {
      onArrive(arrival);
    } else if (message instanceof Launch launch) {
      onLaunch(launch);
    } else if (message instanceof FlowEnded flow) {
      onFlowEnded(flow);
    } else if (message instanceof Recalled recalled) {
      onRecalled(recalled);
    } else if (message instanceof Collect collect) {
      onCollect(collect);
    }
  }

  private PlannedCall plan(Call call) {
    return planned.computeIfAbsent(
        call, c -> new PlannedCall(planner.plan(c, groups.placement()), groups));
  }

  private void onArrive(Arrive arrival) {
    Pending p = pending.computeIfAbsent(arrival.tag(), t -> new Pending());
    p.members.add(arrival);
    if (!arrival.call().equals(p.members.get(0).call())) {
      throw new IllegalStateException("members of one group made different calls with tag " + arrival.tag()
          + ": " + arrival.call() + " and " + p.members.get(0).call());
    }
    if (p.members.size() == groups.arrivals()) {
      p.beganPs = arrival.atPs();
      PlannedCall plan = plan(arrival.call());
      if (plan.isFelt()) {
        p.members.forEach(m -> m.member().tell(new CardActor.CallBegan(arrival.atPs(), plan.units(), plan.slowdown())));
      }
      clock.tell(new ClockActor.Schedule<>(
          arrival.atPs() + plan.startupPs(), context().getSelf(),
          new Launch(arrival.atPs() + plan.startupPs(), arrival.tag())));
    }
  }

  private void onLaunch(Launch launch) {
    Pending p = pending.get(launch.tag());
    PlannedCall plan = plan(p.members.get(0).call());
    p.flows = plan.flows().size();
    p.shared = plan.borrowing().map(SharedWork::new);
    for (int leg = 0; leg < p.flows; leg++) {
      start(launch.atPs(), launch.tag(), leg, plan.flows().get(leg), plan.flows().get(leg).load());
    }
    if (p.flows == 0) {
      finish(launch.atPs(), launch.tag());
    }
  }

  private void start(long atPs, int tag, int leg, PlannedCall.Flow flow, Load load) {
    domains.get(flow.domain()).tell(
        new DomainActor.StartFlow(atPs, load, flow.efficiency(), context().getSelf(), tag, leg));
  }

  private void onFlowEnded(FlowEnded flow) {
    Pending p = pending.get(flow.tag());
    if (--p.flows == 0) {
      finish(flow.atPs(), flow.tag());
    } else if (p.shared.isPresent() && p.shared.get().ended(flow.leg(), flow.rate())) {
      int other = p.shared.get().other(flow.leg());
      domains.get(plan(p.members.get(0).call()).flows().get(other).domain())
          .tell(new DomainActor.Recall(flow.atPs(), context().getSelf(), flow.tag()));
    }
  }

  /** The other leg is done: both go on with what this one has left. */
  private void onRecalled(Recalled recalled) {
    Pending p = pending.get(recalled.tag());
    PlannedCall plan = plan(p.members.get(0).call());
    SharedWork shared = p.shared.orElseThrow();
    shared.split(recalled.leg(), recalled.left(), recalled.rate());
    p.flows--;
    for (int leg : new int[] {recalled.leg(), shared.other(recalled.leg())}) {
      double part = shared.ofPlan(leg);
      if (part > 0) {
        PlannedCall.Flow flow = plan.flows().get(leg);
        p.flows++;
        start(recalled.atPs(), recalled.tag(), leg, flow, flow.load().part(part));
      }
    }
  }

  private void finish(long atPs, int tag) {
    Pending p = pending.remove(tag);
    PlannedCall plan = plan(p.members.get(0).call());
    plan.record(atPs - p.beganPs);
    for (Arrive m : p.members) {
      m.member().tell(new CardActor.CallEnded(atPs, m.op(), p.beganPs, plan.units(), plan.slowdown()));
    }
  }

  private void onCollect(Collect collect) {
    List<CallTrack> tracks = new ArrayList<>();
    planned.forEach((call, plan) -> tracks.add(plan.track(call, groups)));
    collect.to().tell(new WorldActor.GroupDone(tracks));
  }
}
