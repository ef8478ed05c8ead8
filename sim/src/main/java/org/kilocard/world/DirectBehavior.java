package org.kilocard.world;

import akka.actor.typed.Behavior;
import akka.actor.typed.ExtensibleBehavior;
import akka.actor.typed.Signal;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;

/**
 * A behaviour that tells its messages apart itself.
 *
 * <p>With ten thousand actors nearly every message finds its actor out of the cache, and what an actor costs is the
 * memory touched on the way to its handler. The tables of handlers that {@code AbstractBehavior} builds for each
 * actor are three of eight such touches; this does without.
 *
 * @param <C> what the actor understands
 */
abstract class DirectBehavior<C> extends ExtensibleBehavior<C> {
  private final ActorContext<C> context;

  DirectBehavior(ActorContext<C> context) {
    this.context = context;
  }

  /** Handles a message. */
  abstract void on(C message);

  final ActorContext<C> context() {
    return context;
  }

  @Override
  public final Behavior<C> receive(TypedActorContext<C> at, C message) {
    on(message);
    return Behaviors.same();
  }

  @Override
  public final Behavior<C> receiveSignal(TypedActorContext<C> at, Signal signal) {
    return Behaviors.unhandled();
  }
}
