package org.kilocard.collective;

import java.util.Set;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;

/**
 * All-reduce inside the switches of nodes and of the network between them (SHARP, NCCL's CollNet).
 *
 * <p><b>Model.</b> The switch of a node of m members reads and adds their parts, two hops and (m+1)/m·S out of
 * and into each card, or, where it cannot, a ring of the node does: 2(m−1) steps, 2(m−1)/m·S. Each card sends
 * the sum of its part, S/m, once into the network and receives the total once, whatever the number of nodes: two
 * latencies of the network. All of it runs pipelined.
 *
 * <p><b>Assumes.</b> Nodes hold equally many members. Switches reduce at the rate of their ports, for as many
 * trees as there are rails.
 *
 * <p><b>Source.</b> Graham et al., SHARP (2016); NCCL, src/graph/tuning.cc (CollNet direct and chain).
 */
public record SharpAllReduce() implements Algorithm {
  @Override
  public String name() {
    return "sharp";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.ALL_REDUCE);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return operation == Operation.ALL_REDUCE && placement.top() == 1 && Domains.areEven(placement)
        && placement.tiers().get(0).grid().isEmpty() && wires.reduces(placement.tiers().get(1));
  }

  @Override
  public Plan plan(Call call, Placement placement, Wires wires) {
    PlanWriter plan = new PlanWriter(name(), placement, wires);
    int node = placement.together(0, 0);
    if (node > 1 && wires.reduces(placement.tiers().get(0))) {
      InSwitch.add(plan, placement, call);
    } else if (node > 1) {
      plan.tier(0, Pattern.RING, ProtocolUse.RING, 2.0 * call.bytes(), 2 * (node - 1), 0);
    }
    plan.tier(1, Pattern.RING, ProtocolUse.IN_NETWORK, call.bytes(), 2, 0);
    return plan.write(call);
  }
}
