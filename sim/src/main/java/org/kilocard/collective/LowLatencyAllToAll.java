package org.kilocard.collective;

import java.util.Set;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;

/**
 * MoE dispatch and combine for few tokens, as the low-latency kernels of DeepEP: every copy of a token goes straight to
 * its expert, over the lowest tier that joins the two cards.
 *
 * <p><b>Model.</b> One step; nothing is forwarded and no copy is saved, so that a token of k experts is sent k times.
 * No counts are exchanged first, which leaves a smaller base than {@link DeduplicatedAllToAll} has. Only where the
 * stack has protocols for it; a job must name it.
 *
 * <p><b>Source.</b> DeepEP, low-latency kernels.
 */
public record LowLatencyAllToAll() implements Algorithm {
  @Override
  public String name() {
    return "low-latency";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.DISPATCH, Operation.COMBINE);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return operations().contains(operation) && placement.tiers().stream()
        .limit(placement.top() + 1L)
        .noneMatch(tier -> wires.transport(tier).protocols(ProtocolUse.LOW_LATENCY).isEmpty());
  }

  @Override
  public boolean isAutomatic() {
    return false;
  }

  @Override
  public Plan plan(Call call, Placement placement, Wires wires) {
    double copies = call.routed().map(routed -> routed.topK() * routed.loadFactor()).orElse(1.0);
    PlanWriter plan = new PlanWriter(name(), placement, wires);
    for (int t = 0; t <= placement.top(); t++) {
      plan.tier(t, Pattern.PAIRS, ProtocolUse.LOW_LATENCY, copies * call.bytes(), 1, 0);
    }
    return plan.write(call);
  }
}
