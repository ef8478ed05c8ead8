package org.kilocard.program;

import java.util.Optional;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.collective.Routed;
import org.kilocard.hardware.Precision;
import org.kilocard.hardware.TokenExchange;
import org.kilocard.job.Job;
import org.kilocard.job.Parallelism;
import org.kilocard.model.CardHeads;
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
    return layer(job, job.expertLoad().busiestCard(job.parallelism().expert()));
  }

  /**
   * Calls within each layer on one of the cards that experts are dealt to.
   *
   * @param expertCard which, 0 … expert − 1
   */
  static LayerCalls layer(Job job, int expertCard) {
    return new LayerCalls(
        job.parallelism().tensor() > 1 ? Optional.of(tensor(job)) : Optional.empty(),
        job.parallelism().context() > 1 ? Optional.of(context(job)) : Optional.empty(),
        job.parallelism().expert() > 1 ? job.model().moe().map(moe -> expert(job, moe)) : Optional.empty(),
        job.parallelism().expertTensor() > 1
            ? job.model().moe().map(moe -> expertTensor(job, moe, expertCard))
            : Optional.empty());
  }

  private static LayerCalls.Tensor tensor(Job job) {
    int ranks = job.parallelism().tensor();
    long bytes = activations(job);
    long tail = bytes / ranks;
    if (!job.parallelism().sequenceParallel()) {
      Call sum = Call.of("tensor sum", Operation.ALL_REDUCE, bytes);
      return new LayerCalls.Tensor(ranks, Optional.empty(), Optional.empty(), sum, sum, sum, adapters(job));
    }
    Call gather = Call.of("tensor gather", Operation.ALL_GATHER, bytes);
    return new LayerCalls.Tensor(
        ranks,
        Optional.of(gather),
        Optional.of(gather.inParts()),
        Call.of("tensor scatter", Operation.REDUCE_SCATTER, bytes),
        Call.of("tensor scatter, first parts", Operation.REDUCE_SCATTER, bytes - tail),
        Call.of("tensor scatter, last part", Operation.REDUCE_SCATTER, tail),
        adapters(job));
  }

  private static Optional<LayerCalls.Adapters> adapters(Job job) {
    return job.model().lora().map(lora -> AdapterExchange.of(job, lora.rank(), activations(job)));
  }

  private static LayerCalls.Context context(Job job) {
    Parallelism p = job.parallelism();
    CardHeads heads = CardHeads.of(job.model(), p.tensor());
    long tokens = job.batch().microTokens() / p.context();
    long keys = tokens * heads.keyValues() * ACTIVATION_BYTES;
    long inputs = tokens * heads.queries() * ACTIVATION_BYTES + keys;
    long output = tokens * heads.output() * ACTIVATION_BYTES;
    return switch (p.contextKind()) {
      case RING -> new LayerCalls.Ring(
          Call.of("context keys", Operation.SHIFT, keys),
          Call.of("context keys and gradients", Operation.SHIFT, 2 * keys),
          Call.of("context key gradients", Operation.SHIFT, keys));
      case ULYSSES -> new LayerCalls.Around(
          Optional.of(Call.of("context inputs", Operation.ALL_TO_ALL, inputs)),
          Optional.of(Call.of("context output", Operation.ALL_TO_ALL, output)),
          Optional.of(Call.of("context output gradients", Operation.ALL_TO_ALL, output)),
          Optional.of(Call.of("context input gradients", Operation.ALL_TO_ALL, inputs)));
      case ALL_GATHER -> new LayerCalls.Around(
          Optional.of(Call.of("context keys", Operation.ALL_GATHER, p.context() * keys)),
          Optional.empty(),
          Optional.of(Call.of("context keys", Operation.ALL_GATHER, p.context() * keys)),
          Optional.of(Call.of("context key gradients", Operation.REDUCE_SCATTER, p.context() * keys)));
    };
  }

  private static LayerCalls.Expert expert(Job job, MoeSpec moe) {
    long tokens = splitTokens(job);
    Optional<Routed> routed = Optional.of(routed(job, moe));
    TokenExchange exchange = job.stack().tokens();
    long out = Math.round(tokens * job.model().hidden() * bytesPerElement(job, exchange.dispatch()));
    long back = Math.round(tokens * job.model().hidden() * bytesPerElement(job, exchange.combine()));
    return new LayerCalls.Expert(
        new Call("expert dispatch", Operation.DISPATCH, out, routed),
        new Call("expert combine", Operation.COMBINE, back, routed),
        new Call("dispatch gradients", Operation.DISPATCH, out, routed),
        new Call("combine gradients", Operation.COMBINE, back, routed));
  }

  /** Of a token that is sent, with its share of the scales, which go with it. */
  private static double bytesPerElement(Job job, Precision sent) {
    return job.stack().format(sent).bytesPerElement();
  }

  /** Tokens of a card between the blocks, which it routes. */
  private static long splitTokens(Job job) {
    Parallelism p = job.parallelism();
    return job.batch().microTokens() / p.context() / (p.sequenceParallel() ? p.tensor() : 1);
  }

  private static Routed routed(Job job, MoeSpec moe) {
    int limit = Math.min(job.nodeLimit().orElse(moe.groupLimit()), moe.expertGroups());
    return new Routed(splitTokens(job), moe.topK(), moe.routedExperts(), limit, moe.expertGroups(),
        job.expertLoad().imbalance(job.parallelism().expert()));
  }

  /** Rows of a card before they are multiplied for its experts: where tokens travel once per card, each once. */
  private static LayerCalls.ExpertTensor expertTensor(Job job, MoeSpec moe, int expertCard) {
    Parallelism p = job.parallelism();
    TokenExchange exchange = job.stack().tokens();
    double copies = exchange.deduplicated() ? routed(job, moe).expectedDomains(p.expert()) : moe.topK();
    double rows = splitTokens(job) * copies * job.expertLoad().overMean(expertCard, p.expert());
    double elements = p.expertTensor() * rows * job.model().hidden();
    return new LayerCalls.ExpertTensor(
        Call.of("expert rows gather", Operation.ALL_GATHER,
            Math.round(elements * bytesPerElement(job, exchange.dispatch()))),
        Call.of("expert rows scatter", Operation.REDUCE_SCATTER,
            Math.round(elements * bytesPerElement(job, exchange.combine()))));
  }

  /**
   * Activations or gradients of one micro-batch to a neighbouring pipeline rank. The cards of a tensor group send a
   * part each: their own with sequence parallelism, else an equal one that the receivers gather (scatter-gather of
   * SC'21, arXiv 2104.04473, section 4.1; the gather within the node is not counted).
   */
  static Call send(Job job, boolean forward, boolean up) {
    return Call.of(forward ? "send activations" : "send gradients", up ? Operation.SEND : Operation.SEND_BACK,
        activations(job) / job.parallelism().tensor());
  }
}
