package org.kilocard.analytic;

import org.kilocard.collective.Call;
import org.kilocard.collective.Plan;
import org.kilocard.job.Role;
import org.kilocard.topology.Placement;

/**
 * A call on a group that has all links to itself.
 *
 * @param placement where a representative group lies
 * @param plan how it is carried out there
 * @param ps how long it takes
 */
record TimedCall(Role role, Call call, Placement placement, Plan plan, long ps) {
  static TimedCall of(Role role, Call call, Placement placement, Plan plan) {
    return new TimedCall(role, call, placement, plan, plan.alonePs(placement));
  }

  /** Whether kernels beside the call feel it. */
  boolean isFelt() {
    return plan.units() > 0 || plan.slowdown() > 0;
  }
}
