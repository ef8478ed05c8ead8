package org.kilocard.world;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.kilocard.collective.Call;
import org.kilocard.collective.Plan;
import org.kilocard.collective.Planner;
import org.kilocard.collective.TierFlow;
import org.kilocard.fold.Fold;
import org.kilocard.fold.Quotient;
import org.kilocard.job.Dimension;
import org.kilocard.job.Parallelism;
import org.kilocard.job.ProcessGroups;
import org.kilocard.program.Program;
import org.kilocard.timeline.Timeline;
import org.kilocard.topology.DomainKind;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;
import org.kilocard.topology.Routing;
import org.kilocard.topology.Tier;
import org.kilocard.topology.Transport;

/** Small worlds with links that calculate easily: 100 GB/s per card, no protocol overhead. */
final class Worlds {
  static final double RATE = 100e9;
  static final long US = 1_000_000L;

  private Worlds() {}

  static Tier switchOf(int cards) {
    return new Tier("nvlink", DomainKind.SWITCH, OptionalInt.of(cards), RATE, US, 1, 64, 1, 1, Routing.IDEAL,
        Transport.MESSAGE);
  }

  static Tier scaleOut(double rate) {
    return new Tier("ib", DomainKind.CLOS, OptionalInt.empty(), rate, 2 * US, 1, 64, 2, 1, Routing.IDEAL,
        Transport.MESSAGE);
  }

  static Parallelism layout(int tensor, int data, int pipeline) {
    return layout(tensor, data, pipeline, 1);
  }

  static Parallelism layout(int tensor, int data, int pipeline, int expert) {
    return new Parallelism(tensor, 1, pipeline, 1, expert, 1, data, 1, true,
        List.of(Dimension.TENSOR, Dimension.CONTEXT, Dimension.DATA, Dimension.PIPELINE), List.of());
  }

  /** Moves {@code bytes} in the call's own pattern on every tier after a microsecond. */
  static Planner planner(Pattern pattern) {
    return (call, placement) -> new Plan("test", US,
        IntStream.rangeClosed(0, placement.top())
            .mapToObj(t -> new TierFlow(t, pattern, factor(call, placement) * call.bytes(), 1,
                Double.POSITIVE_INFINITY))
            .toList(), 0, 0, 0);
  }

  private static double factor(Call call, Placement placement) {
    int n = placement.size();
    return switch (call.operation()) {
      case ALL_REDUCE -> 2.0 * (n - 1) / n;
      case ALL_GATHER, REDUCE_SCATTER -> (n - 1.0) / n;
      default -> 1;
    };
  }

  static Timeline run(
      List<Tier> tiers, Parallelism layout, List<Program> programs, Planner planner, boolean folded) {
    try (Simulator simulator = new Simulator()) {
      return run(simulator, tiers, layout, programs, planner, folded);
    }
  }

  static Timeline run(
      Simulator simulator,
      List<Tier> tiers,
      Parallelism layout,
      List<Program> programs,
      Planner planner,
      boolean folded) {
    ProcessGroups groups = new ProcessGroups(layout, 1);
    Fabric fabric = new Fabric(tiers, layout.cards());
    int[] programOf = new int[layout.cards()];
    Arrays.setAll(programOf, r -> layout.coordinate(Dimension.PIPELINE, r));
    double[] paces = new double[layout.cards()];
    Arrays.fill(paces, 1);
    Quotient quotient = folded
        ? Fold.fold(groups, fabric, programOf, paces)
        : Fold.unfolded(groups, fabric, programOf, paces);
    return simulator.run(new WorldSpec(tiers, quotient, programs, planner, 1), Progress.NONE);
  }
}
