package org.kilocard.analytic;

import org.kilocard.job.Dimension;
import org.kilocard.job.ExpertDimension;
import org.kilocard.job.GroupLayout;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Role;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;
import org.kilocard.topology.Tier;

/** Finds the slowest group of a pipeline rank, without laying out all of them. */
final class Spread {
  /** Where groups do not lie alike, so many are looked at. */
  private static final int SAMPLES = 64;

  private Spread() {}

  /**
   * The group of a pipeline rank that is spread most: over a higher tier, or with more of its bytes there. Where the
   * sizes of domains and the strides of the layout divide each other, all groups lie alike and the first will do.
   */
  static Placement widest(GroupLayout groups, Role role, int pipelineRank, Parallelism layout, Fabric fabric) {
    Placement widest = new Placement(fabric, groups.members(role, groups.firstRank(pipelineRank)));
    if (isEven(layout, fabric)) {
      return widest;
    }
    int ranks = layout.cards() / layout.pipeline();
    int step = Math.max(1, ranks / SAMPLES);
    for (int i = step; i < ranks; i += step) {
      Placement other = new Placement(fabric, groups.members(role, groups.rank(i, pipelineRank)));
      widest = isWider(Place.pattern(role, layout), other, widest) ? other : widest;
    }
    return widest;
  }

  private static boolean isEven(Parallelism layout, Fabric fabric) {
    for (Tier tier : fabric.tiers()) {
      int domain = Math.min(fabric.cards(), tier.cards().orElse(fabric.cards()));
      boolean even = true;
      for (ExpertDimension d : layout.expertOrder()) {
        even &= divide(domain, layout.stride(d));
      }
      for (Dimension d : layout.order()) {
        even &= divide(domain, layout.stride(d));
      }
      if (!even && domain < fabric.cards()) {
        return false;
      }
    }
    return true;
  }

  private static boolean divide(int a, int b) {
    return a % b == 0 || b % a == 0;
  }

  static boolean isWider(Pattern pattern, Placement one, Placement other) {
    if (one.top() != other.top()) {
      return one.top() > other.top();
    }
    return one.secondsPerByte(pattern, one.top()) > other.secondsPerByte(pattern, one.top());
  }
}
