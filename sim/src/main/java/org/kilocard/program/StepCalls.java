package org.kilocard.program;

import java.util.Optional;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.collective.Routed;
import org.kilocard.hardware.TokenExchange;
import org.kilocard.job.Job;
import org.kilocard.job.Parallelism;
import org.kilocard.model.MoeSpec;

/** The calls that a job makes for each micro-batch, with their bytes. */
final class StepCalls {
  /** Activations travel in BF16. */
  private static final int ACTIVATION_BYTES = 2;

  private StepCalls() {}

  private static long activations(Job job) {
    return job.batch().microTokens() / job.parallelism().context() * job.model().hidden() * ACTIVATION_BYTES;
  }

  /** Calls within each layer. */
  static LayerCalls layer(Job job) {
    return new LayerCalls(
        job.parallelism().tensor() > 1 ? Optional.of(tensor(job)) : Optional.empty(),
        job.parallelism().expert() > 1 ? job.model().moe().map(moe -> expert(job, moe)) : Optional.empty());
  }

  private static LayerCalls.Tensor tensor(Job job) {
    int ranks = job.parallelism().tensor();
    long bytes = activations(job);
    long tail = bytes / ranks;
    if (!job.parallelism().sequenceParallel()) {
      Call sum = Call.of("tensor sum", Operation.ALL_REDUCE, bytes);
      return new LayerCalls.Tensor(ranks, Optional.empty(), sum, sum, sum);
    }
    return new LayerCalls.Tensor(
        ranks,
        Optional.of(Call.of("tensor gather", Operation.ALL_GATHER, bytes)),
        Call.of("tensor scatter", Operation.REDUCE_SCATTER, bytes),
        Call.of("tensor scatter, first parts", Operation.REDUCE_SCATTER, bytes - tail),
        Call.of("tensor scatter, last part", Operation.REDUCE_SCATTER, tail));
  }

  private static LayerCalls.Expert expert(Job job, MoeSpec moe) {
    Parallelism p = job.parallelism();
    long tokens = job.batch().microTokens() / p.context() / (p.sequenceParallel() ? p.tensor() : 1);
    int limit = Math.min(job.nodeLimit().orElse(moe.groupLimit()), moe.expertGroups());
    Optional<Routed> routed =
        Optional.of(new Routed(tokens, moe.topK(), moe.routedExperts(), limit, moe.expertGroups(),
            job.expertLoad().imbalance(p.expert())));
    TokenExchange exchange = job.stack().tokens();
    long out = Math.round(tokens * job.model().hidden() * exchange.dispatch().bytesPerElement());
    long back = Math.round(tokens * job.model().hidden() * exchange.combine().bytesPerElement());
    return new LayerCalls.Expert(
        new Call("expert dispatch", Operation.DISPATCH, out, routed),
        new Call("expert combine", Operation.COMBINE, back, routed),
        new Call("dispatch gradients", Operation.DISPATCH, out, routed),
        new Call("combine gradients", Operation.COMBINE, back, routed));
  }

  /** Activations or gradients of one micro-batch to a neighbouring pipeline rank. */
  static Call send(Job job, boolean forward, boolean up) {
    Parallelism p = job.parallelism();
    return Call.of(forward ? "send activations" : "send gradients", up ? Operation.SEND : Operation.SEND_BACK,
        activations(job) / (p.sequenceParallel() ? p.tensor() : 1));
  }
}
