package org.kilocard.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.Test;
import org.kilocard.hardware.GemmFormat;

/** Kernels compute exactly the model's operations, whole and split. */
class FlopsConservationTest {
  private static final int LENGTH = 4096;

  static Stream<ModelSpec> models() {
    return Stream.concat(splittable(), Stream.of(Models.palm()));
  }

  /** One key-value head is repeated on every card of a tensor group, so that PaLM's cards compute more. */
  static Stream<ModelSpec> splittable() {
    return Stream.of(Models.gpt3(), Models.llama405(), Models.llama70(), Models.deepseek(), Models.pangu(),
        Models.oss());
  }

  /** Forward: 2 flops per matrix element and token; backward of inputs and weights: as much each. */
  @ParameterizedTest
  @MethodSource("models")
  void matrixProductsAreSixTimesParametersTimesTokens(ModelSpec model) {
    Shard shard = Shard.whole(1, LENGTH);
    double once = 2.0 * Parameters.of(model).activeMatrices() * LENGTH;
    double forward = products(ModelEnds.head(model, shard).forward());
    double input = products(ModelEnds.head(model, shard).backwardInput());
    double weight = products(ModelEnds.head(model, shard).weight());
    for (int i = 0; i < model.layers(); i++) {
      Layer layer = TransformerLayers.layer(model, shard, i);
      forward += products(forward(layer));
      input += products(backwardInput(layer));
      weight += products(weight(layer));
    }
    assertThat(forward).isCloseTo(once, withinPercentage(1e-9));
    assertThat(input).isCloseTo(once, withinPercentage(1e-9));
    assertThat(weight).isCloseTo(once, withinPercentage(1e-9));
  }

  /**
   * Three times the forward kernels of all layers, per token, are the causal count; the full count is twice
   * that.
   */
  @ParameterizedTest
  @MethodSource("models")
  void attentionIsTheCausalCount(ModelSpec model) {
    double kernels = IntStream.range(0, model.layers())
        .mapToObj(i -> TransformerLayers.layer(model, Shard.whole(1, LENGTH), i))
        .flatMap(layer -> layer.attention().forward().all().stream())
        .filter(Attention.class::isInstance).mapToDouble(Kernel::flops).sum();
    double causal = ModelFlops.perTokenCausal(model, LENGTH) - 6.0 * Parameters.of(model).activeMatrices();
    assertThat(3 * kernels / LENGTH).isCloseTo(causal, withinPercentage(1e-6));
    double full = ModelFlops.perToken(model, LENGTH) - 6.0 * Parameters.of(model).activeMatrices();
    assertThat(full).isCloseTo(2 * causal, withinPercentage(1e-6));
  }

  /**
   * A window of 128 in 4,096 leaves the band: per token 128 x (2 - 1/32) of 4,096 keys, causal the half. Two
   * products of 2 x 64 heads x 64, three passes.
   */
  @Test
  void aWindowCountsItsBand() {
    double perLayer = 3 * 2.0 * 64 * (64 + 64);
    double matrices = 6.0 * Parameters.of(Models.oss()).activeMatrices();
    assertThat(ModelFlops.perToken(Models.oss(), LENGTH) - matrices)
        .isCloseTo(perLayer * (18 * 4096 + 18 * 252), withinPercentage(1e-9));
    // A window as long as the sequence is none.
    assertThat(ModelFlops.perToken(Models.oss(), 128) - matrices)
        .isCloseTo(perLayer * 36 * 128, withinPercentage(1e-6));
    // Every pair of a query and a key that it sees, by hand: 5 tokens, window 2: 1 + 2 + 2 + 2 + 2 = 9, in the
    // continuous count 5 x 2 - 2 x 2 / 2 = 8 instead of 5 x 5 / 2.
    Attention five = new Attention("a", false, 1, 1, 5, 5, 1, 1, 1, true, 2);
    assertThat(five.flops()).isEqualTo(2.0 * 2 * 8);
    assertThat(five.longestOverAverage()).isEqualTo(2 / 1.6);
  }

  /** PaLM's block: one gather and scatter, norm and residual for attention and MLP together. */
  @Test
  void aParallelBlockIsBothAtOnce() {
    Shard shard = Shard.whole(1, LENGTH);
    Layer layer = TransformerLayers.layer(Models.palm(), shard, 0);
    assertThat(layer.feedForward()).isInstanceOf(NoFeedForward.class);
    assertThat(layer.attention().forward().all()).extracting(Kernel::name).containsExactly(
        "attention norm", "qkv", "fc1", "rotary", "attention", "activation", "projection", "fc2",
        "attention residual");
    assertThat(layer.attention().backwardInput().all()).extracting(Kernel::name).containsExactly(
        "projection dgrad", "fc2 dgrad", "attention backward", "rotary", "activation backward", "qkv dgrad",
        "fc1 dgrad", "attention norm backward");
  }

  /** Eight-way tensor and two-way context parallelism: 16 cards compute what one does. */
  @ParameterizedTest
  @MethodSource("splittable")
  void splitBlocksSumToTheWhole(ModelSpec model) {
    Shard split = new Shard(
        LENGTH, LENGTH, 8, 2, 1, 1, true, GemmFormat.parse("bf16"), 4, true, Optional.empty());
    Layer whole = TransformerLayers.layer(model, Shard.whole(1, LENGTH), model.layers() - 1);
    Layer part = TransformerLayers.layer(model, split, model.layers() - 1);
    assertThat(16 * flops(forward(part))).isCloseTo(flops(forward(whole)), withinPercentage(1e-9));
    assertThat(16 * flops(backwardInput(part)))
        .isCloseTo(flops(backwardInput(whole)), withinPercentage(1e-9));
    assertThat(16 * flops(weight(part))).isCloseTo(flops(weight(whole)), withinPercentage(1e-9));
  }

  /** 64 cards share 256 experts: 4 each, 4096 x 8 / 256 x 64 = 8,192 rows for each of them. */
  @Test
  void balancedExpertsGetEqualRows() {
    Shard shard = new Shard(
        LENGTH, LENGTH, 1, 1, 64, 1, true, GemmFormat.parse("fp8-block"), 4, true, Optional.empty());
    assertThat(shard.rowsOfExperts(Models.deepseek().moe().orElseThrow()))
        .containsExactly(8192L, 8192L, 8192L, 8192L);
  }

  /** FP8 adds casts and changes no product. */
  @Test
  void castsMoveBytesAndComputeNothing() {
    Shard bf16 = Shard.whole(1, LENGTH);
    Shard fp8 = new Shard(
        LENGTH, LENGTH, 1, 1, 1, 1, true, GemmFormat.parse("fp8"), 4, true, Optional.empty());
    Layer plain = TransformerLayers.layer(Models.gpt3(), bf16, 0);
    Layer cast = TransformerLayers.layer(Models.gpt3(), fp8, 0);
    assertThat(flops(forward(cast))).isEqualTo(flops(forward(plain)));
    assertThat(forward(plain)).noneMatch(kernel -> kernel.name().endsWith("cast"));
    // The projection's input, 4,096 x 12,288, read in BF16 and written in FP8.
    assertThat(forward(cast))
        .contains(MemoryPass.convert("projection input cast", 4096.0 * 12288, 3));
  }

  /** Selective recomputation runs the attention core again (GPT) or norms and up-projections (MLA). */
  @Test
  void selectiveRecomputation() {
    Shard shard = Shard.whole(1, LENGTH);
    assertThat(TransformerLayers.layer(Models.gpt3(), shard, 0).attention().selective().all())
        .extracting(Kernel::name).containsExactly("attention");
    assertThat(TransformerLayers.layer(Models.deepseek(), shard, 9).attention().selective().all())
        .extracting(Kernel::name)
        .contains("query up", "key-value up", "attention norm").doesNotContain("attention");
  }

  private static double products(List<Kernel> kernels) {
    return flops(kernels.stream().filter(kernel -> !(kernel instanceof Attention)).toList());
  }

  private static double flops(List<Kernel> kernels) {
    return kernels.stream().mapToDouble(Kernel::flops).sum();
  }

  private static List<Kernel> forward(Layer layer) {
    List<Kernel> all = new ArrayList<>(layer.attention().forward().all());
    if (layer.feedForward() instanceof Block mlp) {
      all.addAll(mlp.forward().all());
    } else if (layer.feedForward() instanceof MoeBlock moe) {
      all.addAll(moe.router().forward());
      all.addAll(moe.routed().forward());
      moe.shared().ifPresent(shared -> all.addAll(shared.forward().all()));
    }
    return all;
  }

  private static List<Kernel> backwardInput(Layer layer) {
    List<Kernel> all = new ArrayList<>(layer.attention().backwardInput().all());
    if (layer.feedForward() instanceof Block mlp) {
      all.addAll(mlp.backwardInput().all());
    } else if (layer.feedForward() instanceof MoeBlock moe) {
      all.addAll(moe.router().backwardInput());
      all.addAll(moe.routed().backwardInput());
      moe.shared().ifPresent(shared -> all.addAll(shared.backwardInput().all()));
    }
    return all;
  }

  private static List<Kernel> weight(Layer layer) {
    List<Kernel> all = new ArrayList<>(layer.attention().weightOut());
    all.addAll(layer.attention().weightIn());
    if (layer.feedForward() instanceof Block mlp) {
      all.addAll(mlp.weightOut());
      all.addAll(mlp.weightIn());
    } else if (layer.feedForward() instanceof MoeBlock moe) {
      all.addAll(moe.router().weight());
      all.addAll(moe.routed().weight());
      moe.shared().ifPresent(shared -> {
        all.addAll(shared.weightOut());
        all.addAll(shared.weightIn());
      });
    }
    return all;
  }
}
