package org.kilocard.study;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.kilocard.collective.Operation;
import org.kilocard.collective.Wires;
import org.kilocard.hardware.Confidence;
import org.kilocard.hardware.Constant;
import org.kilocard.hardware.Protocol;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.hardware.TransportConstants;
import org.kilocard.job.UnitMode;
import org.kilocard.topology.Tier;

/** Which constants that a collective may use have no source but a reasoned guess. */
final class Assumptions {
  private Assumptions() {}

  /** The constants by tier, for people: {@code nvlink units, ib simple}. */
  static String of(Wires wires, List<Tier> tiers, Set<Operation> operations) {
    Set<String> assumed = new LinkedHashSet<>();
    for (Tier tier : tiers) {
      TransportConstants transport = wires.transport(tier);
      units(wires, transport).filter(Assumptions::isAssumed)
          .forEach(units -> assumed.add(tier.name() + " units"));
      if (operations.contains(Operation.SEND) && isAssumed(transport.rendezvousPs())) {
        assumed.add(tier.name() + " rendezvous");
      }
      for (Operation operation : operations) {
        for (Protocol protocol : protocols(transport, operation)) {
          boolean unused = protocol.use() == ProtocolUse.IN_NETWORK && !wires.reduces(tier);
          if (!unused && constants(protocol).anyMatch(Assumptions::isAssumed)) {
            assumed.add(tier.name() + " " + protocol.name());
          }
        }
      }
    }
    return assumed.isEmpty() ? "nothing" : String.join(", ", assumed);
  }

  private static Stream<Constant> units(Wires wires, TransportConstants transport) {
    UnitMode mode = wires.communication().unitMode();
    if (mode == UnitMode.OFFLOAD) {
      return Stream.of(transport.offloadStartPs());
    }
    return wires.communication().units() > 0 ? Stream.empty() : Stream.of(transport.units());
  }

  private static List<Protocol> protocols(TransportConstants transport, Operation operation) {
    List<ProtocolUse> uses = switch (operation) {
      case ALL_REDUCE -> List.of(ProtocolUse.RING, ProtocolUse.IN_NETWORK);
      case ALL_GATHER, REDUCE_SCATTER, BROADCAST, REDUCE -> List.of(ProtocolUse.RING);
      case ALL_TO_ALL, SEND, SEND_BACK, SHIFT -> List.of(ProtocolUse.EXCHANGE);
      case DISPATCH -> List.of(ProtocolUse.DISPATCH);
      case COMBINE -> List.of(ProtocolUse.COMBINE);
    };
    List<Protocol> protocols = new ArrayList<>();
    uses.forEach(use -> protocols.addAll(transport.protocols(use)));
    return protocols;
  }

  private static Stream<Constant> constants(Protocol protocol) {
    return Stream.concat(
        Stream.of(protocol.basePs(), protocol.hopPs(), protocol.efficiency()),
        protocol.unitBytesPerSecond().stream());
  }

  private static boolean isAssumed(Constant constant) {
    return constant.source().confidence() == Confidence.ASSUMED;
  }
}
