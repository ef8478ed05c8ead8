package org.kilocard.job;

import org.kilocard.model.Lora.Target;
import org.kilocard.model.MlaSpec;
import org.kilocard.model.ModelSpec;
import org.kilocard.model.MoeSpec;

/**
 * Bytes of activations that one card keeps for one micro-batch from the forward to the backward pass.
 *
 * <p><b>Model.</b> What the backward pass of each kernel needs, in BF16 (inputs of FP8 products in FP8, one byte): of
 * attention the inputs of norm and QKV, Q, K, V and the output (which the kernel of attention needs in BF16 and an FP8
 * projection in FP8; DeepSeek-V3 keeps one of them); of an MLP the inputs of norm and first product, its
 * output and that of the activation; of routed experts the same for every row they received (weighting the result
 * of the activation, not the rows sent back); of the loss the logits in FP32. Matrices' outputs are split over the
 * tensor group, what lies between the blocks only with sequence parallelism. GPT keeps two dropout masks of a byte.
 *
 * <p>Recomputation: {@code full} keeps the input of each layer; {@code selective} drops what the model family computes
 * again. With MLA these are the up-projected Q, K and V, the outputs of the norms and of the activation, and what
 * goes into the activation is kept in the format of the products (DeepSeek-V3 report, sections 3.2.3 and 3.3).
 * Fused attention never keeps the scores; unfused attention keeps, unless it is computed again, the output of the
 * softmax, its dropout and the mask: 5·a·s²·b bytes.
 *
 * <p>Frozen products need their inputs no more: of what is listed above, those of the first products, the FP8 output of
 * attention and the output of activations fall away, as do what goes into the head and the mask of the embedding. An
 * adapter keeps its input, in BF16 and gathered, and its rank columns.
 *
 * <p><b>Not modelled.</b> Fragmentation, temporary buffers of kernels; that the first layer keeps less below its first
 * adapter.
 *
 * <p><b>Source.</b> Korthikanti et al., Reducing activation recomputation (2022): 34·s·b·h/t + 5·a·s²·b/t for GPT.
 */
final class ActivationBytes {
  private static final double BF16 = 2;
  private static final double FP32 = 4;

  private final Job job;
  private final ModelSpec model;
  /** Bytes of an input of a matrix product. */
  private final double input;
  private final boolean frozen;
  private final double localTokens;
  private final double splitTokens;
  private final int tensor;

  ActivationBytes(Job job) {
    this.job = job;
    model = job.model();
    frozen = model.isFrozen();
    input = Math.min(BF16, job.precision().bytesPerElement());
    tensor = job.parallelism().tensor();
    localTokens = (double) job.batch().microTokens() / job.parallelism().context();
    splitTokens = localTokens / (job.parallelism().sequenceParallel() ? tensor : 1);
  }

  /** Of one layer, by its index in the model. */
  double layer(int index) {
    double between = splitTokens * model.hidden();
    if (job.recompute() == Recompute.FULL) {
      return between * BF16;
    }
    return blocks() + masks(between) + attention()
        + (model.hasExperts(index) ? experts() : mlp(localTokens, model.ffn()) / tensor);
  }

  /** Inputs of the norms and of the first products of both blocks, rank columns of adapters. */
  private double blocks() {
    return 2 * splitTokens * model.hidden() * BF16 + firstInput(Target.QKV) + firstInput(Target.FC1)
        + model.lora().map(lora -> localTokens * lora.rank() * lora.targets().size() * BF16).orElse(0.0);
  }

  private double firstInput(Target product) {
    if (frozen) {
      return model.adapts(product) ? localTokens * model.hidden() * BF16 : 0;
    }
    return thrifty() ? 0 : splitTokens * model.hidden() * input;
  }

  /** Whether the cheap parts of MLA and of the MLPs are computed again. */
  private boolean thrifty() {
    return model.mla().isPresent() && job.recompute() == Recompute.SELECTIVE;
  }

  private double masks(double between) {
    return model.learnedPositions() > 0 ? 2 * between : 0;
  }

  private double attention() {
    double heads = model.heads();
    double again = input < BF16 && !thrifty() && !frozen ? input : 0;
    double output = localTokens * heads * model.vHeadDim() * (BF16 + again) / tensor;
    if (model.mla().isPresent()) {
      MlaSpec mla = model.mla().get();
      double latents = splitTokens * (mla.qLoraRank() + mla.kvLoraRank() + mla.ropeHeadDim()) * BF16;
      double expanded = localTokens * heads * (2 * model.qkHeadDim() + model.vHeadDim()) * BF16 / tensor;
      return output + latents + (thrifty() ? 0 : expanded);
    }
    return output + localTokens * (heads + 2.0 * model.kvHeads()) * model.headDim() * BF16 / tensor + scores();
  }

  /** What unfused attention keeps of its scores. */
  private double scores() {
    boolean kept = !job.stack().fusesAttention() && job.recompute() == Recompute.NONE;
    double perScore = model.learnedPositions() > 0 ? 2 * BF16 + 1 : BF16;
    return kept ? localTokens * job.batch().sequenceLength() * model.heads() * perScore / tensor : 0;
  }

  /** First product's output and the activation's, for so many rows. */
  private double mlp(double rows, double inner) {
    int first = model.gated() ? 2 : 1;
    if (thrifty()) {
      return rows * inner * first * input;
    }
    double second = frozen ? model.adapts(Target.FC2) ? BF16 : 0 : input;
    return rows * inner * (first * BF16 + second);
  }

  private double experts() {
    MoeSpec moe = model.moe().orElseThrow();
    double rows = expertRows(moe);
    double received = frozen ? 0 : rows * job.parallelism().expertTensor() * model.hidden() * input;
    return received + mlp(rows, moe.expertFfn()) + moe.sharedExperts() * mlp(localTokens, moe.expertFfn()) / tensor;
  }

  private double expertRows(MoeSpec moe) {
    return splitTokens * moe.topK() * job.expertLoad().imbalance(job.parallelism().expert());
  }

  /** Of the embedding on the first stage: the mask of its dropout. */
  double embedding() {
    return frozen ? 0 : masks(splitTokens * model.hidden()) / 2;
  }

  /** Of head and loss on the last stage: norm and what goes into the head, and logits; once more per MTP module. */
  double head() {
    return (1 + model.mtpDepth()) * (splitTokens * model.hidden() * (frozen ? 1 : 2) * BF16 + logits());
  }

  /** The logits in FP32, of which the loss keeps the softmax. */
  double logits() {
    return localTokens * model.vocab() / tensor * FP32;
  }

  /** The logits in BF16, or their gradient. */
  double narrowLogits() {
    return localTokens * model.vocab() / tensor * BF16;
  }

  /** Gradients of what goes into the head, gathered and not. */
  double headGradients() {
    return (localTokens + splitTokens) * model.hidden() * BF16;
  }

  /** Gradients at the beginning of the backward pass of a layer: of its output, and of the input of the activation. */
  double backward(int index) {
    int first = model.gated() ? 2 : 1;
    double inner = localTokens * first * model.ffn() / tensor;
    if (model.hasExperts(index)) {
      MoeSpec moe = model.moe().orElseThrow();
      inner = expertRows(moe) * (first * moe.expertFfn() + model.hidden() * job.parallelism().expertTensor());
    }
    return (splitTokens * model.hidden() + inner) * BF16 + recomputed();
  }

  /** What a layer needs while it is computed again in full. */
  double recomputed() {
    if (job.recompute() != Recompute.FULL) {
      return 0;
    }
    return blocks() + attention()
        + (model.moe().isPresent() ? experts() : mlp(localTokens, model.ffn()) / tensor);
  }
}
