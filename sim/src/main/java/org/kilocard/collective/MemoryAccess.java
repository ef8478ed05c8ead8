package org.kilocard.collective;

import java.util.Set;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;

/**
 * A plain load from, or store into, the memory of another card, by whoever is already running.
 *
 * <p><b>Model.</b> One latency and the bytes: no launch, no library. What benchmarks of links measure: a read over
 * UnifiedBus, an RDMA write. Only where the stack has a protocol for it, and only when named: what a job sends goes
 * through its library.
 *
 * <p><b>Source.</b> Serving Large Language Models on Huawei CloudMatrix384 (arXiv 2506.12708), section 3.
 */
public record MemoryAccess() implements Algorithm {
  @Override
  public String name() {
    return "access";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.SEND, Operation.SEND_BACK);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return operations().contains(operation)
        && !wires.transport(placement.tiers().get(placement.top())).protocols(ProtocolUse.ACCESS).isEmpty();
  }

  @Override
  public boolean isAutomatic() {
    return false;
  }

  @Override
  public Plan plan(Call call, Placement placement, Wires wires) {
    Pattern pattern = call.operation() == Operation.SEND ? Pattern.SEND : Pattern.SEND_BACK;
    PlanWriter plan = new PlanWriter(name(), placement, wires);
    plan.tier(placement.top(), pattern, ProtocolUse.ACCESS, call.bytes(), 1, 0);
    return plan.write(call);
  }
}
