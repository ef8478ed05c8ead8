package org.kilocard.collective;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.kilocard.hardware.Protocol;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;
import org.kilocard.topology.Tier;
import org.kilocard.unit.Time;

/**
 * Puts a plan together tier by tier: each tier takes its fastest protocol; the largest base is paid once, all
 * steps one after the other.
 */
final class PlanWriter {
  private final String algorithm;
  private final Placement placement;
  private final Wires wires;
  private final List<TierFlow> flows = new ArrayList<>();
  private final List<Tier> tiers = new ArrayList<>();
  private final Set<String> protocols = new LinkedHashSet<>();
  private double basePs;
  private double stepsPs;
  private double sentBytes;

  PlanWriter(String algorithm, Placement placement, Wires wires) {
    this.algorithm = algorithm;
    this.placement = placement;
    this.wires = wires;
  }

  /**
   * Adds the traffic of one tier.
   *
   * @param bytes what the weights of {@code pattern} multiply
   * @param steps of the chain that cross this tier
   * @param received payload that counts against the units of a card, 0: what it sends on this tier
   */
  void tier(int tier, Pattern pattern, ProtocolUse use, double bytes, int steps, double received) {
    Tier t = placement.tiers().get(tier);
    double sent = bytes * placement.heaviest(pattern, tier);
    if (steps == 0 || sent <= 0) {
      return;
    }
    Protocol protocol = wires.fastest(t, use, steps, sent);
    double cap = wires.cardBytesPerSecond(t, protocol) * (received > 0 ? sent / received : 1);
    flows.add(new TierFlow(tier, pattern, bytes, protocol.efficiency().value(), cap));
    tiers.add(t);
    protocols.add(protocol.name());
    basePs = Math.max(basePs, protocol.basePs().value() + wires.offloadPs(t));
    sentBytes += sent;
    stepsPs += steps * (placement.latencyPs(pattern, tier) + protocol.hopPs().value());
  }

  /** Adds a wait before the first byte. */
  void waitFirst(double ps) {
    stepsPs += ps;
  }

  Plan write(Call call) {
    long startupPs = Time.ceil(basePs + stepsPs, algorithm);
    double seconds = Prediction.seconds(startupPs, flows, placement);
    double memory = seconds > 0 ? accesses(call) * sentBytes / seconds : 0;
    return new Plan(algorithm + " " + String.join("/", protocols), startupPs, flows,
        Bound.ofPs(call, placement), wires.slowdown(memory), wires.unitsTaken(tiers));
  }

  /** Accesses to memory per byte sent: it is read, and where it arrives written, or read, added and written. */
  private static double accesses(Call call) {
    return switch (call.operation()) {
      case ALL_REDUCE, REDUCE_SCATTER, COMBINE -> 3;
      default -> 2;
    };
  }
}
