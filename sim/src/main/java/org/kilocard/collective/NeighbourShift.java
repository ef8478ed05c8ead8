package org.kilocard.collective;

import java.util.Set;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;

/**
 * Every member of a group sends to the next one, the last to the first.
 *
 * <p><b>Model.</b> One step of sends as in {@link PointToPoint}, all at once, each over the lowest tier that joins
 * the two: inside a node all but the last member, between nodes one.
 *
 * <p><b>Assumes.</b> The members are at the same step.
 *
 * <p><b>Source.</b> Grouped sends and receives of NCCL, as TransformerEngine's context parallelism posts them.
 */
public record NeighbourShift() implements Algorithm {
  @Override
  public String name() {
    return "neighbours";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.SHIFT);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return operation == Operation.SHIFT;
  }

  @Override
  public Plan plan(Call call, Placement placement, Wires wires) {
    PlanWriter plan = new PlanWriter(name(), placement, wires);
    for (int t = 0; t <= placement.top(); t++) {
      plan.tier(t, Pattern.SHIFT, ProtocolUse.EXCHANGE, call.bytes(), 1, 0);
    }
    plan.waitFirst(wires.transport(placement.tiers().get(placement.top())).rendezvousPs().value());
    return plan.write(call);
  }
}
