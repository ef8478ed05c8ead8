package org.kilocard.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kilocard.hardware.GemmFormat;
import org.kilocard.model.Lora.Target;

/** Frozen layers compute what is left of training them, and their adapters. */
class LoraTest {
  private static final int LENGTH = 4096;
  private static final Set<Target> ATTENTION = EnumSet.of(Target.QKV, Target.PROJECTION);
  private static final Set<Target> ALL = EnumSet.allOf(Target.class);

  private static ModelSpec llama(int rank, Set<Target> targets) {
    return Models.llama70().with(new Lora(rank, targets));
  }

  private static Shard whole() {
    return Shard.whole(1, LENGTH);
  }

  private static Layer layer(ModelSpec model, Shard shard, int index) {
    return TransformerLayers.layer(model, shard, index);
  }

  private static List<Block> blocks(Layer layer) {
    return layer.feedForward() instanceof Block mlp ? List.of(layer.attention(), mlp) : List.of(layer.attention());
  }

  private static Stream<Adapter> adapters(Block block) {
    return Stream.concat(block.first().stream(), block.last().stream());
  }

  private static double forward(Layer layer) {
    return blocks(layer).stream().mapToDouble(block -> products(block.forward().all())
        + adapters(block).mapToDouble(a -> products(a.down().forward()) + products(a.up().forward())).sum()).sum();
  }

  private static double backward(Layer layer) {
    return blocks(layer).stream().mapToDouble(block -> products(block.backwardInput().all())
        + adapters(block).mapToDouble(a -> products(a.down().backwardInput()) + products(a.up().backwardInput()))
            .sum()).sum();
  }

  private static double weight(Layer layer) {
    return blocks(layer).stream().mapToDouble(b -> products(b.weightOut()) + products(b.weightIn())).sum();
  }

  private static double products(List<Kernel> kernels) {
    return kernels.stream().filter(kernel -> !(kernel instanceof Attention)).mapToDouble(Kernel::flops).sum();
  }

  /**
   * Llama 2 70B, rank 16: QKV of 8,192 × 10,240 and projection of 8,192 × 8,192 in 80 layers, 16 × (18,432 + 16,384) × 80
   * = 44,564,480; gate and value of 8,192 × 57,344 and back from 28,672: 16 × (65,536 + 36,864) × 80 more.
   */
  @Test
  void parametersByHand() {
    Parameters attention = Parameters.of(llama(16, ATTENTION));
    assertThat(80 * attention.adapters()).isEqualTo(44_564_480);
    assertThat(80 * Parameters.of(llama(16, ALL)).adapters()).isEqualTo(44_564_480 + 80 * 16 * 102_400);
    assertThat(Parameters.of(llama(32, ATTENTION)).adapters()).isEqualTo(2 * attention.adapters());
    // The model itself stays as large as it is.
    assertThat(attention.total()).isEqualTo(Parameters.of(Models.llama70()).total());
    assertThat(Parameters.of(Models.llama70()).adapters()).isZero();
  }

  /** 2 per parameter and token forward and backward, for the gradients of weights only where these are adapters. */
  @ParameterizedTest
  @ValueSource(ints = {1, 16, 64})
  void productsAreFourTimesFrozenAndSixTimesAdapterParameters(int rank) {
    ModelSpec model = llama(rank, ALL);
    Layer layer = layer(model, whole(), 7);
    double frozen = Parameters.of(model).attentionMatrices() + Parameters.of(model).denseMlpMatrices();
    double adapters = Parameters.of(model).adapters();
    assertThat(forward(layer)).isEqualTo(2.0 * LENGTH * (frozen + adapters));
    assertThat(backward(layer)).isEqualTo(2.0 * LENGTH * (frozen + adapters));
    assertThat(weight(layer)).isEqualTo(2.0 * LENGTH * adapters);
  }

  /**
   * MLPerf's own count for LoRA of Llama 2 70B with 8,192 tokens: 757.9 TFLOP/s of each of 8 cards in a step of 3.6672 s of
   * 65,536 tokens are 339.3 GFLOP per token; adapters are a tenth of a percent.
   */
  @Test
  void usefulOperationsAreThoseThatArePublished() {
    assertThat(ModelFlops.perToken(llama(16, ATTENTION), 8192)).isCloseTo(339.28e9, withinPercentage(0.1));
    double attention = 12.0 * 80 * 8192 * 8192;
    ModelSpec model = llama(16, ATTENTION);
    assertThat(ModelFlops.perToken(model, 8192)).isEqualTo(
        4.0 * Parameters.of(model).activeMatrices() + 6 * 44_564_480.0 + attention);
    assertThat(ModelFlops.perTokenCausal(model, 8192))
        .isEqualTo(ModelFlops.perToken(model, 8192) - attention / 2);
    // A forward pass is a third of training all weights, and more of training adapters.
    assertThat(3 * ModelFlops.forwardPerToken(Models.llama70(), 8192))
        .isEqualTo(ModelFlops.perToken(Models.llama70(), 8192));
    assertThat(ModelFlops.forwardPerToken(model, 8192) / ModelFlops.perToken(model, 8192)).isBetween(0.46, 0.47);
  }

  /** What adapters add is in proportion to their rank, so that nothing is left of it at rank 0. */
  @Test
  void withoutRankOnlyTheFrozenModelIsLeft() {
    Layer trained = layer(Models.llama70(), whole(), 1);
    Layer one = layer(llama(1, ALL), whole(), 1);
    Layer three = layer(llama(3, ALL), whole(), 1);
    assertThat(1.5 * forward(one) - 0.5 * forward(three)).isEqualTo(forward(trained));
    assertThat(1.5 * backward(one) - 0.5 * backward(three)).isEqualTo(backward(trained));
    assertThat(1.5 * weight(one) - 0.5 * weight(three)).isZero();
    assertThat(blocks(one)).extracting(Block::forward).isEqualTo(blocks(trained).stream().map(Block::forward).toList());
  }

  /** Eight-way tensor and two-way context parallelism: 16 cards compute what one does. */
  @Test
  void splitAdaptersSumToTheWhole() {
    Shard split = new Shard(LENGTH, LENGTH, 8, 2, 1, 1, true, GemmFormat.parse("bf16"), 4, true, Optional.empty());
    for (int index : new int[] {0, 5}) {
      Layer all = layer(llama(16, ALL), whole(), index);
      Layer part = layer(llama(16, ALL), split, index);
      assertThat(16 * forward(part)).isEqualTo(forward(all));
      assertThat(16 * backward(part)).isEqualTo(backward(all));
      assertThat(16 * weight(part)).isEqualTo(weight(all));
    }
  }

  /** The first layer stops at its lowest adapter, whose own input needs no gradient; all others are alike. */
  @Test
  void nothingIsComputedBelowTheLowestAdapter() {
    Layer qkv = layer(llama(16, ATTENTION), whole(), 0);
    assertThat(names(qkv.attention().backwardInput().all())).containsExactly("projection dgrad", "attention backward",
        "rotary");
    assertThat(qkv.attention().first().get(0).down().backwardInput()).isEmpty();
    assertThat(qkv.attention().last().get(0).down().backwardInput()).isNotEmpty();
    Layer projection = layer(llama(16, EnumSet.of(Target.PROJECTION)), whole(), 0);
    assertThat(projection.attention().backwardInput().all()).isEmpty();
    assertThat(projection.attention().last().get(0).down().backwardInput()).isEmpty();
    Layer second = layer(llama(16, EnumSet.of(Target.FC2)), whole(), 0);
    assertThat(blocks(second)).allSatisfy(block -> assertThat(block.backwardInput().all()).isEmpty());
    Layer first = layer(llama(16, EnumSet.of(Target.FC1)), whole(), 0);
    assertThat(names(blocks(first).get(1).backwardInput().all())).containsExactly("fc2 dgrad", "activation backward");
    for (Layer lowest : List.of(qkv, projection, second, first)) {
      assertThat(weight(lowest)).isPositive();
    }
    ModelSpec model = llama(16, ATTENTION);
    assertThat(model.kind(1)).isEqualTo(model.kind(79)).isNotEqualTo(model.kind(0));
    assertThat(Models.llama70().kind(0)).isEqualTo(Models.llama70().kind(79));
  }

  /** FP8 lays nothing out for gradients of frozen weights; adapters are BF16 and want BF16 inputs. */
  @Test
  void castsOfFrozenWeights() {
    Shard fp8 = new Shard(LENGTH, LENGTH, 1, 1, 1, 1, true, GemmFormat.parse("fp8"), 4, true, Optional.empty());
    Block frozen = layer(llama(16, ATTENTION), fp8, 1).attention();
    Block trained = layer(Models.llama70(), fp8, 1).attention();
    double elements = 4096.0 * 8192;
    assertThat(trained.backwardInput().all()).contains(
        MemoryPass.convert("projection gradient cast", elements, 4));
    assertThat(frozen.backwardInput().all()).contains(
        MemoryPass.convert("projection gradient cast", elements, 3));
    assertThat(names(frozen.forward().before())).containsExactly("attention norm", "qkv input quantise");
    assertThat(names(trained.forward().before())).containsExactly("attention norm");
    assertThat(Stream.concat(frozen.weightIn().stream(), frozen.weightOut().stream()))
        .allSatisfy(kernel -> assertThat(((Gemm) kernel).format()).isEqualTo(GemmFormat.parse("bf16")));
    assertThat(ModelEnds.weightCasts(llama(16, ALL), 1e9, GemmFormat.parse("fp8"))).isEmpty();
    assertThat(ModelEnds.weightCasts(Models.llama70(), 1e9, GemmFormat.parse("fp8"))).isNotEmpty();
  }

  /** Router, experts, embedding and head are frozen like everything else. */
  @Test
  void expertsAreFrozenBesideAdaptersOfTheAttention() {
    ModelSpec model = Models.oss().with(new Lora(16, ATTENTION));
    Layer layer = layer(model, whole(), 3);
    MoeBlock moe = (MoeBlock) layer.feedForward();
    assertThat(List.of(moe.router().weight(), moe.routed().weight(), moe.after().weight()))
        .allSatisfy(kernels -> assertThat(kernels).isEmpty());
    assertThat(moe.routed().backwardInput())
        .isEqualTo(((MoeBlock) layer(Models.oss(), whole(), 3).feedForward()).routed().backwardInput());
    assertThat(layer.attention().first()).hasSize(1);
    assertThat(ModelEnds.head(model, whole()).weight()).isEmpty();
    assertThat(ModelEnds.embedding(model, whole()).weight()).isEmpty();
  }

  @Test
  void adaptersThatAreNotKnown() {
    assertThatThrownBy(() -> new Lora(0, ALL)).hasMessageContaining("rank 0");
    assertThatThrownBy(() -> new Lora(4, EnumSet.noneOf(Target.class))).hasMessageContaining("[]");
    assertThatThrownBy(() -> Models.oss().with(new Lora(4, ALL))).hasMessageContaining("not known");
    assertThatThrownBy(() -> Models.deepseek().with(new Lora(4, ATTENTION))).hasMessageContaining("not known");
  }

  private static List<String> names(List<Kernel> kernels) {
    return kernels.stream().map(Kernel::name).toList();
  }
}
