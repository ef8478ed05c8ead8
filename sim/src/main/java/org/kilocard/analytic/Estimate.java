package org.kilocard.analytic;

import java.util.List;
import org.kilocard.timeline.CallTrack;
import org.kilocard.timeline.LinkTrack;
import org.kilocard.unit.Time;

/** How long a step takes, and what it consists of. Immutable; what calls and links did is added up when asked for. */
public final class Estimate {
  private final long stepPs;
  private final List<RankEstimate> ranks;
  private final Traffic traffic;

  Estimate(long stepPs, List<RankEstimate> ranks, Traffic traffic) {
    this.stepPs = Time.checked(stepPs, "the step");
    this.ranks = List.copyOf(ranks);
    this.traffic = traffic;
  }

  /** Length of the step in picoseconds. */
  public long stepPs() {
    return stepPs;
  }

  /** Where the time goes, by pipeline rank. */
  public List<RankEstimate> ranks() {
    return ranks;
  }

  /** All calls of the step; each takes as long as it does with all links to itself. */
  public List<CallTrack> calls() {
    return traffic.calls();
  }

  /** What the calls put on the links, tiers innermost first, links of a tier by kind. */
  public List<LinkTrack> links() {
    return traffic.links(stepPs);
  }
}
