package org.kilocard.collective;

import java.util.Set;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;

/**
 * Broadcast along a ring, and reduce along it backwards.
 *
 * <p><b>Model.</b> n−1 steps, pipelined; every member but the last passes all S bytes on.
 *
 * <p><b>Source.</b> NCCL's broadcast and reduce, which know no other algorithm.
 */
public record RingBroadcast() implements Algorithm {
  @Override
  public String name() {
    return "ring";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.BROADCAST, Operation.REDUCE);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return operations().contains(operation);
  }

  @Override
  public Plan plan(Call call, Placement placement, Wires wires) {
    PlanWriter plan = new PlanWriter(name(), placement, wires);
    for (int t = 0; t <= placement.top(); t++) {
      plan.tier(t, Pattern.RING, ProtocolUse.RING, call.bytes(), placement.ringSteps(t), 0);
    }
    return plan.write(call);
  }
}
