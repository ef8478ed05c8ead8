package org.kilocard.timeline;

import java.util.Optional;
import org.kilocard.collective.Call;
import org.kilocard.collective.Considered;
import org.kilocard.job.Role;

/**
 * All occurrences of one call on one class of identical groups.
 *
 * @param role role of the group
 * @param call what was called
 * @param algorithm chosen algorithm and protocol, e.g. {@code ring simple}
 * @param ranks members of a group
 * @param groups how many groups the class has
 * @param boundPs physical lower bound of one occurrence, picoseconds
 * @param durationsPs duration of each occurrence from the arrival of the last member to the end
 * @param beaten the fastest other algorithm that the planner weighed, if any
 */
public record CallTrack(
    Role role,
    Call call,
    String algorithm,
    int ranks,
    int groups,
    long boundPs,
    long[] durationsPs,
    Optional<Considered> beaten) {
  /** A call for which nothing else was weighed. */
  public CallTrack(
      Role role, Call call, String algorithm, int ranks, int groups, long boundPs, long[] durationsPs) {
    this(role, call, algorithm, ranks, groups, boundPs, durationsPs, Optional.empty());
  }
}
