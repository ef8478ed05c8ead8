package org.kilocard.world;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import org.kilocard.fold.DomainClass;
import org.kilocard.topology.Tier;

/**
 * The UB plane (Lingqu, UnifiedBus) of a class of supernodes.
 *
 * <p><b>Model.</b> A non-blocking plane of switches; a card's UB ports are one port out and one port in. Memory
 * semantics: the stack's start-up is that of loads and stores, without a rendezvous of messages.
 *
 * <p><b>Not modelled.</b> The two dies of a card, sub-planes that carry unequal load.
 */
final class UnifiedBusActor {
  private UnifiedBusActor() {}

  static Behavior<DomainActor.Command> create(
      Tier tier, DomainClass domains, ActorRef<ClockActor.Command> clock) {
    return DomainActor.create(tier, domains, clock);
  }
}
