package org.kilocard.world;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import org.kilocard.fold.DomainClass;
import org.kilocard.topology.Tier;

/**
 * The NVSwitches of a class of nodes (or of NVL72 racks).
 *
 * <p><b>Model.</b> One crossbar per node: what a card sends leaves by its port out and enters by the port in of
 * the receiver; the switch chips between them never saturate. Transfers are messages: a call begins when all
 * members have come.
 *
 * <p><b>Not modelled.</b> What a switch takes to reduce (NVLS): its bytes pass the ports like all others.
 */
final class NvSwitchActor {
  private NvSwitchActor() {}

  static Behavior<DomainActor.Command> create(
      Tier tier, DomainClass domains, ActorRef<ClockActor.Command> clock) {
    return DomainActor.create(tier, domains, clock);
  }
}
