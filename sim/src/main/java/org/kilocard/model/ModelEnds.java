package org.kilocard.model;

import java.util.List;
import org.kilocard.hardware.GemmFormat;
import org.kilocard.hardware.Precision;

/**
 * What stands outside the layers: embedding, output head with loss, MTP projection, optimizer.
 *
 * <p><b>Model.</b> Embedding: rows gathered (2 bytes read, 2 written), backward scattered into the gradient
 * (2 read, gradient read and written). Head: final norm, a BF16 product over the card's share of the
 * vocabulary, cross-entropy in FP32: fused, logits converted (2 + 4), two passes for maximum and sum (4 + 4), backward
 * 4 + 2; as separate kernels, Megatron-LM's way, converted (2 + 4), maximum (4), subtracted (4 + 4), raised (4 + 4),
 * summed up (4), divided (4 + 4), backward scaled (4 + 4) and converted (4 + 2). The gradients of input and weights.
 * Once per step the gradients are zeroed and averaged; the optimizer makes one pass over everything it keeps, one more
 * over the gradients for their norm.
 *
 * <p><b>Assumes.</b> The vocabulary is split over the tensor group. The cross-entropy is fused to the passes
 * named.
 */
public final class ModelEnds {
  /** Adam on FP32 master weights, moments and gradients: 16 bytes read, 12 + 2 (BF16 weights) written. */
  public static final double ADAM_BYTES = 30;

  /** Adam on FP32 master weights and gradients, BF16 moments (DeepSeek-V3): 12 read, 8 + 2 written. */
  public static final double ADAM_BF16_MOMENTS_BYTES = 22;

  /** FP16 gradients copied to FP32 (2 + 4), unscaled and checked for overflow (4 + 4). */
  public static final double FP16_GRADIENT_BYTES = 14;

  private static final GemmFormat BF16 = GemmFormat.of(Precision.BF16);

  private ModelEnds() {}

  /** Token embedding. */
  public static Passes embedding(ModelSpec model, Shard shard) {
    double elements = (double) shard.localTokens() * model.hidden();
    return trained(model, new Passes(
        List.of(MemoryPass.convert("embedding", elements, 4)),
        List.of(),
        List.of(MemoryPass.convert("embedding gradient", elements, 2 + 2 * gradientBytes(shard)))));
  }

  /** Final norm, output matrix, loss. */
  public static Passes head(ModelSpec model, Shard shard) {
    return head(model, shard, true);
  }

  /** The same with a cross-entropy that is fused or not. */
  public static Passes head(ModelSpec model, Shard shard, boolean fusedLoss) {
    long tokens = shard.localTokens();
    long vocab = (model.vocab() + shard.tensorParallel() - 1L) / shard.tensorParallel();
    long hidden = model.hidden();
    double split = (double) shard.splitTokens() * hidden;
    double logits = (double) tokens * vocab;
    return trained(model, new Passes(
        List.of(
            LayerPasses.norm("final", split),
            Gemm.plain("head", tokens, vocab, hidden, BF16),
            MemoryPass.stream("cross-entropy", logits, fusedLoss ? 14 : 38)),
        List.of(
            MemoryPass.stream("cross-entropy backward", logits, fusedLoss ? 6 : 14),
            Gemm.plain("head dgrad", tokens, hidden, vocab, BF16),
            LayerPasses.normBackward("final", split)),
        List.of(
            Gemm.accumulating("head wgrad", hidden, vocab, tokens, BF16, gradientBytes(shard)))));
  }

  /**
   * What an MTP module adds before its layer: two norms and the projection of state and next embedding, 2h →
   * h. The module also runs one {@link TransformerLayers#layer} like the last, {@link #embedding} and
   * {@link #head}.
   */
  public static Passes mtpProjection(ModelSpec model, Shard shard) {
    long tokens = shard.splitTokens();
    long hidden = model.hidden();
    double elements = 2.0 * tokens * hidden;
    return trained(model, new Passes(
        List.of(
            LayerPasses.norm("mtp", elements),
            Gemm.plain("mtp projection", tokens, hidden, 2 * hidden, BF16)),
        List.of(
            Gemm.plain("mtp projection dgrad", tokens, 2 * hidden, hidden, BF16),
            LayerPasses.normBackward("mtp", elements)),
        List.of(
            Gemm.accumulating(
                "mtp projection wgrad", 2 * hidden, hidden, tokens, BF16, gradientBytes(shard)))));
  }

  private static Passes trained(ModelSpec model, Passes passes) {
    return model.isFrozen() ? passes.frozen() : passes;
  }

  /**
   * What is done once per step to the gradients of all parameters that this card computes with: the buffer is zeroed,
   * and averaged before it is reduced.
   */
  public static List<Kernel> gradientBuffer(double parameters, double bytesPerGradient) {
    return List.of(
        MemoryPass.stream("gradients zeroed", parameters, bytesPerGradient),
        MemoryPass.stream("gradients averaged", parameters, 2 * bytesPerGradient));
  }

  /** What is done in every backward pass to gradients that are reduced after it: copied into one piece, divided. */
  public static List<Kernel> gradientCopy(double parameters, double bytesPerParameter) {
    return List.of(MemoryPass.stream("gradients copied", parameters, bytesPerParameter));
  }

  /**
   * Optimizer step over {@code parameters} kept by this card, {@code bytesPerParameter} each (see {@link
   * #ADAM_BYTES}), after a pass over the gradients for their norm.
   */
  public static List<Kernel> optimizer(double parameters, double bytesPerParameter) {
    return List.of(
        MemoryPass.stream("gradient norm", parameters, 4),
        MemoryPass.stream("adam", parameters, bytesPerParameter));
  }

  /**
   * Once per step: the weights that this card computes with cast to {@code format}, both ways round for FP8;
   * nothing for BF16, and nothing for frozen weights, which are cast once for all.
   */
  public static List<Kernel> weightCasts(ModelSpec model, double parameters, GemmFormat format) {
    return model.isFrozen() || OperandCasts.Way.of(format) == OperandCasts.Way.NONE
        ? List.of()
        : List.of(MemoryPass.convert("weight cast", parameters, 4));
  }

  private static double gradientBytes(Shard shard) {
    return shard.gradientBytesPerElement() == 0 ? 2 : shard.gradientBytesPerElement();
  }
}
