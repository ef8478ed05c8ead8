package org.kilocard.program;

import java.util.ArrayList;
import java.util.List;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.hardware.Stack;
import org.kilocard.job.GroupLayout;
import org.kilocard.job.Job;
import org.kilocard.job.Role;
import org.kilocard.job.ShardedParameters;
import org.kilocard.job.Sharding;
import org.kilocard.model.ModelEnds;

/**
 * The gradients and parameters of every stage in buckets: one per layer, one for what comes before the layers and
 * one for what comes behind them.
 *
 * <p><b>Model.</b> Without ZeRO gradients are all-reduced. With it they are reduce-scattered over the ranks that hold
 * the same parameters, and parameters all-gathered in BF16. Where only a part of these ranks shares one copy, both
 * happen within that part, and the shards of the gradients are all-reduced between the copies once per step. Routed
 * experts have groups of their own. Frozen weights have no gradients, and are gathered only where they are sharded.
 */
final class Buckets {
  private static final int PARAMETER_BYTES = 2;

  /**
   * Parameters of a bucket on one card.
   *
   * @param dense all but the routed experts
   * @param routed routed experts
   * @param trainedDense those of {@code dense} that are not frozen
   * @param trainedRouted those of {@code routed} that are not frozen
   */
  record Bucket(long dense, long routed, long trainedDense, long trainedRouted) {
    /** Parameters that are all trained. */
    Bucket(long dense, long routed) {
      this(dense, routed, dense, routed);
    }

    long trained() {
      return trainedDense + trainedRouted;
    }

    Bucket plus(Bucket other) {
      return new Bucket(dense + other.dense, routed + other.routed, trainedDense + other.trainedDense,
          trainedRouted + other.trainedRouted);
    }
  }

  private final ShardedParameters held;
  private final Sharding sharding;
  private final GroupLayout groups;
  private final Stack stack;
  private final boolean frozen;

  Buckets(Job job) {
    sharding = job.parallelism().sharding();
    stack = job.stack();
    frozen = job.model().isFrozen();
    groups = new GroupLayout(job.parallelism(), job.schedule().copies());
    held = new ShardedParameters(job.model(), job.parallelism());
  }

  /** The buckets of a stage of {@code layers}: what comes before them, each of them, what comes behind them. */
  List<Bucket> of(List<Integer> layers, boolean first, boolean last) {
    List<Bucket> stage = new ArrayList<>();
    stage.add(bucket(first ? held.embedding() : 0, 0, 0));
    layers.forEach(l -> stage.add(bucket(held.dense(l), held.routed(l), held.adapters())));
    stage.add(bucket(last ? held.head(first) + held.mtpProjection() : 0, 0, 0));
    return stage;
  }

  /** Weights of the model and adapters, which are trained instead of them. */
  private Bucket bucket(long dense, long routed, long adapters) {
    return frozen ? new Bucket(dense + adapters, routed, adapters, 0) : new Bucket(dense, routed);
  }

  /** Parameters whose optimizer states a card keeps for a stage. */
  double optimized(List<Bucket> stage) {
    double sum = 0;
    for (Bucket b : stage) {
      sum += (double) b.trainedDense() / (sharding.states() ? groups.sharers(false) : 1)
          + (double) b.trainedRouted() / (sharding.states() ? groups.sharers(true) : 1);
    }
    return sum;
  }

  /** What is done to the gradients of each bucket in every pass before they are reduced; empty if nothing is. */
  List<Span> copies(List<Bucket> stage, StageCosts costs) {
    double perParameter = stack.gradientCopyBytes().value();
    return sharding.gradients() && perParameter > 0
        ? stage.stream().map(b -> b.trained() == 0
            ? Span.NONE
            : costs.span(ModelEnds.gradientCopy(b.trained(), perParameter))).toList()
        : List.of();
  }

  /** All parameters of a stage as one bucket. */
  static Bucket whole(List<Bucket> stage) {
    return stage.stream().reduce(new Bucket(0, 0), Bucket::plus);
  }

  /**
   * How the gradients of a bucket are summed up.
   *
   * @param last whether no further backward pass of the step adds to them; otherwise copies are not yet summed up
   */
  List<GroupCall> reduce(Bucket bucket, boolean last) {
    double perParameter = stack.gradientBytes().value();
    List<GroupCall> calls = new ArrayList<>();
    reduce(calls, false, bucket.trainedDense() * perParameter, last);
    reduce(calls, true, bucket.trainedRouted() * perParameter, last);
    return calls;
  }

  private void reduce(List<GroupCall> calls, boolean routed, double bytes, boolean last) {
    String name = name("gradients", routed);
    Role replicas = routed ? Role.EXPERT_REPLICA : Role.REPLICA;
    if (!sharding.states()) {
      add(calls, routed ? Role.EXPERT_DATA : Role.DATA, name, Operation.ALL_REDUCE, bytes);
      return;
    }
    add(calls, groups.sharing(routed), name, Operation.REDUCE_SCATTER, bytes);
    if (last) {
      add(calls, replicas, "shards of " + name, Operation.ALL_REDUCE, bytes / groups.sharers(routed));
    }
  }

  /** How the parameters of a bucket are gathered: those that have been updated, or all where they are sharded. */
  List<GroupCall> gather(Bucket bucket) {
    List<GroupCall> calls = new ArrayList<>();
    if (sharding.states()) {
      boolean all = sharding.parameters();
      gather(calls, false, all ? bucket.dense() : bucket.trainedDense());
      gather(calls, true, all ? bucket.routed() : bucket.trainedRouted());
    }
    return calls;
  }

  private void gather(List<GroupCall> calls, boolean routed, long parameters) {
    add(calls, groups.sharing(routed), name("parameters", routed), Operation.ALL_GATHER,
        parameters * (double) PARAMETER_BYTES);
  }

  private static String name(String what, boolean routed) {
    return routed ? "expert " + what : what;
  }

  private void add(List<GroupCall> calls, Role role, String name, Operation how, double bytes) {
    if (groups.size(role) > 1 && bytes > 0) {
      calls.add(new GroupCall(role, Call.of(name, how, Math.round(bytes))));
    }
  }
}
