package org.kilocard.collective;

import java.util.Set;
import org.kilocard.topology.Placement;

/**
 * All-reduce inside the switch of each node, and along trees across nodes, as NCCL's NVLSTree.
 *
 * <p><b>Model.</b> The switch of a node of m members reads and adds their parts and writes the result back: two
 * hops, (m+1)/m·S out of and into each card, as in {@link NvlsAllReduce}. Between nodes every card is in the
 * trees of its own rail with its part of the buffer: as {@link TreeAllReduce}, without its chains. All of it
 * runs pipelined.
 *
 * <p><b>Assumes.</b> Nodes hold equally many members, at least two. Trees run at the rate of trees.
 *
 * <p><b>Source.</b> NCCL, src/graph/tuning.cc and src/device/all_reduce.h (NVLS_TREE).
 */
public record NvlsTree() implements Algorithm {
  @Override
  public String name() {
    return "nvls-tree";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.ALL_REDUCE);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return operation == Operation.ALL_REDUCE && Tree.handles(placement) && Domains.areEven(placement)
        && placement.together(0, 0) > 1 && wires.reduces(placement.tiers().get(0));
  }

  @Override
  public Plan plan(Call call, Placement placement, Wires wires) {
    PlanWriter plan = new PlanWriter(name(), placement, wires);
    InSwitch.add(plan, placement, call);
    Tree.across(plan, call, 2, placement);
    return plan.write(call);
  }
}
