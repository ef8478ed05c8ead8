package org.kilocard.world;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import org.kilocard.fold.DomainClass;
import org.kilocard.topology.Tier;

/**
 * The scale-out network: NICs, leaf switches and the trunks above them (InfiniBand, RoCE, RDMA plane).
 *
 * <p><b>Model.</b> Each card has its NIC's rate out and in; cards of one rail share leaves; what leaves a leaf
 * shares its trunk.
 *
 * <p><b>Not modelled.</b> Congestion control, packet loss. With ECMP, flows whose hashes collide share an uplink.
 */
final class ScaleOutActor {
  private ScaleOutActor() {}

  static Behavior<DomainActor.Command> create(
      Tier tier, DomainClass domains, ActorRef<ClockActor.Command> clock) {
    return DomainActor.create(tier, domains, clock);
  }
}
