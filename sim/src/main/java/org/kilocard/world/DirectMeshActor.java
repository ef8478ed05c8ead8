package org.kilocard.world;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import org.kilocard.fold.DomainClass;
import org.kilocard.topology.Tier;

/**
 * The direct links (xGMI, HCCS) between the cards of a class of nodes.
 *
 * <p><b>Model.</b> A link of its own between every two cards, no forwarding through a third.
 */
final class DirectMeshActor {
  private DirectMeshActor() {}

  static Behavior<DomainActor.Command> create(
      Tier tier, DomainClass domains, ActorRef<ClockActor.Command> clock) {
    return DomainActor.create(tier, domains, clock);
  }
}
