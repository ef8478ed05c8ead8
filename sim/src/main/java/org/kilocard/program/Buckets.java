package org.kilocard.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.hardware.Stack;
import org.kilocard.job.Job;
import org.kilocard.job.Parallelism;
import org.kilocard.job.ShardedParameters;

/**
 * The gradients and parameters of every stage in buckets: one per layer, one for what comes before the layers and
 * one for what comes behind them.
 *
 * <p><b>Model.</b> ZeRO-1: gradients are reduce-scattered over the ranks that hold the same parameters, parameters
 * all-gathered in BF16. Without ZeRO gradients are all-reduced. Routed experts have groups of their own.
 */
final class Buckets {
  private static final int PARAMETER_BYTES = 2;

  /** Parameters of a bucket on one card. */
  record Bucket(long dense, long routed) {
    long all() {
      return dense + routed;
    }
  }

  /** The calls of a bucket; empty where there is nothing to exchange. */
  record Calls(Optional<Call> dense, Optional<Call> routed) {
    private static final Calls NONE = new Calls(Optional.empty(), Optional.empty());
  }

  private final ShardedParameters held;
  private final Parallelism layout;
  private final Stack stack;
  private final int copies;

  Buckets(Job job) {
    layout = job.parallelism();
    stack = job.stack();
    copies = job.schedule().copies();
    held = new ShardedParameters(job.model(), layout);
  }

  /** The buckets of a stage of {@code layers}: what comes before them, each of them, what comes behind them. */
  List<Bucket> of(List<Integer> layers, boolean first, boolean last) {
    List<Bucket> stage = new ArrayList<>();
    stage.add(new Bucket(first ? held.embedding() : 0, 0));
    layers.forEach(l -> stage.add(new Bucket(held.dense(l), held.routed(l))));
    stage.add(new Bucket(last ? held.head(first) + held.mtpProjection() : 0, 0));
    return stage;
  }

  private int denseRanks() {
    return layout.data() * layout.context() * copies;
  }

  private int routedRanks() {
    return layout.expertData() * copies;
  }

  /** Parameters whose optimizer states a card keeps for a stage. */
  double optimized(List<Bucket> stage) {
    boolean sharded = layout.zero() >= 1;
    double sum = 0;
    for (Bucket b : stage) {
      sum += (double) b.dense() / (sharded ? denseRanks() : 1) + (double) b.routed() / (sharded ? routedRanks() : 1);
    }
    return sum;
  }

  /** All parameters of a stage as one bucket. */
  static Bucket whole(List<Bucket> stage) {
    long dense = 0;
    long routed = 0;
    for (Bucket b : stage) {
      dense += b.dense();
      routed += b.routed();
    }
    return new Bucket(dense, routed);
  }

  /** How the gradients of a bucket are summed up. */
  Calls reduce(Bucket bucket) {
    Operation how = layout.zero() >= 1 ? Operation.REDUCE_SCATTER : Operation.ALL_REDUCE;
    return calls("gradients", how, stack.gradientBytes().value(), bucket);
  }

  /** How the parameters of a bucket are gathered; none without ZeRO. */
  Calls gather(Bucket bucket) {
    return layout.zero() >= 1
        ? calls("parameters", Operation.ALL_GATHER, PARAMETER_BYTES, bucket)
        : Calls.NONE;
  }

  private Calls calls(String name, Operation how, double bytesPerParameter, Bucket bucket) {
    return new Calls(
        call(name, how, denseRanks(), bucket.dense() * bytesPerParameter),
        call("expert " + name, how, routedRanks(), bucket.routed() * bytesPerParameter));
  }

  private static Optional<Call> call(String name, Operation how, int ranks, double bytes) {
    return ranks > 1 && bytes > 0 ? Optional.of(Call.of(name, how, Math.round(bytes))) : Optional.empty();
  }
}
