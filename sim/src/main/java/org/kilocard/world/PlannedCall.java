package org.kilocard.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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

  /**
   * How much slower than its lender's own traffic a borrower proceeds where they meet. Assumed: it yields, as in a
   * lower virtual lane, and takes next to nothing from those whose links it uses.
   */
  private static final double YIELDS = 1000;

  private final Plan plan;
  private final List<Flow> flows = new ArrayList<>();
  private Optional<Borrowing> borrowing = Optional.empty();
  private long[] durationsPs = new long[8];
  private int count;

  PlannedCall(Plan plan, GroupClass groups) {
    this.plan = plan;
    double own = 0;
    for (TierFlow flow : plan.flows()) {
      double heaviest = groups.placement().heaviest(flow.pattern(), flow.tier());
      if (flow.bytes() > 0 && heaviest > 0) {
        double cap = flow.cardBytesPerSecond() / (flow.bytes() * heaviest);
        boolean borrowed = groups.placement().isLent(flow.tier());
        for (DomainLoad d : groups.loads().get(new GroupClass.Traffic(flow.pattern(), flow.tier()))) {
          flows.add(new Flow(d.domain(), load(d, flow, cap, borrowed ? YIELDS : 1), flow.efficiency()));
        }
        if (borrowed) {
          // The flow of the mesh, in the one domain that holds the group, is just before it.
          int last = flows.size() - 1;
          borrowing = Optional.of(new Borrowing(last - 1, last, own / (own + flow.bytes())));
        }
        own = flow.bytes();
      }
    }
  }

  private static Load load(DomainLoad domain, TierFlow flow, double cap, double yields) {
    double[] wire = new double[domain.links().length];
    for (int i = 0; i < wire.length; i++) {
      wire[i] = domain.shares()[i] * flow.bytes() / flow.efficiency();
    }
    double measure = domain.measure() * flow.bytes() / flow.efficiency();
    return new Load(domain.links(), wire, yields * measure, cap);
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

  /** The two flows that share work, if there are such. */
  Optional<Borrowing> borrowing() {
    return borrowing;
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
