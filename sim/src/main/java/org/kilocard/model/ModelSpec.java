package org.kilocard.model;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kilocard.model.Lora.Target;

/**
 * Shape of a transformer.
 *
 * @param name for people
 * @param family what its layers are made of
 * @param layers transformer layers, MTP modules not counted
 * @param hidden size of a token's state
 * @param heads query heads
 * @param kvHeads key and value heads
 * @param headDim size of a head; unused when {@code mla} is there
 * @param ffn inner size of a dense MLP
 * @param vocab rows of the embedding, padding included
 * @param gated SwiGLU or GeGLU (three matrices) instead of GELU or squared ReLU (two)
 * @param biases which layers have biases
 * @param tiedEmbeddings the output head is the embedding transposed
 * @param learnedPositions rows of a learned position embedding; 0: none
 * @param moe routed experts, if any
 * @param mla latent attention, if any
 * @param mtpDepth multi-token-prediction modules after the last layer
 * @param style what is unusual about the layers
 * @param lora adapters that are trained instead of the weights; empty: the weights are trained
 */
public record ModelSpec(
    String name,
    Family family,
    int layers,
    int hidden,
    int heads,
    int kvHeads,
    int headDim,
    int ffn,
    int vocab,
    boolean gated,
    Biases biases,
    boolean tiedEmbeddings,
    int learnedPositions,
    Optional<MoeSpec> moe,
    Optional<MlaSpec> mla,
    int mtpDepth,
    LayerStyle style,
    Optional<Lora> lora) {
  /** Checks the sizes and that the family has what it needs. */
  public ModelSpec {
    Objects.requireNonNull(name);
    Objects.requireNonNull(biases);
    Objects.requireNonNull(style);
    if (layers < 1 || hidden < 1 || heads < 1 || kvHeads < 1 || headDim < 1 || ffn < 0 || vocab < 1) {
      throw new IllegalArgumentException(name + ": sizes are positive");
    }
    if (heads % kvHeads != 0) {
      throw new IllegalArgumentException(
          name + ": " + kvHeads + " key heads do not divide " + heads + " heads");
    }
    if (learnedPositions < 0 || mtpDepth < 0) {
      throw new IllegalArgumentException(name + ": positions and MTP depth are not negative");
    }
    boolean experts = family == Family.MOE || family == Family.MLA_MOE;
    if (experts != moe.isPresent() || (family == Family.MLA_MOE) != mla.isPresent()) {
      throw new IllegalArgumentException(name + ": family " + family + " and its parts do not agree");
    }
    if (moe.isPresent() && moe.get().denseLayers() > layers) {
      throw new IllegalArgumentException(name + ": more dense layers than layers");
    }
    if (ffn == 0 && denseLayers(layers, moe) > 0) {
      throw new IllegalArgumentException(name + ": dense layers need an ffn");
    }
    if (style.parallelBlock() && experts || style.window().isPresent() && mla.isPresent()) {
      throw new IllegalArgumentException(
          name + ": experts in parallel blocks and windows over latents are not known");
    }
    if (lora.isPresent() && (experts && lora.get().adaptsMlp() || mla.isPresent() && lora.get().adapts(Target.QKV))) {
      throw new IllegalArgumentException(name + ": adapters of experts and of latents are not known");
    }
  }

  /** A model with the usual layers: {@code biases} in all products and norms, or in none. */
  public ModelSpec(
      String name,
      Family family,
      int layers,
      int hidden,
      int heads,
      int kvHeads,
      int headDim,
      int ffn,
      int vocab,
      boolean gated,
      boolean biases,
      boolean tiedEmbeddings,
      int learnedPositions,
      Optional<MoeSpec> moe,
      Optional<MlaSpec> mla,
      int mtpDepth) {
    this(name, family, layers, hidden, heads, kvHeads, headDim, ffn, vocab, gated,
        biases ? Biases.ALL : Biases.NONE, tiedEmbeddings, learnedPositions, moe, mla, mtpDepth,
        LayerStyle.USUAL, Optional.empty());
  }

  /** The same model, frozen, with adapters. */
  public ModelSpec with(Lora adapters) {
    return new ModelSpec(name, family, layers, hidden, heads, kvHeads, headDim, ffn, vocab, gated, biases,
        tiedEmbeddings, learnedPositions, moe, mla, mtpDepth, style, Optional.of(adapters));
  }

  /** Whether the weights stay as they are, and adapters are trained instead. */
  public boolean isFrozen() {
    return lora.isPresent();
  }

  /** Whether a product of the layers has an adapter. */
  public boolean adapts(Target target) {
    return lora.map(adapters -> adapters.adapts(target)).orElse(false);
  }

  /** Layers with a dense MLP: all, or those without experts. */
  public int denseLayers() {
    return denseLayers(layers, moe);
  }

  /** Whether layer {@code index}, 0 first, has routed experts. */
  public boolean hasExperts(int index) {
    return moe.map(experts -> experts.in(index)).orElse(false);
  }

  /** Whether attention of layer {@code index}, 0 first, sees only the window. */
  public boolean windowed(int index) {
    return style.window().map(window -> window.limits(index)).orElse(false);
  }

  /** What distinguishes layer {@code index}, 0 first, from others of the model. */
  public LayerKind kind(int index) {
    return new LayerKind(hasExperts(index), windowed(index), isFrozen() && index == 0);
  }

  /** Layers whose attention sees only the window. */
  public int windowedLayers() {
    return (int) IntStream.range(0, layers).filter(this::windowed).count();
  }

  /** Size of a query-key head. */
  public int qkHeadDim() {
    return mla.map(MlaSpec::qkHeadDim).orElse(headDim);
  }

  /** Size of a value head. */
  public int vHeadDim() {
    return mla.map(MlaSpec::vHeadDim).orElse(headDim);
  }

  private static int denseLayers(int layers, Optional<MoeSpec> moe) {
    return moe.map(experts -> layers - experts.layersOf(layers)).orElse(layers);
  }
}
