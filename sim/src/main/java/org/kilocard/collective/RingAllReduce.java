package org.kilocard.collective;

import java.util.Set;
import org.kilocard.topology.Placement;

/**
 * Ring all-reduce.
 *
 * <p><b>Model.</b> A reduce-scatter round and an all-gather round: 2(n−1) steps, each member sends 2(n−1)/n·S.
 *
 * <p><b>Source.</b> Patarasuk and Yuan, Bandwidth optimal all-reduce algorithms (2009); NCCL.
 */
public record RingAllReduce() implements Algorithm {
  @Override
  public String name() {
    return "ring";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.ALL_REDUCE);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return operation == Operation.ALL_REDUCE && !new TorusRing().handles(operation, placement, wires);
  }

  @Override
  public Plan plan(Call call, Placement placement, Wires wires) {
    return Ring.plan(name(), call, 2, placement, wires);
  }
}
