package org.kilocard.job;

import java.util.List;
import org.kilocard.hardware.NarrowWeights;
import org.kilocard.hardware.Stack;

/**
 * Bytes that one card holds of what it trains: parameters, gradients, optimizer states.
 *
 * <p><b>Model.</b> Parameters in BF16, gradients in the stack's format, Adam's states. Where products of layers are
 * narrower, their weights are there in that format too, or instead ({@link NarrowWeights}); embedding, head and what
 * projects into MTP modules stay BF16. ZeRO-1 shards the states, ZeRO-2 the gradients too: then the gradients of one
 * layer are there in BF16 while they are computed, and those of another in full while they are reduced (of the whole
 * stage where reductions wait for the end of the pass). ZeRO-3 shards the parameters: then two layers are there in
 * full, that in use and the one that is being gathered, and the head, which stays for the backward pass. Its shards are
 * BF16.
 *
 * <p>A stack that adds gradients to the main gradient within the product hands a tensor of the same shape to autograd
 * all the same; it keeps one for each shape of weight ({@link Stack#placeholderBytes}).
 *
 * <p>Frozen weights have neither gradients nor states nor placeholders; the adapters, in BF16, have the former two.
 */
final class StateBytes {
  private static final double BF16 = 2;

  private final Job job;
  private final Stack stack;
  private final Sharding sharding;
  private final ShardedParameters held;
  private final boolean frozen;
  private final double weightBytes;
  private final int sharers;
  private final int expertSharers;

  StateBytes(Job job) {
    this.job = job;
    stack = job.stack();
    sharding = job.parallelism().sharding();
    held = new ShardedParameters(job.model(), job.parallelism());
    frozen = job.model().isFrozen();
    boolean narrow = job.precision().bytesPerElement() < BF16;
    weightBytes = narrow ? stack.fp8Weights().bytes(job.gemmFormat()) : BF16;
    GroupLayout groups = new GroupLayout(job.parallelism(), job.schedule().copies());
    sharers = groups.sharers(false);
    expertSharers = groups.sharers(true);
  }

  /** Adapters, which are trained where the weights are not. */
  private double adapters(Stage stage) {
    return stage.layers().size() * (double) held.adapters();
  }

  private double dense(Stage stage) {
    double sum = stage.layers().stream().mapToLong(held::dense).sum();
    return sum + adapters(stage) + entry(stage) + exit(stage);
  }

  private double entry(Stage stage) {
    return stage.first() ? held.embedding() : 0;
  }

  private double exit(Stage stage) {
    return stage.last() ? held.head(stage.first()) + held.mtpProjection() : 0;
  }

  private double routed(Stage stage) {
    return stage.layers().stream().mapToLong(held::routed).sum();
  }

  /** What has gradients and optimizer states. */
  private double trained(Stage stage, boolean sharded) {
    return frozen ? adapters(stage) / (sharded ? sharers : 1) : shared(stage, sharded);
  }

  private double shared(Stage stage, boolean sharded) {
    return dense(stage) / (sharded ? sharers : 1) + routed(stage) / (sharded ? expertSharers : 1);
  }

  /** Parameters of a stage, in full, in the formats in which products read them. */
  private double readBytes(Stage stage) {
    double wide = entry(stage) + exit(stage) + adapters(stage);
    return (shared(stage, false) - wide) * weightBytes + wide * BF16;
  }

  /** Parameters of the largest layer (without adapters), embedding or head. */
  private double largest(List<Stage> stages) {
    double largest = 0;
    for (Stage stage : stages) {
      largest = Math.max(largest, Math.max(entry(stage), exit(stage)));
      for (int layer : stage.layers()) {
        largest = Math.max(largest, held.dense(layer) + held.routed(layer));
      }
    }
    return largest;
  }

  double parameters(List<Stage> stages) {
    boolean gathered = job.parallelism().gathersAgain();
    double bytes = 0;
    for (Stage stage : stages) {
      double kept = sharding.parameters() ? shared(stage, true) * BF16 : 0;
      double whole = !sharding.parameters() || !gathered ? readBytes(stage) : exit(stage) * BF16;
      bytes += kept + whole;
    }
    return bytes + (gathered ? 2 * largest(stages) * weightBytes : 0);
  }

  double gradients(List<Stage> stages) {
    double perParameter = stack.gradientBytes().value();
    double bytes = 0;
    double most = 0;
    for (Stage stage : stages) {
      bytes += trained(stage, sharding.gradients()) * perParameter;
      most = Math.max(most, trained(stage, false));
    }
    boolean shards = sharding.gradients() && sharers * expertSharers > 1;
    double largest = frozen ? held.adapters() : largest(stages);
    double underWay = job.communication().overlap().gradient() ? largest : most;
    return bytes + (shards ? largest * BF16 + underWay * perParameter : 0);
  }

  double optimizer(List<Stage> stages) {
    double bytes = 0;
    for (Stage stage : stages) {
      bytes += trained(stage, sharding.states()) * stack.optimizerStateBytes().value();
    }
    return bytes;
  }

  /** Placeholders for the gradients of every shape of weight in the layers. */
  double placeholders(List<Stage> stages) {
    return sharding.gradients() || frozen ? 0 : held.shapes(stages.stream().flatMap(s -> s.layers().stream()).toList())
        * stack.placeholderBytes().value();
  }

  /** Placeholder for the gradient of the head, which comes and goes. */
  double headPlaceholder() {
    return sharding.gradients() || frozen ? 0 : held.head(false) * stack.placeholderBytes().value();
  }

  /** The gradient of the embedding, which is not added to the main gradient within a product. */
  double embeddingGradient() {
    return sharding.gradients() || frozen ? 0 : held.embedding() * BF16;
  }
}
