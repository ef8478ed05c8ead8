package org.kilocard.collective;

import java.util.Set;
import org.kilocard.topology.Placement;

/**
 * Broadcast down a double binary tree across nodes with chains inside nodes, and reduce up the same tree.
 *
 * <p><b>Model.</b> One way of {@link TreeAllReduce}: m − 1 steps inside nodes of m members, log2(k), rounded
 * down, across k domains; S out of a domain at most, S/2 to each of two children in the tree in which it is
 * not a leaf.
 *
 * <p><b>Assumes.</b> As {@link TreeAllReduce}. NCCL broadcasts along rings only, so a job must name it.
 *
 * <p><b>Source.</b> Sanders, Speck, Träff, Two-tree algorithms for full bandwidth broadcast, reduction and
 * scan (2009).
 */
public record TreeBroadcast() implements Algorithm {
  @Override
  public String name() {
    return "tree";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.BROADCAST, Operation.REDUCE);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return operations().contains(operation) && Tree.handles(placement);
  }

  @Override
  public boolean isAutomatic() {
    return false;
  }

  @Override
  public Plan plan(Call call, Placement placement, Wires wires) {
    return Tree.plan(name(), call, 1, placement, wires);
  }
}
