package org.kilocard.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kilocard.hardware.NarrowWeights;
import org.kilocard.hardware.Precision;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.Stacks;
import org.kilocard.model.Family;
import org.kilocard.model.Lora;
import org.kilocard.model.Lora.Target;
import org.kilocard.model.ModelSpec;
import org.kilocard.model.Models;
import org.kilocard.model.Parameters;
import org.kilocard.schedule.DualPipe;

class MemoryEstimateTest {
  /** A layer of 64: 12 · 64² of matrices, 9 · 64 of biases, 4 · 64 of norms. */
  private static final long LAYER = 12 * 64 * 64 + 13 * 64;
  private static final long WORDS = 10_000 * 64;
  private static final long POSITIONS = 512 * 64;

  private static Jobs tiny(int layers) {
    return Jobs.small().with(Jobs.gpt(layers, 64)).with(new Batch(128, 1, 1));
  }

  @Test
  void aTinyModelOnOneCard() {
    Map<String, Long> parts = MemoryEstimate.of(tiny(2).job()).get(0);
    long parameters = 2 * LAYER + WORDS + POSITIONS;
    assertThat(parts).containsEntry("parameters", 2 * parameters)
        .containsEntry("gradients", 4 * parameters)
        .containsEntry("optimizer", 12 * parameters)
        .containsEntry("buffers", 0L);
    // 128 tokens of 64. A layer keeps 34 bytes per element; the embedding the mask of its dropout; the head
    // the input and output of its norm in BF16 and 10,000 logits per token in FP32.
    long elements = 128 * 64;
    assertThat(parts)
        .containsEntry("activations", 2 * 34 * elements + elements + 4 * elements + 128 * 10_000 * 4);
    // Worst at the loss, where the logits are there in BF16 too.
    assertThat(parts).containsEntry("working", 128 * 10_000 * 2L);
  }

  /**
   * Korthikanti et al. (2022), table 2 with flash attention: 34·s·b·h/t, and sbh(10 + 24/t) without splitting
   * the rest.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void aGptLayerKeeps34BytesPerElement(int tensor) {
    Jobs jobs = Jobs.small().with(Models.gpt3()).with(new Batch(2048, 2, 2));
    double sbh = 2048.0 * 2 * 12288;
    for (Recompute recompute : List.of(Recompute.NONE, Recompute.SELECTIVE)) {
      Jobs split = jobs.with(recompute);
      assertThat(new ActivationBytes(split.with(sequence(tensor, true)).job()).layer(0))
          .isEqualTo(34 * sbh / tensor);
      assertThat(new ActivationBytes(split.with(sequence(tensor, false)).job()).layer(0))
          .isCloseTo(sbh * (10 + 24.0 / tensor), within(1.0));
    }
    // Full recomputation keeps the layer's input.
    assertThat(new ActivationBytes(jobs.with(Recompute.FULL).with(sequence(tensor, true)).job()).layer(0))
        .isEqualTo(2 * sbh / tensor);
  }

  private static Parallelism sequence(int tensor, boolean split) {
    return new Parallelism(tensor, 1, 1, 1, 1, 1, 1, 1, split, List.of(Dimension.values()), List.of());
  }

  /**
   * Rank 8 on QKV and projection: 8 · (64 + 192) + 8 · (64 + 64) = 3,072 parameters per layer, the only ones with
   * gradients and states. Of the 34 bytes per element a frozen layer keeps no input of the MLP (2) and of its second
   * product (8); each adapter keeps 8 rank columns.
   */
  @Test
  void frozenWeightsHaveNeitherGradientsNorStates() {
    ModelSpec model = Jobs.gpt(2, 64).with(new Lora(8, EnumSet.of(Target.QKV, Target.PROJECTION)));
    Map<String, Long> parts = MemoryEstimate.of(tiny(2).with(model).job()).get(0);
    long adapters = 2 * 3072;
    long elements = 128 * 64;
    assertThat(parts).containsEntry("parameters", 2 * (2 * LAYER + WORDS + POSITIONS + adapters))
        .containsEntry("gradients", 4 * adapters)
        .containsEntry("optimizer", 12 * adapters)
        .containsEntry("activations",
            2 * (24 * elements + 2 * 128 * 8 * 2) + 2 * elements + 128 * 10_000 * 4)
        .containsEntry("working", 128 * 10_000 * 2L);
  }

  /** Of 70 billion frozen parameters in FP8 a tensor group of 4 with ZeRO-3 over 2 keeps an eighth each, in BF16. */
  @Test
  void frozenWeightsAreShardedWithZeroThree() {
    ModelSpec model = Models.llama70().with(new Lora(16, EnumSet.allOf(Target.class)));
    Parallelism p = Jobs.layout(4, 2, 1);
    Parallelism sharded = new Parallelism(4, 1, p.contextKind(), 1, 1, 1, 1, 2,
        new Sharding(3, OptionalInt.empty(), true), true, p.order(), p.expertOrder(), List.of());
    Jobs jobs = Jobs.small().with(model).with(new Batch(4096, 2, 1));
    long adapters = 80 * Parameters.of(model).adapters();
    Map<String, Long> whole = MemoryEstimate.of(jobs.with(p).job()).get(0);
    Map<String, Long> parts = MemoryEstimate.of(jobs.with(sharded).job()).get(0);
    assertThat(whole.get("parameters")).isCloseTo(2 * (68_976_648_192L + adapters) / 4, within(1_000_000L));
    // Two layers and the head are there in full.
    long inUse = 2 * (2 * Parameters.of(model).layer(0) + 32_000L * 8192) / 4;
    assertThat(parts.get("parameters"))
        .isCloseTo(2 * (68_976_648_192L + adapters) / 8 + inUse, within(1_000_000L));
    assertThat(parts.get("optimizer")).isEqualTo(12 * adapters / 8);
    // Gradients: the shard, and those of a layer on their way in BF16 and FP32.
    assertThat(parts.get("gradients")).isEqualTo(4 * adapters / 8 + (2 + 4) * adapters / 80 / 4);
  }

  /** What an adapter reads is kept gathered and in BF16, whatever the format of the frozen product. */
  @Test
  void inputsOfAdaptersAreKept() {
    Jobs jobs = Jobs.small().with(new Batch(4096, 1, 1)).with(Precision.FP8).with(sequence(4, true));
    ModelSpec attention = Models.llama70().with(new Lora(16, EnumSet.of(Target.PROJECTION)));
    // Inputs of two norms; attention's output, which the adapter shares, queries, keys and values; two products of MLPs.
    double expected = 4096.0 / 4 * (4 * 8192 + 2 * 8192 + 2 * (64 + 16) * 128 + 4 * 28672) + 4096 * 16 * 2;
    assertThat(new ActivationBytes(jobs.with(attention).job()).layer(1)).isEqualTo(expected);
    ModelSpec all = Models.llama70().with(new Lora(16, EnumSet.allOf(Target.class)));
    assertThat(new ActivationBytes(jobs.with(all).job()).layer(1)).isEqualTo(
        expected + 4096.0 * (2 * 2 * 8192 + 2 * 28672 / 4 + 3 * 16 * 2));
  }

  @Test
  void aLlamaLayerKeepsGatedProductsAndFewKeys() {
    // Llama 2 70B, 4,096 tokens of 8,192: inputs of two norms and of two products, 8 bytes per element;
    // attention's output, 64 query and 2 · 8 key-value heads of 128 in BF16; two products of 28,672 and their
    // product.
    Job job = Jobs.small().with(Models.llama70()).with(new Batch(4096, 1, 1)).job();
    double expected = 4096.0 * (8 * 8192 + 2 * 8192 + 2 * (64 + 16) * 128 + 6 * 28672);
    assertThat(new ActivationBytes(job).layer(0)).isEqualTo(expected);
  }

  @Test
  void fp8KeepsInputsOfProductsInAByte() {
    Job job = Jobs.small().with(Models.llama70()).with(new Batch(4096, 1, 1)).with(Precision.FP8).job();
    // Attention's output twice: in BF16 for attention itself, in FP8 for the projection.
    double expected = 4096.0 * (2 * (2 + 1) * 8192 + 3 * 8192 + 2 * (64 + 16) * 128 + (4 + 1) * 28672);
    assertThat(new ActivationBytes(job).layer(0)).isEqualTo(expected);
  }

  @Test
  void expertsKeepEveryRowTheyReceive() {
    // 512 tokens of 1,024 to 2 of 8 experts of 512, one shared: 1,024 rows, of each its input, two products
    // and their product; the shared expert has the tokens themselves.
    Job job = Jobs.small().with(Jobs.moe(2, 1024, 8)).job();
    double routed = 1024.0 * (1024 * 2 + 6 * 512);
    double expected = 512.0 * 1024 * (8 + 2 + 6) + routed + 512 * 6 * 512;
    assertThat(new ActivationBytes(job).layer(0)).isEqualTo(expected);
  }

  @Test
  void zeroShardsTheOptimizerOnly() {
    Map<String, Long> one = MemoryEstimate.of(tiny(2).job()).get(0);
    Map<String, Long> four = MemoryEstimate.of(
        tiny(2).with(Jobs.layout(1, 4, 1)).with(new Batch(128, 4, 1)).job()).get(0);
    assertThat(four.get("optimizer")).isEqualTo(one.get("optimizer") / 4);
    assertThat(four.get("gradients")).isEqualTo(one.get("gradients"));
    Parallelism none = new Parallelism(1, 1, 1, 1, 1, 1, 4, 0, false, List.of(Dimension.values()), List.of());
    Map<String, Long> unsharded = MemoryEstimate.of(tiny(2).with(none).with(new Batch(128, 4, 1)).job())
        .get(0);
    assertThat(unsharded.get("optimizer")).isEqualTo(one.get("optimizer"));
  }

  @Test
  void earlierPipelineRanksKeepMoreMicroBatches() {
    // 4 layers on 4 ranks, 1F1B: 4, 3, 2 and 1 micro-batches under way; messages each way and direction.
    List<Map<String, Long>> ranks = MemoryEstimate.of(
        tiny(4).with(Jobs.layout(1, 1, 4)).with(new Batch(128, 8, 1)).job());
    long elements = 128 * 64;
    assertThat(ranks).extracting(r -> r.get("activations")).containsExactly(
        4 * 35 * elements, 3 * 34 * elements, 2 * 34 * elements, 34 * elements + 4 * elements
        + 128 * 10_000 * 4);
    assertThat(ranks).extracting(r -> r.get("buffers")).containsOnly(4 * 2 * elements);
    assertThat(ranks).extracting(r -> r.get("parameters")).containsExactly(
        2 * (LAYER + WORDS + POSITIONS), 2 * LAYER, 2 * LAYER, 2 * (LAYER + WORDS));
  }

  @Test
  void dualPipeHoldsTwoStagesAndOneMoreMicroBatchThanRanks() {
    // 2 layers on 2 ranks, each holding both; 3 of 8 micro-batches under way, of which 2 in one direction at
    // most.
    List<Map<String, Long>> ranks = MemoryEstimate.of(
        tiny(2).with(Jobs.layout(1, 1, 2)).with(new DualPipe()).with(new Batch(128, 8, 1)).job());
    assertThat(ranks.get(0)).isEqualTo(ranks.get(1));
    assertThat(ranks.get(0)).containsEntry("parameters", 2 * (2 * LAYER + 2 * WORDS + POSITIONS))
        .containsEntry("optimizer", 12 * (2 * LAYER + 2 * WORDS + POSITIONS) / 2);
    long elements = 128 * 64;
    long first = 35 * elements;
    long last = 38 * elements + 128 * 10_000 * 4;
    assertThat(ranks.get(0).get("activations")).isIn(2 * first + last, first + 2 * last);
  }

  @Test
  void tensorParallelismSplitsMatricesAndNeedsTheGatheredSequence() {
    Map<String, Long> parts = MemoryEstimate.of(
        Jobs.small().with(Jobs.gpt(2, 128)).with(Jobs.layout(2, 1, 1)).with(new Batch(128, 1, 1)).job())
        .get(0);
    long layer = 12 * 128 * 128 + 13 * 128;
    assertThat(parts).containsEntry("parameters", 2 * (2 * layer + (10_000 + 512) * 128) / 2)
        .containsEntry("buffers", 2 * 128 * 128 * 2L);
  }

  @Test
  void recomputationInFullNeedsOneLayerAtATime() {
    Map<String, Long> full = MemoryEstimate.of(tiny(2).with(Recompute.FULL).job()).get(0);
    long elements = 128 * 64;
    // Two inputs in BF16, and the ends as ever.
    assertThat(full).containsEntry("activations", 2 * 2 * elements + 5 * elements + 128 * 10_000 * 4);
    // With few words, worst where the last layer goes back: what it is computed again with, 32 bytes per element (no
    // masks are kept anew), the gradient of its output and that of the 4 · 64 inputs of the activation. On a rank
    // without a head nothing is subtracted for logits.
    Map<String, Long> first = MemoryEstimate.of(
        tiny(2).with(Recompute.FULL).with(Jobs.layout(1, 1, 2)).with(new Batch(128, 2, 1)).job()).get(0);
    long embedding = 2 * (WORDS + POSITIONS) - (2 + 1) * elements;
    assertThat(first).containsEntry("working", Math.max(embedding, (32 + 2 + 8) * elements));
  }

  @Test
  void fp8NeedsTwoMoreCopiesOfTheWeightsOfLayers() {
    // The embedding, which is tied to the head, stays BF16.
    assertThat(MemoryEstimate.of(tiny(2).with(Precision.FP8).job()).get(0))
        .containsEntry("parameters", 4 * 2 * LAYER + 2 * (WORDS + POSITIONS));
  }

  @Test
  void fp8WeightsMayBeTheParameters() {
    // In place of BF16 weights; one copy where products read either direction, two where they read one.
    for (int copies : List.of(1, 2)) {
      Stack stack = Jobs.small().stack().with(new NarrowWeights(false, Stacks.constant(copies)));
      assertThat(MemoryEstimate.of(tiny(2).with(Precision.FP8).with(stack).job()).get(0))
          .containsEntry("parameters", copies * 2 * LAYER + 2 * (WORDS + POSITIONS));
      // Scales of MXFP8 run along the depth, so that each direction has its own.
      assertThat(MemoryEstimate.of(tiny(2).with(Precision.MXFP8).with(stack).job()).get(0))
          .containsEntry("parameters", 2 * 2 * LAYER + 2 * (WORDS + POSITIONS));
      assertThat(MemoryEstimate.of(tiny(2).with(stack).job()).get(0))
          .containsEntry("parameters", 2 * (2 * LAYER + WORDS + POSITIONS));
    }
  }

  @Test
  void latentAttentionIsComputedAgainFromItsLatents() {
    // DeepSeek-V3, a dense layer, 4,096 tokens: two block inputs in BF16, two inputs of products in FP8,
    // attention's output (twice unless it is computed again, see above), latents of 1,536 + 512 + 64, Q, K and V of 128 heads, two products of 18,432 in
    // BF16 and theirs in FP8. Selective computes the inputs of products, Q, K, V and the last product again,
    // and keeps the two in FP8.
    Jobs jobs = Jobs.small().with(Models.deepseek()).with(new Batch(4096, 1, 1)).with(Precision.FP8);
    double kept = 2 * 128 * 128 + 2 * (1536 + 512 + 64);
    double none = 4096 * (2 * 3 * 7168 + kept + 128 * 128 + 2 * 128 * (2 * 192 + 128) + (4 + 1) * 18432);
    double selective = 4096 * (2 * 2 * 7168 + kept + 2 * 18432);
    assertThat(new ActivationBytes(jobs.job()).layer(0)).isEqualTo(none);
    assertThat(new ActivationBytes(jobs.with(Recompute.SELECTIVE).job()).layer(0)).isEqualTo(selective);
  }

  @Test
  void shardedParametersSumToTheModel() {
    ModelSpec model = Models.deepseek();
    Parallelism layout = Jobs.layout(1, 64, 1, 1, 64, 1);
    ShardedParameters held = new ShardedParameters(model, layout);
    long sum = held.embedding() + held.head(true);
    for (int layer = 0; layer < model.layers(); layer++) {
      sum += held.dense(layer) + 64 * held.routed(layer);
    }
    // 671 B, but for the final norm of 7,168. DeepSeek-V3 ties nothing: the head is there beside the
    // embedding.
    assertThat(sum).isEqualTo(Parameters.of(model).total() - 7168);
    assertThat(held.routed(0)).isZero();
    assertThat(held.routed(3)).isEqualTo(4L * 3 * 7168 * 2048);
    ModelSpec tied = new ModelSpec("tied", Family.GPT, 1, 64, 1, 1, 64, 256, 1000, false, true, true, 0,
        Optional.empty(), Optional.empty(), 0);
    assertThat(new ShardedParameters(tied, layout).head(true)).isZero();
    assertThat(new ShardedParameters(tied, layout).head(false)).isEqualTo(64_000);
  }

  /** Korthikanti et al. (2022), table 2: 34·s·b·h + 5·a·s²·b where attention is not fused; selective drops the latter. */
  @Test
  void unfusedAttentionKeepsItsScores() {
    Stack fused = Jobs.small().stack();
    Stack unfused = new Stack("unfused", "unfused", Optional.of(Stack.UNFUSED), fused.fp8Scaling(),
        fused.kernelGapPs(), fused.gradientBytes(), fused.optimizerStateBytes(), fused.placeholderBytes(), fused.gradientCopyBytes(),
        fused.fp8Weights(), fused.tokens(), fused.transports(), true, false, fused.calibration(), fused.speedup(),
        fused.sources());
    Jobs jobs = Jobs.small().with(Models.gpt3()).with(new Batch(2048, 2, 2)).with(unfused);
    double kept = 34 * 2048.0 * 2 * 12288;
    assertThat(new ActivationBytes(jobs.job()).layer(0)).isEqualTo(kept + 5 * 96 * 2048.0 * 2048 * 2);
    assertThat(new ActivationBytes(jobs.with(Recompute.SELECTIVE).job()).layer(0)).isEqualTo(kept);
  }

  private static Map<String, Long> sharded(int zero, OptionalInt group, boolean reshard) {
    Parallelism usual = Jobs.layout(1, 8, 1);
    Parallelism layout = new Parallelism(1, 1, usual.contextKind(), 1, 1, 1, 1, 8,
        new Sharding(zero, group, reshard), false, usual.order(), usual.expertOrder(), List.of());
    return MemoryEstimate.of(tiny(2).with(layout).with(new Batch(128, 8, 1)).job()).get(0);
  }

  @Test
  void zero2And3ShardAllButWhatIsInUse() {
    // Two layers and the embedding, the largest of the three; 8 copies.
    long all = 2 * LAYER + WORDS + POSITIONS;
    long largest = WORDS + POSITIONS;
    OptionalInt everybody = OptionalInt.empty();
    // ZeRO-2: an eighth of the gradients, one bucket in BF16 as computed and one in FP32 as reduced.
    assertThat(sharded(2, everybody, true)).containsEntry("parameters", 2 * all)
        .containsEntry("gradients", Math.round(4 * all / 8.0 + 6 * largest)).containsEntry("optimizer", 12 * all / 8);
    // ZeRO-3: an eighth of the parameters, and two buckets gathered.
    assertThat(sharded(3, everybody, true))
        .containsEntry("parameters", Math.round(2 * all / 8.0 + 2 * 2 * largest))
        .containsEntry("optimizer", 12 * all / 8);
    // Kept for the backward pass: all are gathered in the end.
    assertThat(sharded(3, everybody, false)).containsEntry("parameters", Math.round(2 * all / 8.0 + 2 * all));
    // Two ranks share a copy, which four replicate.
    assertThat(sharded(3, OptionalInt.of(2), true)).containsEntry("optimizer", 12 * all / 2)
        .containsEntry("gradients", Math.round(4 * all / 2.0 + 6 * largest));
  }
}
