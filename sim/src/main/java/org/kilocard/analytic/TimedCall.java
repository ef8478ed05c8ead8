package org.kilocard.analytic;

import org.kilocard.collective.Call;
import org.kilocard.collective.Plan;
import org.kilocard.job.Role;
import org.kilocard.topology.Placement;

/**
 * A call on the groups of a role, which have all links to themselves.
 *
 * @param place where they lie
 * @param plan how it is carried out there
 * @param ps how long it takes
 */
record TimedCall(Role role, Call call, Place place, Plan plan, long ps) {
  static TimedCall of(Role role, Call call, Place place, Plan plan) {
    return new TimedCall(role, call, place, plan, plan.alonePs(place.placement(), place::crowd));
  }

  /** Where a representative group lies. */
  Placement placement() {
    return place.placement();
  }

  /** Whether kernels beside the call feel it. */
  boolean isFelt() {
    return plan.units() > 0 || plan.slowdown() > 0;
  }
}
