package org.kilocard.collective;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.kilocard.topology.Placement;
import org.kilocard.unit.Time;

/**
 * How a call is carried out: a start-up, then flows on one or more tiers that run pipelined and side by side.
 *
 * @param algorithm algorithm and protocol, for people
 * @param startupPs latency of the whole chain of steps, in picoseconds
 * @param flows at most one per tier
 * @param boundPs physical lower bound of the whole call: raw rates, one hop latency
 * @param slowdown share of their rate that compute-bound kernels beside it lose to its memory traffic, 0 … 1
 * @param units compute units of each card that it takes from the kernels beside it
 * @param beaten the fastest other algorithm that a planner weighed, if any
 */
public record Plan(
    String algorithm,
    long startupPs,
    List<TierFlow> flows,
    long boundPs,
    double slowdown,
    int units,
    Optional<Considered> beaten) {
  /** A plan that nobody has compared with others. */
  public Plan(
      String algorithm, long startupPs, List<TierFlow> flows, long boundPs, double slowdown, int units) {
    this(algorithm, startupPs, flows, boundPs, slowdown, units, Optional.empty());
  }

  /** The same plan, chosen over another. */
  Plan over(Considered other) {
    return new Plan(algorithm, startupPs, flows, boundPs, slowdown, units, Optional.of(other));
  }

  /** Copies the flows. */
  public Plan {
    flows = List.copyOf(flows);
    if (startupPs < 0 || boundPs < 0 || units < 0 || !(slowdown >= 0 && slowdown <= 1)) {
      throw new IllegalArgumentException("impossible plan of " + algorithm);
    }
  }

  /** Time in picoseconds on the group that it was made for, when no other call is on the links. */
  public long alonePs(Placement placement) {
    return alonePs(placement, flow -> 1);
  }

  /**
   * The same where links take longer.
   *
   * @param crowd how many times, for a flow
   */
  public long alonePs(Placement placement, ToDoubleFunction<TierFlow> crowd) {
    double slowest = 0;
    for (TierFlow flow : flows) {
      double onLink = crowd.applyAsDouble(flow)
          * placement.secondsPerByte(flow.pattern(), flow.tier()) / flow.efficiency();
      double onCard = placement.heaviest(flow.pattern(), flow.tier()) / flow.cardBytesPerSecond();
      slowest = Math.max(slowest, flow.bytes() * Math.max(onLink, onCard));
    }
    return startupPs + Time.ceil(slowest * Time.PS_PER_SECOND, algorithm);
  }
}
