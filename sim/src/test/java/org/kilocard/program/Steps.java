package org.kilocard.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.kilocard.collective.Call;
import org.kilocard.collective.Plan;
import org.kilocard.collective.Planner;
import org.kilocard.fold.Fold;
import org.kilocard.job.Dimension;
import org.kilocard.job.Job;
import org.kilocard.job.ProcessGroups;
import org.kilocard.timeline.CardTrack;
import org.kilocard.timeline.Timeline;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Tier;
import org.kilocard.topology.Tiers;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;
import org.kilocard.world.WorldSpec;

/** Steps with made-up costs, written by the real writers and simulated. */
final class Steps {
  private Steps() {}

  static Span span(long ps) {
    return new Span(ps, ps);
  }

  /** A block that computes in its core only, but for the gradients of the weights. */
  static BlockCost block(long forward, long backward, long weight) {
    return new BlockCost(pass(0, forward, 0), pass(0, backward, 0), CoreCost.NONE, span(weight), Span.NONE);
  }

  /** A pass with products before and after the core. */
  static PassCost pass(long in, long core, long out) {
    return new PassCost(Span.NONE, span(in), span(in), CoreCost.whole(span(core)), span(out), Span.NONE);
  }

  static LayerCost.Plain plain(long forward, long backward, long weight) {
    return new LayerCost.Plain(span(forward), span(backward), span(weight));
  }

  /** A stage of layers, without embedding and head. */
  static StageCost stage(LayerCost... layers) {
    return new StageCost(Span.NONE, LayerCost.Plain.NONE, List.of(layers), LayerCost.Plain.NONE, List.of());
  }

  /** The same stage everywhere; the optimizer takes what it takes. */
  static StepPlan plan(Job job, LayerCalls calls, StageCost stage) {
    StepPlan real = StepPlan.of(job, new StageCosts(job, 0));
    return new StepPlan(job, real.costs(), calls, real.buckets(),
        real.stages().stream().map(s -> new StepPlan.Stage(stage, s.buckets())).toList());
  }

  /** End of the last pass of all cards, before what follows once per step. */
  static long lastPass(Timeline timeline) {
    return timeline.cards().stream()
        .flatMapToLong(card -> IntStream.range(0, card.program().size())
            .filter(op -> card.program().slot(op) >= 0)
            .mapToLong(op -> card.endPs()[op]))
        .max().orElseThrow();
  }

  static List<Program> programs(StepPlan plan) {
    return IntStream.range(0, plan.job().parallelism().pipeline())
        .mapToObj(rank -> new RankWriter(plan, rank).write(plan.schedule().order(plan.shape(), rank)))
        .toList();
  }

  /** Every call takes the given time, in seconds, and loads no links. */
  static Planner taking(ToDoubleFunction<Call> seconds) {
    return (call, placement) ->
        new Plan("test", Math.round(seconds.applyAsDouble(call) * 1e12), List.of(), 0, 0, 0);
  }

  static Timeline simulate(Job job, List<Program> programs, Planner planner) {
    int cards = job.parallelism().cards();
    List<Tier> tiers = List.of(Tiers.crossbar("inner", 0, 100e9));
    int[] programOf = new int[cards];
    Arrays.setAll(programOf, r -> job.parallelism().coordinate(Dimension.PIPELINE, r));
    double[] paces = new double[cards];
    Arrays.fill(paces, 1);
    try (Simulator simulator = new Simulator()) {
      return simulator.run(new WorldSpec(tiers,
          Fold.fold(new ProcessGroups(job.parallelism(), job.schedule().copies()), new Fabric(tiers, cards),
          programOf,
              paces), programs, planner, 1), Progress.NONE);
    }
  }

  /** Ops of a program in order, e.g. {@code COMPUTE attention after 3}. */
  static List<String> listing(Program p) {
    List<String> ops = new ArrayList<>();
    for (int op = 0; op < p.size(); op++) {
      StringBuilder text = new StringBuilder(p.stream(op) + " " + p.label(op));
      for (int d = p.dependencyStart(op); d < p.dependencyEnd(op); d++) {
        text.append(d == p.dependencyStart(op) ? " after " : ", ").append(p.dependency(d));
      }
      ops.add(text.toString());
    }
    return ops;
  }

  /** First op of that label. */
  static int find(Program p, String label) {
    return IntStream.range(0, p.size()).filter(op -> p.label(op).equals(label)).findFirst().orElseThrow();
  }

  /** When the first op of that label started and ended on a card. */
  static long[] times(CardTrack card, String label) {
    int op = find(card.program(), label);
    return new long[] {card.startPs()[op], card.endPs()[op]};
  }
}
