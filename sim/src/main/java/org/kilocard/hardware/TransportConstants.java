package org.kilocard.hardware;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a software stack uses one link technology.
 *
 * @param technology name of the tiers it is for, e.g. {@code nvlink}
 * @param protocols to choose from, at least one for rings and one for exchanges
 * @param units of the card that a running collective takes from the kernels beside it, when it shares the
 *     card
 * @param pipelinedUnits units that a gather takes whose parts a product waits for; empty: as any other
 * @param offloadStartPs added once per call when copy engines or the NIC move the data instead of units
 * @param rendezvousPs added once to a point-to-point message: sender and receiver find each other; zero where
 *     the sender simply stores into the receiver's memory
 * @param message what messages cost on top of protocols that are fitted with loads and stores
 * @param engines by name, what a job can have drive it instead of what {@code units} and the unit mode say
 */
public record TransportConstants(
    String technology,
    List<Protocol> protocols,
    Constant units,
    Optional<Constant> pipelinedUnits,
    Constant offloadStartPs,
    Constant rendezvousPs,
    Optional<MessageCosts> message,
    Map<String, Engine> engines) {
  /** Constants of a technology whose protocols are fitted with the semantics of its tiers. */
  public TransportConstants(
      String technology,
      List<Protocol> protocols,
      Constant units,
      Constant offloadStartPs,
      Constant rendezvousPs) {
    this(technology, protocols, units, Optional.empty(), offloadStartPs, rendezvousPs, Optional.empty(), Map.of());
  }

  /** Checks that rings and exchanges have a protocol. */
  public TransportConstants {
    Objects.requireNonNull(technology);
    protocols = List.copyOf(protocols);
    Objects.requireNonNull(units);
    Objects.requireNonNull(offloadStartPs);
    Objects.requireNonNull(rendezvousPs);
    engines = Collections.unmodifiableMap(new LinkedHashMap<>(engines));
    for (ProtocolUse needed : List.of(ProtocolUse.RING, ProtocolUse.EXCHANGE)) {
      if (protocols.stream().noneMatch(protocol -> protocol.use() == needed)) {
        throw new IllegalArgumentException(technology + " needs a protocol for " + needed);
      }
    }
  }

  /**
   * Protocols for {@code use}, in the order of the file; none only for {@link ProtocolUse#IN_NETWORK}, {@link
   * ProtocolUse#LOW_LATENCY} and {@link ProtocolUse#ACCESS}.
   */
  public List<Protocol> protocols(ProtocolUse use) {
    List<Protocol> found = protocols.stream().filter(protocol -> protocol.use() == use).toList();
    boolean plain = found.isEmpty() && (use == ProtocolUse.DISPATCH || use == ProtocolUse.COMBINE);
    return plain ? protocols(ProtocolUse.EXCHANGE) : found;
  }

  /** The same with another protocol in the place of the one of its name. */
  public TransportConstants with(Protocol other) {
    return with(protocols.stream()
        .map(protocol -> protocol.name().equals(other.name()) ? other : protocol).toList());
  }

  /** The same with the protocol called {@code name} as the only one for what it carries, if there is one. */
  TransportConstants only(String name) {
    Set<ProtocolUse> uses = protocols.stream()
        .filter(protocol -> protocol.name().equals(name))
        .map(Protocol::use)
        .collect(Collectors.toSet());
    return with(protocols.stream()
        .filter(protocol -> protocol.name().equals(name) || !uses.contains(protocol.use()))
        .toList());
  }

  private TransportConstants with(List<Protocol> others) {
    return new TransportConstants(
        technology, others, units, pipelinedUnits, offloadStartPs, rendezvousPs, message, engines);
  }

  /** The protocol for {@code use} with the least {@link Protocol#timePs}; the first of equals. */
  public Protocol fastest(
      ProtocolUse use, int steps, int peers, double wireBytes, double bytesPerSecond, long latencyPs) {
    return protocols(use).stream()
        .min(Comparator.comparingDouble(p -> p.timePs(steps, peers, wireBytes, bytesPerSecond, latencyPs)))
        .orElseThrow(() -> new IllegalArgumentException(technology + " has no protocol for " + use));
  }
}
