package org.kilocard.collective;

import java.util.Set;
import org.kilocard.topology.Placement;

/**
 * Ring reduce-scatter.
 *
 * <p><b>Model.</b> n−1 steps, each member sends (n−1)/n·S of its S bytes of input.
 *
 * <p><b>Source.</b> Patarasuk and Yuan, Bandwidth optimal all-reduce algorithms (2009); NCCL.
 */
public record RingReduceScatter() implements Algorithm {
  @Override
  public String name() {
    return "ring";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.REDUCE_SCATTER);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return operation == Operation.REDUCE_SCATTER && !new TorusRing().handles(operation, placement, wires);
  }

  @Override
  public Plan plan(Call call, Placement placement, Wires wires) {
    return Ring.plan(name(), call, 1, placement, wires);
  }
}
