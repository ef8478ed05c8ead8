package org.kilocard.collective;

import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;

/**
 * What the ring algorithms share: the members form a ring, domain by domain, and pass chunks on.
 *
 * <p><b>Model.</b> The ring's bytes flow over every edge of the ring, pipelined, after a chain of steps. A tier
 * is crossed once for each of its inner domains but those of the next tier; on a torus or mesh rings run along all
 * dimensions at once, with fewer steps.
 */
final class Ring {
  private Ring() {}

  /**
   * The plan of a ring.
   *
   * @param rounds how often the chunks go round: 1, or 2 for all-reduce
   */
  static Plan plan(String name, Call call, int rounds, Placement placement, Wires wires) {
    int n = placement.size();
    double bytes = rounds * (n - 1.0) / n * call.bytes();
    PlanWriter plan = new PlanWriter(name, placement, wires);
    for (int t = 0; t <= placement.top(); t++) {
      int steps = rounds * placement.ringSteps(t);
      plan.tier(t, Pattern.RING, ProtocolUse.RING, bytes, steps, 0);
    }
    return plan.write(call);
  }
}
