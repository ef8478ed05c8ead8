package org.kilocard.hardware;

import java.util.Objects;
import java.util.Optional;

/**
 * One way in which a communication library moves data over one link technology, e.g. NCCL's LL128.
 *
 * <p><b>Model.</b> {@code base + steps × (latency of the tier + hop) + (peers − 1) × peer + bytes on the wire /
 * (efficiency × raw rate)}, with steps and bytes by {@link ProtocolUse}. A library that picks the fastest protocol is
 * the minimum of such lines.
 *
 * <p><b>Assumes.</b> The base is paid once per call; a call that crosses several tiers pays the largest one.
 *
 * <p><b>Not modelled.</b> The size at which a library switches protocol before or after the lines cross.
 *
 * <p><b>Source.</b> The form is that of NCCL's own tuning model (src/graph/tuning.cc).
 *
 * @param name of the protocol, e.g. {@code ll128}
 * @param use what it may carry
 * @param basePs once per call
 * @param hopPs per step, on top of the latency of the tier
 * @param efficiency payload rate over the raw rate of the card's link, for very large messages
 * @param unitBytesPerSecond payload that one unit of the card drives; empty: units never limit it. For
 *     {@link ProtocolUse#DISPATCH} and {@link ProtocolUse#COMBINE} the payload is what a card receives in its
 *     scale-up domain, its own tokens included
 * @param peerPs for each peer of an exchange on a tier but the first: its message is posted, sent and waited for
 *     beside the others, but not for nothing; empty: it is
 */
public record Protocol(
    String name,
    ProtocolUse use,
    Constant basePs,
    Constant hopPs,
    Constant efficiency,
    Optional<Constant> unitBytesPerSecond,
    Optional<Constant> peerPs) {
  /** A protocol to which one more peer costs nothing but its bytes. */
  public Protocol(
      String name,
      ProtocolUse use,
      Constant basePs,
      Constant hopPs,
      Constant efficiency,
      Optional<Constant> unitBytesPerSecond) {
    this(name, use, basePs, hopPs, efficiency, unitBytesPerSecond, Optional.empty());
  }

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
   * @param peers that a member exchanges with on the tier
   * @param wireBytes out of each card
   * @param bytesPerSecond raw, per card and direction
   * @param latencyPs of the tier, one way
   */
  public double timePs(int steps, int peers, double wireBytes, double bytesPerSecond, long latencyPs) {
    return basePs.value() + steps * (latencyPs + hopPs.value()) + peersPs(peers)
        + wireBytes / (efficiency.value() * bytesPerSecond) * 1e12;
  }

  /** What the peers of an exchange cost beside the step and their bytes, picoseconds. */
  public double peersPs(int peers) {
    return Math.max(0, peers - 1) * peerPs.map(Constant::value).orElse(0.0);
  }
}
