package org.kilocard.collective;

import java.util.List;

/**
 * How a call is carried out: a start-up, then flows on one or more tiers that run pipelined and side by side.
 *
 * @param algorithm algorithm and protocol, for people
 * @param startupPs latency of the whole chain of steps, in picoseconds
 * @param flows at most one per tier
 * @param boundPs physical lower bound of the whole call: raw rates, one hop latency
 * @param units compute units of each card that it takes from the kernels beside it
 */
public record Plan(
    String algorithm, long startupPs, List<TierFlow> flows, long boundPs, int units) {
  /** Copies the flows. */
  public Plan {
    flows = List.copyOf(flows);
    if (startupPs < 0 || boundPs < 0 || units < 0) {
      throw new IllegalArgumentException("negative time or units in the plan of " + algorithm);
    }
  }
}
