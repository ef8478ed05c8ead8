package org.kilocard.collective;

import java.util.Set;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;

/**
 * All-to-all with one partner at a time.
 *
 * <p><b>Model.</b> n−1 steps; in each, every member exchanges S/n with one other. q(t) − q(t−1) steps are on
 * tier t, with q(t) the members in a domain, and the tiers take turns.
 *
 * <p><b>Assumes.</b> Domains hold equally many members; switched tiers, as one partner at a time leaves the
 * other links of a mesh idle. All members are at the same step.
 *
 * <p><b>Source.</b> Thakur, Rabenseifner and Gropp, Optimization of collective communication operations in
 * MPICH (2005).
 */
public record PairwiseAllToAll() implements Algorithm {
  @Override
  public String name() {
    return "pairwise";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.ALL_TO_ALL);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return operation == Operation.ALL_TO_ALL && Domains.areEven(placement) && Domains.areSwitched(placement);
  }

  @Override
  public boolean isAutomatic() {
    return false;
  }

  @Override
  public Plan plan(Call call, Placement placement, Wires wires) {
    PlanWriter plan = new PlanWriter(name(), placement, wires);
    for (int t = 0; t <= placement.top(); t++) {
      int steps = placement.together(t, 0) - placement.together(t - 1, 0);
      plan.tier(t, Pattern.PAIRS, ProtocolUse.EXCHANGE, call.load() * call.bytes(), steps, 0);
    }
    plan.oneTierAfterTheOther();
    return plan.write(call);
  }
}
