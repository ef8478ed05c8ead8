package org.kilocard.world;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import org.kilocard.fold.DomainClass;
import org.kilocard.topology.Tier;

/**
 * The mesh in several dimensions (UB-Mesh) of a class of pods.
 *
 * <p><b>Model.</b> A link of its own between every two cards of a line; cards pass on what is meant for
 * others.
 */
final class MeshActor {
  private MeshActor() {}

  static Behavior<DomainActor.Command> create(
      Tier tier, DomainClass domains, ActorRef<ClockActor.Command> clock) {
    return DomainActor.create(tier, domains, clock);
  }
}
