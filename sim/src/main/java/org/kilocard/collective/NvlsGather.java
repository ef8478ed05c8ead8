package org.kilocard.collective;

import java.util.Set;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;

/**
 * All-gather and reduce-scatter inside the switch (NVLink SHARP).
 *
 * <p><b>Model.</b> All-gather: each card stores its part once and the switch copies it to all, S/n out of and S
 * into each card. Reduce-scatter: the switch reads and adds the parts of all members for each, S out of and
 * S/n into it. Two hops. The busier direction sets the pace: S, a ring moves (n−1)/n·S; what is gained is steps
 * and units.
 *
 * <p><b>Assumes.</b> The other direction is counted as busy as the busier one. NCCL takes it only where buffers
 * are registered with the switch, which nccl-tests does not do by default, so a job must name it.
 *
 * <p><b>Source.</b> NVIDIA NVLS in NCCL; Graham et al., SHARP (2016).
 */
public record NvlsGather() implements Algorithm {
  @Override
  public String name() {
    return "nvls";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.ALL_GATHER, Operation.REDUCE_SCATTER);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return operations().contains(operation) && placement.top() == 0 && wires.reduces(placement.tiers().get(0));
  }

  @Override
  public boolean isAutomatic() {
    return false;
  }

  @Override
  public Plan plan(Call call, Placement placement, Wires wires) {
    PlanWriter plan = new PlanWriter(name(), placement, wires);
    plan.tier(0, Pattern.RING, ProtocolUse.IN_NETWORK, call.bytes(), 2, 0);
    return plan.write(call);
  }
}
