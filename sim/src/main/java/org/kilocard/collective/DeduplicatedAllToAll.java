package org.kilocard.collective;

import java.util.Set;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;

/**
 * MoE dispatch and combine that send a token once to each domain and forward it there, as DeepEP does.
 *
 * <p><b>Model.</b> A token goes once to every outer domain that holds one of its experts, landing on the card
 * with the sender's place in it, and from there once to every card that holds one. Into an inner domain of m
 * of the M members of its domain come, over tier t, the tokens of all n members that have an expert there,
 * but for the m/M that land in it: n · P · (1 − m/M) / m per token and card, with P the probability of an
 * expert there. Where domains hold equally many members this is X · (1 − 1/k), with X the expected number of
 * inner domains of a token and k the inner domains of a domain; else the smallest inner domain receives most
 * and sets the pace. The tiers run pipelined, chunk by chunk. Combine goes the same way back, adding up on
 * the way.
 *
 * <p><b>Assumes.</b> Experts are chosen evenly within the router's limits.
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
        plan.tier(t, placement.rails(t), use, bytes * copies(routed, placement, t) / weight, 1,
            t == 0 ? received : 0);
      }
    }
    return plan.write(call);
  }

  /** How many copies per token of a member the busiest card receives over a tier. */
  static double copies(Routed routed, Placement placement, int tier) {
    double most = 0;
    int n = placement.size();
    for (int i = 0; i < n; i += placement.together(tier - 1, i)) {
      int inner = placement.together(tier - 1, i);
      double elsewhere = 1 - inner / (double) placement.together(tier, i);
      most = Math.max(most, n * routed.reached(i, inner, n) * elsewhere / inner);
    }
    return most;
  }
}
