package org.kilocard.collective;

import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;

/** The part of an all-reduce over several nodes that the switch of each node does. */
final class InSwitch {
  private InSwitch() {}

  /** The switch reads and adds the parts of a node's m members and writes to all: (m+1)/m·S, two hops. */
  static void add(PlanWriter plan, Placement placement, Call call) {
    int m = placement.together(0, 0);
    // On an inner tier the weights of a ring are (m − 1)/m.
    plan.tier(0, Pattern.RING, ProtocolUse.IN_NETWORK, (m + 1.0) / (m - 1) * call.bytes(), 2, 0);
  }
}
