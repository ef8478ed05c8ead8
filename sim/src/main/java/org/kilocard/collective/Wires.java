package org.kilocard.collective;

import java.util.List;
import java.util.Optional;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.Constant;
import org.kilocard.hardware.Engine;
import org.kilocard.hardware.MessageCosts;
import org.kilocard.hardware.Protocol;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.TransportConstants;
import org.kilocard.job.Communication;
import org.kilocard.job.UnitMode;
import org.kilocard.topology.Tier;
import org.kilocard.topology.Transport;

/**
 * How the software drives the links: the stack's protocols, and the units that the job grants them.
 *
 * @param stack the software stack
 * @param communication the job's choice of units
 * @param accelerator the cards, whose memory the communication goes through
 * @param borrows whether calls inside a mesh that borrows make use of that
 */
public record Wires(Stack stack, Communication communication, Accelerator accelerator, boolean borrows) {
  /** Wires that borrow where a mesh does. */
  public Wires(Stack stack, Communication communication, Accelerator accelerator) {
    this(stack, communication, accelerator, true);
  }

  /** The same wires, made to stay inside a mesh. */
  Wires direct() {
    return new Wires(stack, communication, accelerator, false);
  }

  /** Constants of the technology of a tier. */
  public TransportConstants transport(Tier tier) {
    return stack.transport(tier.name());
  }

  /** The same wires, made to use the protocol called {@code name} for whatever that can carry. */
  Wires only(String name) {
    return new Wires(stack.only(name), communication, accelerator, borrows);
  }

  /** The protocol that is fastest on a tier, for a member that exchanges with so many peers there. */
  public Protocol fastest(Tier tier, ProtocolUse use, int steps, int peers, double wireBytes) {
    return transport(tier).fastest(use, steps, peers, wireBytes, tier.bytesPerSecond(), tier.latencyPs());
  }

  /** What messages cost on a tier whose protocols are fitted with loads and stores; empty where they are not made. */
  public Optional<MessageCosts> messages(Tier tier) {
    return transport(tier).message().filter(costs -> tier.transport() == Transport.MESSAGE);
  }

  /** The engine that the job chose, where the technology of a tier has it. */
  private Optional<Engine> engine(Tier tier) {
    return communication.engine().map(name -> transport(tier).engines().get(name));
  }

  /** Part of a protocol's rate that the engine reaches. */
  double engineRate(Tier tier) {
    return 1 / (1 + engine(tier).map(engine -> engine.slowdown().value()).orElse(0.0));
  }

  /** Whether the switches of a tier add up what passes through them, and the stack has a protocol for it. */
  public boolean reduces(Tier tier) {
    return tier.reduces() && !transport(tier).protocols(ProtocolUse.IN_NETWORK).isEmpty();
  }

  /** Units of a card that a call on a tier has at its disposal; infinite when it needs none. */
  private double unitsFor(Tier tier) {
    return switch (communication.unitMode()) {
      case SHARED -> communication.units() > 0 ? communication.units() : transport(tier).units().value();
      case RESERVED -> communication.units();
      case OFFLOAD -> Double.POSITIVE_INFINITY;
    };
  }

  /** The most payload that the units of a card can move on a tier, bytes/s; may be infinite. */
  public double cardBytesPerSecond(Tier tier, Protocol protocol) {
    Optional<Engine> engine = engine(tier);
    if (engine.isPresent()) {
      return engine.get().bytesPerSecond(communication.units());
    }
    double units = unitsFor(tier);
    return protocol.unitBytesPerSecond().isEmpty() || Double.isInfinite(units)
        ? Double.POSITIVE_INFINITY
        : units * protocol.unitBytesPerSecond().get().value();
  }

  /** The most units that a call over some tiers takes from the kernels beside it. */
  public int unitsTaken(List<Tier> tiers) {
    return (int) Math.ceil(tiers.stream().mapToDouble(this::unitsTaken).max().orElse(0));
  }

  /** Units that {@code call} over some tiers takes from the kernels beside it. */
  int unitsTaken(Call call, List<Tier> tiers) {
    return !call.pipelined() ? unitsTaken(tiers) : (int) Math.ceil(tiers.stream()
        .mapToDouble(tier -> Math.min(unitsTaken(tier),
            transport(tier).pipelinedUnits().map(Constant::value).orElse(Double.POSITIVE_INFINITY)))
        .max().orElse(0));
  }

  private double unitsTaken(Tier tier) {
    return engine(tier).map(engine -> engine.unitsTaken(communication.units()))
        .orElseGet(() -> communication.unitMode() == UnitMode.SHARED ? unitsFor(tier) : 0);
  }

  /**
   * Share of their rate that compute-bound kernels lose while a card's memory moves so many bytes per second for
   * communication.
   */
  public double slowdown(double memoryBytesPerSecond) {
    double share = memoryBytesPerSecond / accelerator.memoryBytesPerSecond();
    return Math.min(1, accelerator.kernels().memory().contention().value() * share);
  }

  /** What a call waits for in addition when copy engines instead of units move the data, picoseconds. */
  public double offloadPs(Tier tier) {
    Optional<Engine> engine = engine(tier);
    if (engine.isPresent()) {
      return engine.get().startPs().value();
    }
    return communication.unitMode() == UnitMode.OFFLOAD ? transport(tier).offloadStartPs().value() : 0;
  }
}
