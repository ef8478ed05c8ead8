package org.kilocard.collective;

import java.util.Set;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;

/**
 * All-reduce, all-gather and reduce-scatter tier by tier.
 *
 * <p><b>Model.</b> Reduce-scatter goes outwards: a ring inside the innermost domain, then on each further
 * tier rings of the members with the same place in their domains, rail by rail, on what is left. All-gather
 * comes back inwards, all-reduce does both. On a tier that joins k domains of q members a member sends
 * S/q·(k−1)/k in k−1 steps. The phases follow each other and each pays its base; out and back on the
 * outermost tier are one.
 *
 * <p><b>Assumes.</b> Domains hold equally many members. No phase begins before the last has ended for all
 * bytes. No library of the catalogue's stacks is known to take it by itself (frameworks put it together of
 * several calls), so a job must name it.
 *
 * <p><b>Source.</b> Mikami et al., Massively distributed SGD: ImageNet/ResNet-50 training in a flash (2018),
 * 2D-torus all-reduce; Cho et al., BlueConnect (2019).
 */
public record Hierarchical() implements Algorithm {
  @Override
  public String name() {
    return "hierarchical";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.ALL_REDUCE, Operation.ALL_GATHER, Operation.REDUCE_SCATTER);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return operations().contains(operation) && placement.top() > 0 && Domains.areEven(placement);
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
      boolean grid = placement.tiers().get(t).grid().isPresent();
      int steps = grid ? placement.ringSteps(t) : placement.joined(t) - 1;
      plan.phases(t == placement.top() ? 1 : rounds, t, Pattern.RING, ProtocolUse.RING,
          rounds * bytes(call, placement, t), rounds * steps);
    }
    plan.oneTierAfterTheOther();
    return plan.write(call);
  }

  /**
   * What the weights of rings multiply, one way: they are 1/q − 1/(q·k), which is what a member sends for each
   * byte, but 1/q on the outermost tier.
   */
  static double bytes(Call call, Placement placement, int tier) {
    double domains = placement.domains(tier - 1);
    return tier < placement.top() ? call.bytes() : call.bytes() * (domains - 1) / domains;
  }
}
