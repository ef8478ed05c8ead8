package org.kilocard.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kilocard.collective.Call;
import org.kilocard.collective.Plan;
import org.kilocard.collective.TierFlow;
import org.kilocard.fold.DomainLoad;
import org.kilocard.fold.GroupClass;
import org.kilocard.network.Load;
import org.kilocard.timeline.CallTrack;

/** The plan of a call on a class of groups, as loads on link classes, and the durations it came to. */
final class PlannedCall {
  /**
   * One flow.
   *
   * @param domain index of the domain class that it crosses
   * @param load wire bytes on the link classes of that domain
   * @param efficiency payload over wire bytes
   */
  record Flow(int domain, Load load, double efficiency) {}

  private final Plan plan;
  private final List<Flow> flows = new ArrayList<>();
  private long[] durationsPs = new long[8];
  private int count;

  PlannedCall(Plan plan, GroupClass groups) {
    this.plan = plan;
    for (TierFlow flow : plan.flows()) {
      double heaviest = groups.placement().heaviest(flow.pattern(), flow.tier());
      if (flow.bytes() > 0 && heaviest > 0) {
        double cap = flow.cardBytesPerSecond() / (flow.bytes() * heaviest);
        for (DomainLoad d : groups.loads().get(new GroupClass.Traffic(flow.pattern(), flow.tier()))) {
          flows.add(new Flow(d.domain(), load(d, flow, cap), flow.efficiency()));
        }
      }
    }
  }

  private static Load load(DomainLoad domain, TierFlow flow, double cap) {
    double[] wire = new double[domain.links().length];
    for (int i = 0; i < wire.length; i++) {
      wire[i] = domain.shares()[i] * flow.bytes() / flow.efficiency();
    }
    return new Load(domain.links(), wire, domain.measure() * flow.bytes() / flow.efficiency(), cap);
  }

  long startupPs() {
    return plan.startupPs();
  }

  int units() {
    return plan.units();
  }

  double slowdown() {
    return plan.slowdown();
  }

  /** Whether kernels beside the call feel it. */
  boolean isFelt() {
    return plan.units() > 0 || plan.slowdown() > 0;
  }

  List<Flow> flows() {
    return flows;
  }

  /** Notes how long one occurrence took. */
  void record(long durationPs) {
    if (count == durationsPs.length) {
      durationsPs = Arrays.copyOf(durationsPs, 2 * count);
    }
    durationsPs[count++] = durationPs;
  }

  CallTrack track(Call call, GroupClass groups) {
    return new CallTrack(groups.role(), call, plan.algorithm(), groups.placement().size(), groups.size(),
        plan.boundPs(), Arrays.copyOf(durationsPs, count), plan.beaten());
  }
}
