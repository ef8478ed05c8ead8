package org.kilocard.collective;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.kilocard.hardware.Protocol;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;
import org.kilocard.topology.Tier;
import org.kilocard.unit.Time;

/**
 * Puts a plan together tier by tier: each tier takes its fastest protocol; the largest base is paid once, all
 * steps one after the other.
 *
 * <p><b>Borrowing.</b> Inside a mesh that borrows, every message is split between the mesh and the next outer tier in
 * proportion to what they reach alone, so that both parts end together; a step takes as long as it does on the slower
 * of the two.
 *
 * <p><b>Source.</b> UB-Mesh (arXiv 2503.20377): All-Path Routing, strategy Borrow.
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
  private boolean serial;
  private double rate = 1;
  private double latencyPs;
  private boolean borrowed;

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
    boolean exchange = pattern == Pattern.PAIRS || pattern == Pattern.RAILS;
    tier(tier, pattern, use, bytes, steps, received, exchange ? peers(tier) : 1);
  }

  /** The same where a member exchanges with so many peers on the tier. */
  void tier(int tier, Pattern pattern, ProtocolUse use, double bytes, int steps, double received, int peers) {
    basePs = Math.max(basePs, add(tier, pattern, use, bytes, steps, received, peers));
  }

  /** Adds the traffic between members of the same place that a stage of its own carries, which pays its own base. */
  void stage(int tier, ProtocolUse use, double bytes, int peers) {
    basePs += add(tier, placement.rails(tier), use, bytes, 1, 0, peers);
  }

  /** The most members that a member reaches over a tier. */
  private int peers(int tier) {
    int most = 0;
    for (int i = 0; i < placement.size(); i += placement.together(tier - 1, i)) {
      most = Math.max(most, placement.together(tier, i) - placement.together(tier - 1, i));
    }
    return most;
  }

  /** Adds the traffic of one tier that runs as phases of its own, each with its own base. */
  void phases(int phases, int tier, Pattern pattern, ProtocolUse use, double bytes, int steps) {
    basePs += phases * add(tier, pattern, use, bytes, steps, 0, 1);
  }

  /** What the base comes to, picoseconds. */
  private double add(
      int tier, Pattern pattern, ProtocolUse use, double bytes, int steps, double received, int peers) {
    double sent = bytes * placement.heaviest(pattern, tier);
    if (steps == 0 || sent <= 0) {
      return 0;
    }
    Leg own = leg(tier, pattern, use, sent, steps, peers);
    Optional<Leg> lent = lender(tier, use).map(lender -> leg(lender, pattern, use, sent, steps, peers));
    double ownPart = lent.map(leg -> leg.secondsPerByte() / (own.secondsPerByte() + leg.secondsPerByte())).orElse(1.0);
    double capped = received > 0 ? sent / received : 1;
    addFlow(own, pattern, ownPart, bytes, capped);
    lent.ifPresent(leg -> addFlow(leg, pattern, 1 - ownPart, bytes, capped));
    borrowed |= lent.isPresent();
    sentBytes += sent;
    latencyPs += steps * longer(own, lent, Leg::latencyPs);
    stepsPs += steps * longer(own, lent, Leg::stepPs);
    return longer(own, lent, Leg::basePs);
  }

  /**
   * One of the tiers that carry the bytes of a tier.
   *
   * @param efficiency payload over wire bytes
   * @param secondsPerByte of payload, if it carried all of it
   * @param stepPs what one step takes, its latency included
   */
  private record Leg(
      int tier, Protocol protocol, double efficiency, double secondsPerByte, double latencyPs, double stepPs,
      double basePs) {}

  private Leg leg(int tier, Pattern pattern, ProtocolUse use, double sent, int steps, int peers) {
    Tier t = placement.tiers().get(tier);
    Protocol protocol = wires.fastest(t, use, steps, peers, sent);
    double efficiency = Math.min(1, rate * wires.engineRate(t) * protocol.efficiency().value() / scale());
    double messagePs = wires.messages(t).map(costs -> costs.stepPs().value()).orElse(0.0);
    double latencyPs = placement.latencyPs(pattern, tier);
    return new Leg(tier, protocol, efficiency, placement.secondsPerByte(pattern, tier) / efficiency, latencyPs,
        latencyPs + protocol.hopPs().value() + messagePs,
        protocol.basePs().value() + protocol.peersPs(peers) + wires.offloadPs(t)
            + wires.messages(t).map(costs -> costs.startPs().value()).orElse(0.0));
  }

  /** The tier that lends to the traffic of {@code tier}, if its technology has a protocol for that. */
  private Optional<Integer> lender(int tier, ProtocolUse use) {
    if (!wires.borrows() || tier != placement.top() || placement.lender().isEmpty()) {
      return Optional.empty();
    }
    int lender = placement.lender().getAsInt();
    return wires.transport(placement.tiers().get(lender)).protocols(use).isEmpty()
        ? Optional.empty() : Optional.of(lender);
  }

  private void addFlow(Leg leg, Pattern pattern, double part, double bytes, double capped) {
    Tier t = placement.tiers().get(leg.tier());
    // The units of a card copy for all legs together.
    double cap = part * capped * wires.cardBytesPerSecond(t, leg.protocol()) / scale();
    flows.add(new TierFlow(leg.tier(), pattern, part * bytes, leg.efficiency(), cap));
    tiers.add(t);
    protocols.add(leg.protocol().name());
  }

  private static double longer(Leg own, Optional<Leg> lent, ToDoubleFunction<Leg> part) {
    return Math.max(part.applyAsDouble(own), lent.map(part::applyAsDouble).orElse(0.0));
  }

  /**
   * Makes the tiers take turns. A plan's flows run side by side, so each is held to the rate at which it
   * takes as long as all of them one after the other: the bytes and the time are those of the turns, the load
   * on links is their mean. Where another call slows one tier, the others' share of the time is lost in it:
   * too little, but no less than alone.
   */
  void oneTierAfterTheOther() {
    serial = true;
  }

  private List<TierFlow> inTurns() {
    double seconds = 0;
    for (TierFlow flow : flows) {
      // What is borrowed moves while the mesh moves the rest, and takes as long.
      seconds += placement.isLent(flow.tier()) ? 0 : Prediction.seconds(0, List.of(flow), placement);
    }
    List<TierFlow> slowed = new ArrayList<>();
    for (TierFlow flow : flows) {
      double sent = flow.bytes() * placement.heaviest(flow.pattern(), flow.tier());
      slowed.add(new TierFlow(flow.tier(), flow.pattern(), flow.bytes(), flow.efficiency(), sent / seconds));
    }
    return slowed;
  }

  /** Makes the tiers added from now on reach only a part of what their protocols do. */
  void atRate(double ofProtocol) {
    rate = ofProtocol;
  }

  /** Adds a wait before the first byte. */
  void waitFirst(double ps) {
    stepsPs += ps;
  }

  Plan write(Call call) {
    long startupPs = Time.ceil(Math.max(latencyPs, scale() * (basePs + stepsPs)), algorithm);
    List<TierFlow> flows = serial && this.flows.size() > 1 ? inTurns() : this.flows;
    double seconds = Prediction.seconds(startupPs, flows, placement);
    double memory = seconds > 0 ? accesses(call) * sentBytes / seconds : 0;
    return new Plan(algorithm + " " + String.join("/", protocols) + (borrowed ? ", borrowing" : ""), startupPs, flows,
        Bound.ofPs(call, placement, wires::reduces), wires.slowdown(memory), wires.unitsTaken(call, tiers));
  }

  /** Times as long as the protocols say, but neither faster than the wire nor than light. */
  private double scale() {
    return wires.stack().calibration().communicationScale();
  }

  /** Accesses to memory per byte sent: it is read, and where it arrives written, or read, added and written. */
  private static double accesses(Call call) {
    return switch (call.operation()) {
      case ALL_REDUCE, REDUCE_SCATTER, REDUCE, COMBINE -> 3;
      default -> 2;
    };
  }
}
