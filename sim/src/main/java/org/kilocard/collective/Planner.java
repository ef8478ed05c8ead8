package org.kilocard.collective;

import org.kilocard.topology.Placement;

/** Chooses how a call on a group is carried out. */
@FunctionalInterface
public interface Planner {
  /** The plan of {@code call} on the group placed at {@code placement}; equal arguments give equal plans. */
  Plan plan(Call call, Placement placement);
}
