package org.kilocard.world;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import org.kilocard.fold.DomainClass;
import org.kilocard.network.Load;
import org.kilocard.topology.Tier;

/**
 * A class of identical domains: owns their links and shares them fairly among the flows that cross them.
 *
 * <p><b>Model.</b> Flows that start or end at one instant change the rates once, after all of them
 * ({@link Settle}). The kinds of domains differ in their links, which the topology lays out, and each has a
 * file that says what they stand for.
 */
final class DomainActor extends DirectBehavior<DomainActor.Command> {
  /** What a domain understands. */
  sealed interface Command {}

  /** A flow begins; {@code owner}, which knows it by tag and leg, is told when it has ended. */
  record StartFlow(
      long atPs, Load load, double efficiency, ActorRef<GroupActor.Command> owner, int tag, int leg)
      implements Command {}

  /** The owner of a flow wants back what is left of it. */
  record Recall(long atPs, ActorRef<GroupActor.Command> owner, int tag) implements Command {}

  /** Everything that starts or ends now has done so: share the links anew. */
  record Settle(long atPs) implements Command {}

  /** A flow may have ended, unless rates have changed since ({@code revision}). */
  record Due(long atPs, int revision) implements Command {}

  /** Hand over what happened. */
  record Collect(ActorRef<WorldActor.Command> to) implements Command {}

  private final ActorRef<ClockActor.Command> clock;
  private final FlowTable flows;
  private boolean unsettled;
  private int revision;

  private DomainActor(
      ActorContext<Command> context, Tier tier, DomainClass domains, ActorRef<ClockActor.Command> clock) {
    super(context);
    this.clock = clock;
    flows = new FlowTable(tier, domains);
  }

  static Behavior<Command> create(Tier tier, DomainClass domains, ActorRef<ClockActor.Command> clock) {
    return Behaviors.setup(context -> new DomainActor(context, tier, domains, clock));
  }

  @Override
  void on(Command message) {
    if (message instanceof StartFlow start) {
      onStartFlow(start);
    } else if (message instanceof Settle settle) {
      onSettle(settle);
    } else if (message instanceof Due due) {
      onDue(due);
    } else if (message instanceof Recall recall) {
      onRecall(recall);
    } else if (message instanceof Collect collect) {
      onCollect(collect);
    }
  }

  private void onRecall(Recall recall) {
    if (flows.recall(recall)) {
      unsettle(recall.atPs());
    }
  }

  private void onStartFlow(StartFlow start) {
    flows.start(start);
    unsettle(start.atPs());
  }

  private void unsettle(long atPs) {
    if (!unsettled) {
      unsettled = true;
      clock.tell(new ClockActor.Schedule<>(atPs, context().getSelf(), new Settle(atPs)));
    }
  }

  private void onSettle(Settle settle) {
    unsettled = false;
    revision++;
    if (!flows.isEmpty()) {
      long due = flows.share(settle.atPs());
      clock.tell(new ClockActor.Schedule<>(due, context().getSelf(), new Due(due, revision)));
    }
  }

  private void onDue(Due due) {
    if (due.revision() == revision && flows.end(due.atPs())) {
      unsettle(due.atPs());
    }
  }

  private void onCollect(Collect collect) {
    collect.to().tell(new WorldActor.DomainDone(flows.tracks()));
  }
}
