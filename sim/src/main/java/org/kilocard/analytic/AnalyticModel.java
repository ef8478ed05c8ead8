package org.kilocard.analytic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.kilocard.collective.Wires;
import org.kilocard.hardware.Stack;
import org.kilocard.job.Communication;
import org.kilocard.job.Dimension;
import org.kilocard.job.ExpertDimension;
import org.kilocard.job.GroupLayout;
import org.kilocard.job.Job;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Role;
import org.kilocard.job.Sharding;
import org.kilocard.model.ContextKind;
import org.kilocard.model.ModelSpec;
import org.kilocard.program.LayerCalls;
import org.kilocard.program.StageCosts;
import org.kilocard.program.StepSlots;
import org.kilocard.schedule.PipelineShape;
import org.kilocard.schedule.Schedule;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Tier;

/**
 * Steps of jobs that train one model with one stack on one cluster, without simulating them.
 *
 * <p><b>Model.</b> Four parts, of the same ops, costs and plans that a simulation uses. The slots of the schedule: the
 * critical path over the streams of each ({@link SlotClock}). The pipeline: the schedule played with these slots
 * ({@link Playback}), of many micro-batches only so many as it takes to see what one more adds. The data-parallel
 * groups: gathers ahead of the first forward passes and reductions behind the last backward passes, or both at the
 * end. The optimizer.
 *
 * <p><b>Assumes.</b> No two calls share a link at once: where they do, a simulation shares the link fairly and takes
 * longer; only groups of one role, which call together, share links here too. The groups of a role on a pipeline rank
 * are as slow as the one that is spread most. Where experts are loaded unevenly, every card computes as long as the
 * busiest of its group, for which the others wait.
 *
 * <p><b>Not modelled.</b> Contention between calls of several roles, faults.
 *
 * <p>What jobs have in common (kernel times, slots, orders of schedules, plans of calls) is kept from one evaluation
 * to the next. Evaluations do not depend on their order. Safe for threads.
 */
public final class AnalyticModel {
  private static final int MOST_LAYERS = 1 << 12;
  private static final int MOST_PLACES = 1 << 12;
  private static final int MOST_TAPES = 1 << 9;

  /** What two layouts share when a group of theirs lies alike. */
  private record PlaceKey(
      Role role, int tensor, int context, ContextKind contextKind, int pipeline, int data, int expert,
      int expertTensor, List<Dimension> order, List<ExpertDimension> expertOrder, int copies, int start,
      boolean wraps, int members) {}

  private record LayerKey(
      StageCosts.Key costs, Communication communication, OptionalInt nodeLimit, Sharding sharding,
      Map<Role, Place> within) {}

  private record TapeKey(Schedule schedule, PipelineShape shape) {}

  private final List<Tier> tiers;
  private final ModelSpec model;
  private final Stack stack;
  private final Memo<Integer, Fabric> fabrics = new Memo<>(MOST_PLACES);
  private final Memo<Communication, CallBook> books = new Memo<>(MOST_PLACES);
  private final Memo<PlaceKey, Place> places = new Memo<>(MOST_PLACES);
  private final Memo<LayerKey, LayerTimes> layers = new Memo<>(MOST_LAYERS);
  private final Memo<TapeKey, Tape> tapes = new Memo<>(MOST_TAPES);

  private AnalyticModel(List<Tier> tiers, ModelSpec model, Stack stack) {
    this.tiers = tiers;
    this.model = model;
    this.stack = stack;
  }

  /** For jobs on {@code cluster} that train {@code model} with {@code stack}. */
  public static AnalyticModel of(Cluster cluster, ModelSpec model, Stack stack) {
    return new AnalyticModel(cluster.tiers(), model, stack);
  }

  /** For jobs like {@code job} on {@code cluster}. */
  public static AnalyticModel of(Cluster cluster, Job job) {
    return of(cluster, job.model(), job.stack());
  }

  /**
   * Estimates one step.
   *
   * @throws IllegalArgumentException when the job trains another model or has another stack, or breaks a rule of its
   *     schedule
   */
  public Estimate evaluate(Job job) {
    if (!job.model().equals(model) || job.stack() != stack && !job.stack().equals(stack)) {
      throw new IllegalArgumentException("the job trains " + job.model().name() + " with " + job.stack().id()
          + ", this is for " + model.name() + " with " + stack.id());
    }
    job.schedule().requireLegal(job.pipelineShape());
    return new Evaluation(this, job).estimate();
  }

  CallBook book(Communication communication, Job job) {
    return books.of(communication, c -> new CallBook(new Wires(stack, c, job.accelerator()), tiers));
  }

  /** Where the groups of a pipeline rank lie; none where nobody has a partner. */
  Optional<Place> place(GroupLayout groups, Role role, Job job, int pipelineRank) {
    if (groups.size(role) == 1) {
      return Optional.empty();
    }
    Parallelism p = job.parallelism();
    int first = groups.firstRank(pipelineRank);
    boolean mirrored = job.schedule().copies() > 1 && role.holdsParameters();
    boolean wraps = role == Role.PIPELINE_NEXT && pipelineRank == p.pipeline() - 1;
    PlaceKey key = new PlaceKey(role, p.tensor(), p.context(), p.contextKind(), p.pipeline(), p.data(), p.expert(),
        p.expertTensor(), p.order(), p.expertOrder(), mirrored ? job.schedule().copies() : 1,
        mirrored ? first : first % period(p.cards()), wraps, groups.size(role));
    return Optional.of(places.of(key, k -> Place.of(groups, role, pipelineRank, p, fabric(p.cards()))));
  }

  /** Pipeline ranks that begin that far apart lie alike in their domains. */
  private int period(int cards) {
    long common = 1;
    for (Tier tier : tiers) {
      int domain = Math.min(cards, tier.cards().orElse(cards));
      common = domain == cards ? common : Math.min(cards, common / gcd(common, domain) * domain);
    }
    return (int) common;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  Fabric fabric(int cards) {
    return fabrics.of(cards, n -> new Fabric(tiers, n));
  }

  /**
   * The times of the layers of a pipeline rank.
   *
   * @param within where the groups lie that call within layers, those that gather parameters in passes among them
   */
  LayerTimes layers(Job job, CallBook book, Map<Role, Place> within) {
    boolean gathers = job.parallelism().gathersPerPass();
    LayerKey key = new LayerKey(StageCosts.Key.of(job), job.communication(), job.nodeLimit(),
        gathers ? job.parallelism().sharding() : Sharding.zero(0), within);
    return layers.of(key, k -> {
      LayerCalls calls = StepSlots.calls(job);
      List<TimedCall> timed = new ArrayList<>();
      calls.byRole().forEach(
          (role, made) -> made.forEach(c -> timed.add(book.of(role, c, within.get(role)))));
      StepSlots.passGathers(job).forEach(g -> timed.add(book.of(g.role(), g.call(), within.get(g.role()))));
      return new LayerTimes(
          new StageCosts(job, book.sharedUnits()), calls, timed, Math.max(1, book.sharedUnits()),
          gathers, job.communication().overlap().parameter() && job.parallelism().gathersAgain());
    });
  }

  Tape tape(Schedule schedule, PipelineShape shape) {
    return tapes.of(new TapeKey(schedule, shape), k -> Tape.of(schedule, shape));
  }
}
