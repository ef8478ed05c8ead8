package org.kilocard.world;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import org.kilocard.fold.DomainClass;
import org.kilocard.topology.Tier;

/**
 * The torus (ICI, NeuronLink) of a class of slices.
 *
 * <p><b>Model.</b> Links between neighbours only; cards pass on what is meant for others. The optical
 * switches of a slice are set before the job begins, and are as good as cables.
 */
final class TorusActor {
  private TorusActor() {}

  static Behavior<DomainActor.Command> create(
      Tier tier, DomainClass domains, ActorRef<ClockActor.Command> clock) {
    return DomainActor.create(tier, domains, clock);
  }
}
