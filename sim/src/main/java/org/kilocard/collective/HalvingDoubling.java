package org.kilocard.collective;

import java.util.Set;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;

/**
 * Recursive halving and doubling: partners at distance 1, 2, 4 … exchange half of what is left.
 *
 * <p><b>Model.</b> Reduce-scatter takes log2(n) steps: S/2 with the neighbour, S/4 with the member two
 * further on, and so on, so that the largest parts stay innermost. On a tier that joins k domains of q
 * members a member sends S/q·(k−1)/k in log2(k) steps. All-gather is the same backwards, all-reduce both. The
 * steps, and so the tiers, take turns.
 *
 * <p><b>Assumes.</b> Powers of two; switched tiers, as one partner at a time leaves the other links of a mesh
 * idle. A step costs what it costs in a ring. Trunks of a fabric carry what they carry for a ring: out of a
 * leaf of the m of M domains goes S/q·(1 − m/M), out of a ring S/q·(M−1)/M. Nothing runs pipelined between
 * steps. No library of the catalogue's stacks is known to take it by itself, so a job must name it.
 *
 * <p><b>Source.</b> Thakur, Rabenseifner and Gropp, Optimization of collective communication operations in
 * MPICH (2005).
 */
public record HalvingDoubling() implements Algorithm {
  @Override
  public String name() {
    return "halving-doubling";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.ALL_REDUCE, Operation.ALL_GATHER, Operation.REDUCE_SCATTER);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return operations().contains(operation) && Integer.bitCount(placement.size()) == 1
        && Domains.areEven(placement) && Domains.areSwitched(placement);
  }

  @Override
  public boolean isAutomatic() {
    return false;
  }

  @Override
  public Plan plan(Call call, Placement placement, Wires wires) {
    int rounds = call.operation() == Operation.ALL_REDUCE ? 2 : 1;
    PlanWriter plan = new PlanWriter(name(), placement, wires);
    for (int t = 0; t <= placement.top(); t++) {
      int steps = rounds * Domains.log2(placement.joined(t));
      plan.tier(t, Pattern.RING, ProtocolUse.RING, rounds * Hierarchical.bytes(call, placement, t), steps, 0);
    }
    plan.oneTierAfterTheOther();
    return plan.write(call);
  }
}
