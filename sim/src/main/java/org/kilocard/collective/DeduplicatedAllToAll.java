package org.kilocard.collective;

import java.util.Set;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;

/**
 * MoE dispatch and combine that send a token once to each domain and forward it there, as DeepEP does.
 *
 * <p><b>Model.</b> A token goes once to every outer domain that holds one of its experts, landing on the card with
 * the sender's place in it, and from there once to every card that holds one: on tier t it travels
 * X(t−1) · (1 − 1/k) times, with X(t−1) the expected number of inner domains that hold its experts and k the
 * inner domains of a domain. The tiers run pipelined, chunk by chunk. Combine goes the same way back, adding up
 * on the way.
 *
 * <p><b>Assumes.</b> Experts are chosen evenly within the router's limits, and domains hold equally many members.
 *
 * <p><b>Not modelled.</b> The exchange of counts before the first token (it is in the protocol's base).
 *
 * <p><b>Source.</b> DeepSeek-V3 technical report, section 3.2.2; DeepEP.
 */
public record DeduplicatedAllToAll() implements Algorithm {
  @Override
  public String name() {
    return "deduplicated";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.DISPATCH, Operation.COMBINE);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return (operation == Operation.DISPATCH || operation == Operation.COMBINE)
        && wires.stack().tokens().deduplicated();
  }

  @Override
  public Plan plan(Call call, Placement placement, Wires wires) {
    Routed routed = call.routed().orElseThrow();
    double bytes = call.bytes() * routed.loadFactor();
    ProtocolUse use =
        call.operation() == Operation.DISPATCH ? ProtocolUse.DISPATCH : ProtocolUse.COMBINE;
    double received = bytes * routed.expectedDomains(placement.domains(-1));
    PlanWriter plan = new PlanWriter(name(), placement, wires);
    for (int t = 0; t <= placement.top(); t++) {
      double weight = placement.heaviest(Pattern.PAIRS, t);
      if (weight > 0) {
        plan.tier(t, Pattern.PAIRS, use, bytes * copies(routed, placement, t) / weight, 1,
            t == 0 ? received : 0);
      }
    }
    return plan.write(call);
  }

  /** How often a token travels on a tier. */
  static double copies(Routed routed, Placement placement, int tier) {
    double inner = placement.domains(tier - 1);
    double outer = placement.domains(tier);
    return routed.expectedDomains(placement.domains(tier - 1)) * (1 - outer / inner);
  }
}
