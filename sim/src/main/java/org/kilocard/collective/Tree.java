package org.kilocard.collective;

import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;

/**
 * What the tree algorithms share: two binary trees across domains, half of the bytes on each, and chains
 * inside the innermost ones, pipelined.
 *
 * <p><b>Model.</b> Where a tier joins k domains, log2(k) steps, rounded down, one way; in a chain of m
 * members m − 1. Each way every domain passes on all bytes at most once, as a ring does.
 */
final class Tree {
  /** Rate of a tree over that of the links: NCCL, src/graph/tuning.cc, for Simple. */
  private static final double RATE = 0.92;

  private Tree() {}

  /** Across nodes, and nowhere along the lines of a grid. */
  static boolean handles(Placement placement) {
    return placement.top() > 0
        && placement.tiers().stream().limit(placement.top() + 1L).noneMatch(t -> t.grid().isPresent());
  }

  /**
   * The plan of a tree.
   *
   * @param ways 2: up and down, 1: one of them
   */
  static Plan plan(String name, Call call, int ways, Placement placement, Wires wires) {
    PlanWriter plan = new PlanWriter(name, placement, wires);
    plan.atRate(RATE);
    int chain = placement.joined(0) - 1;
    plan.tier(0, Pattern.RING, ProtocolUse.RING, (double) ways * call.bytes(), ways * chain, 0);
    across(plan, call, ways, placement);
    return plan.write(call);
  }

  /** Adds the trees across the domains of all tiers but the innermost. */
  static void across(PlanWriter plan, Call call, int ways, Placement placement) {
    plan.atRate(RATE);
    for (int t = 1; t <= placement.top(); t++) {
      int depth = Domains.log2(placement.joined(t));
      plan.tier(t, Pattern.RING, ProtocolUse.RING, (double) ways * call.bytes(), ways * depth, 0);
    }
  }
}
