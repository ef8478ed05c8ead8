package org.kilocard.collective;

import java.util.Set;
import org.kilocard.topology.Placement;

/**
 * All-reduce over a tree across nodes with chains inside nodes, as NCCL's double binary tree.
 *
 * <p><b>Model.</b> Sums go up, results come down: 2(m − 1) steps inside a node of m members and 2·log2(k),
 * rounded down, across k domains. Two trees carry half of the bytes each, and a domain that has two children
 * in one is a leaf in the other: it sends S/2 up and 2·S/2 down in the one, S/2 up in the other, 2S in all,
 * over the ports of all its q members. On a chain of m members, rotated over the channels, a member sends
 * 2S·(m−1)/m.
 *
 * <p><b>Assumes.</b> A hop costs what it costs in a ring, and bytes flow at 0.92 of a ring's rate, as NCCL
 * expects of Simple. Tree edges load the trunks of a fabric as those of a ring do. On three tiers and more
 * each tier but the innermost has its own tree.
 *
 * <p><b>Not modelled.</b> The rate per channel to which NCCL holds trees, and that its LL is slower in a
 * tree.
 *
 * <p><b>Source.</b> NCCL, src/graph/tuning.cc and trees.cc; Sanders, Speck, Träff, Two-tree algorithms for
 * full bandwidth broadcast, reduction and scan (2009).
 */
public record TreeAllReduce() implements Algorithm {
  @Override
  public String name() {
    return "tree";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.ALL_REDUCE);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return operation == Operation.ALL_REDUCE && Tree.handles(placement);
  }

  @Override
  public Plan plan(Call call, Placement placement, Wires wires) {
    return Tree.plan(name(), call, 2, placement, wires);
  }
}
