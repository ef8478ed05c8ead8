package org.kilocard.hardware;

import java.util.Objects;
import java.util.Optional;

/**
 * One way in which a communication library moves data over one link technology, e.g. NCCL's LL128.
 *
 * <p><b>Model.</b> {@code base + steps × (latency of the tier + hop) + bytes on the wire / (efficiency × raw rate)},
 * with steps and bytes by {@link ProtocolUse}. A library that picks the fastest protocol is the minimum of such lines.
 *
 * <p><b>Assumes.</b> The base is paid once per call; a call that crosses several tiers pays the largest one.
 *
 * <p><b>Not modelled.</b> The size at which a library switches protocol before or after the lines cross, and what a
 * peer costs that is not a step: an all-to-all of many members pays no more than one of few.
 *
 * <p><b>Source.</b> The form is that of NCCL's own tuning model (src/graph/tuning.cc).
 *
 * @param name of the protocol, e.g. {@code ll128}
 * @param use what it may carry
 * @param basePs once per call
 * @param hopPs per step, on top of the latency of the tier
 * @param efficiency payload rate over the raw rate of the card's link, for very large messages
 * @param unitBytesPerSecond payload that one unit of the card drives; empty: units never limit it. For
 *     {@link ProtocolUse#DISPATCH} and {@link ProtocolUse#COMBINE} the payload is what a card receives in its scale-up
 *     domain, its own tokens included
 */
public record Protocol(
    String name,
    ProtocolUse use,
    Constant basePs,
    Constant hopPs,
    Constant efficiency,
    Optional<Constant> unitBytesPerSecond) {
  /** Checks the efficiency. */
  public Protocol {
    Objects.requireNonNull(name);
    Objects.requireNonNull(use);
    Objects.requireNonNull(basePs);
    Objects.requireNonNull(hopPs);
    Fractions.check("efficiency", efficiency);
    unitBytesPerSecond.ifPresent(rate -> {
      if (rate.value() == 0) {
        throw new IllegalArgumentException("a unit that moves nothing");
      }
    });
  }

  /**
   * Time in picoseconds of a call that has the link for itself.
   *
   * @param steps of the chain, by {@link ProtocolUse}
   * @param wireBytes out of each card
   * @param bytesPerSecond raw, per card and direction
   * @param latencyPs of the tier, one way
   */
  public double timePs(int steps, double wireBytes, double bytesPerSecond, long latencyPs) {
    return basePs.value() + steps * (latencyPs + hopPs.value())
        + wireBytes / (efficiency.value() * bytesPerSecond) * 1e12;
  }
}
