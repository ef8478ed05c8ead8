package org.kilocard.collective;

import java.util.Set;
import org.kilocard.topology.Placement;

/**
 * All-reduce, all-gather and reduce-scatter along all dimensions of a torus or mesh at once.
 *
 * <p><b>Model.</b> The data is dealt to the dimensions; every part goes along all of them, each in another order,
 * so that the links of all dimensions are busy to the end: of a d-dimensional torus 2d links per card. A line of
 * k cards takes k/2 steps where it closes, k−1 where it does not.
 *
 * <p><b>Assumes.</b> The members form a block of the grid; others form one ring in rank order. Where the grid joins
 * domains, rings inside them run pipelined with those among them.
 *
 * <p><b>Source.</b> TPU v4 (arXiv 2304.01433); How to Scale Your Model (jax-ml/scaling-book).
 */
public record TorusRing() implements Algorithm {
  @Override
  public String name() {
    return "multi-ring";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.ALL_REDUCE, Operation.ALL_GATHER, Operation.REDUCE_SCATTER);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return operations().contains(operation) && placement.tiers().get(placement.top()).grid().isPresent();
  }

  @Override
  public Plan plan(Call call, Placement placement, Wires wires) {
    return Ring.plan(name(), call, call.operation() == Operation.ALL_REDUCE ? 2 : 1, placement, wires);
  }
}
