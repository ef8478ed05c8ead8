package org.kilocard.collective;

import java.util.List;
import org.kilocard.topology.Placement;

/**
 * Time of a plan that has all links to itself: start-up plus bytes over rate on the slowest tier.
 *
 * <p><b>Source.</b> The form of NCCL's own tuning model (src/graph/tuning.cc).
 */
final class Prediction {
  private Prediction() {}

  static double seconds(Plan plan, Placement placement) {
    return seconds(plan.startupPs(), plan.flows(), placement);
  }

  static double seconds(long startupPs, List<TierFlow> flows, Placement placement) {
    double slowest = 0;
    for (TierFlow flow : flows) {
      double sent = flow.bytes() * placement.heaviest(flow.pattern(), flow.tier());
      double onLink = flow.bytes() * placement.secondsPerByte(flow.pattern(), flow.tier());
      slowest = Math.max(slowest, onLink / flow.efficiency());
      slowest = Math.max(slowest, sent / flow.cardBytesPerSecond());
    }
    return startupPs * 1e-12 + slowest;
  }
}
