package org.kilocard.world;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Starts worlds, and speaks up when one fails that cannot speak for itself, such as one that cannot be built.
 */
final class GuardianActor extends AbstractBehavior<GuardianActor.Start> {
  /** Start a world; {@code onClock} is handed its clock. */
  record Start(
      WorldSpec spec,
      Progress progress,
      Consumer<ActorRef<ClockActor.Command>> onClock,
      WorldActor.Outcome outcome) {}

  private final Map<ActorRef<Void>, WorldActor.Outcome> worlds = new HashMap<>();

  private GuardianActor(ActorContext<Start> context) {
    super(context);
  }

  static Behavior<Start> create() {
    return Behaviors.setup(GuardianActor::new);
  }

  @Override
  public Receive<Start> createReceive() {
    return newReceiveBuilder()
        .onMessage(Start.class, this::onStart)
        .onSignal(Terminated.class, this::onTerminated)
        .build();
  }

  private Behavior<Start> onStart(Start start) {
    ActorRef<WorldActor.Command> world = getContext().spawnAnonymous(
        WorldActor.create(start.spec(), start.progress(), start.onClock(), start.outcome()));
    getContext().watch(world);
    worlds.put(world.unsafeUpcast(), start.outcome());
    return this;
  }

  private Behavior<Start> onTerminated(Terminated world) {
    WorldActor.Outcome outcome = worlds.remove(world.getRef());
    if (outcome != null && world instanceof ChildFailed failure) {
      outcome.failed(failure.cause());
    }
    return this;
  }
}
