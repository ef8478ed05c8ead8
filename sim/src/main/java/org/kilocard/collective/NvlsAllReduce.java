package org.kilocard.collective;

import java.util.Set;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;

/**
 * All-reduce inside the switch (NVLink SHARP).
 *
 * <p><b>Model.</b> The switch reads and adds the parts of all members and writes the sum to all: two steps,
 * (n+1)/n·S out of and into each card. Only within one switch, and only where the stack has the protocol.
 *
 * <p><b>Source.</b> NVIDIA NVLS in NCCL; Graham et al., SHARP (2016).
 */
public record NvlsAllReduce() implements Algorithm {
  @Override
  public String name() {
    return "nvls";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.ALL_REDUCE);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return operation == Operation.ALL_REDUCE
        && placement.top() == 0
        && wires.reduces(placement.tiers().get(0));
  }

  @Override
  public Plan plan(Call call, Placement placement, Wires wires) {
    int n = placement.size();
    PlanWriter plan = new PlanWriter(name(), placement, wires);
    plan.tier(0, Pattern.RING, ProtocolUse.IN_NETWORK, (n + 1.0) / n * call.bytes(), 2, 0);
    return plan.write(call);
  }
}
