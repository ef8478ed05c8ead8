package org.kilocard.collective;

import java.util.List;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.Protocol;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.TransportConstants;
import org.kilocard.job.Communication;
import org.kilocard.job.UnitMode;
import org.kilocard.topology.Tier;

/**
 * How the software drives the links: the stack's protocols, and the units that the job grants them.
 *
 * @param stack the software stack
 * @param communication the job's choice of units
 * @param accelerator the cards, whose memory the communication goes through
 */
public record Wires(Stack stack, Communication communication, Accelerator accelerator) {
  /** Constants of the technology of a tier. */
  public TransportConstants transport(Tier tier) {
    return stack.transport(tier.name());
  }

  /** The same wires, made to use the protocol called {@code name} for whatever that can carry. */
  Wires only(String name) {
    return new Wires(stack.only(name), communication, accelerator);
  }

  /** The protocol that is fastest on a tier. */
  public Protocol fastest(Tier tier, ProtocolUse use, int steps, double wireBytes) {
    return transport(tier).fastest(use, steps, wireBytes, tier.bytesPerSecond(), tier.latencyPs());
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
    double units = unitsFor(tier);
    return protocol.unitBytesPerSecond().isEmpty() || Double.isInfinite(units)
        ? Double.POSITIVE_INFINITY
        : units * protocol.unitBytesPerSecond().get().value();
  }

  /** Units that a call over some tiers takes from the kernels beside it. */
  public int unitsTaken(List<Tier> tiers) {
    if (communication.unitMode() != UnitMode.SHARED) {
      return 0;
    }
    return (int) tiers.stream().mapToDouble(this::unitsFor).max().orElse(0);
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
    return communication.unitMode() == UnitMode.OFFLOAD ? transport(tier).offloadStartPs().value() : 0;
  }
}
