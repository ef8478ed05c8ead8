package org.kilocard.model;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.kilocard.hardware.GemmFormat;

/**
 * What part of a layer one card computes, and how.
 *
 * @param tokens of a micro-batch before any splitting: sequences × sequence length
 * @param sequenceLength of one sequence
 * @param tensorParallel cards that split heads and inner columns
 * @param contextParallel cards that split each sequence
 * @param contextKind how attention sees the rest of it
 * @param expertParallel cards that split the experts
 * @param expertTensorParallel cards that split each expert's inner columns
 * @param sequenceParallel norms and residuals work on tokens split over the tensor group
 * @param format of the products of the layers; the router and the output head are BF16
 * @param gradientBytesPerElement of the main gradient that weight gradients are added to: 4 FP32, 2 BF16; 0:
 *     written once as BF16
 * @param fusedAttention one kernel per pass that never writes the scores; otherwise two products and a
 *     softmax
 * @param expertRows token rows that each expert of this card gets; empty: all experts get the same
 * @param software what the software stack decides
 */
public record Shard(
    long tokens,
    int sequenceLength,
    int tensorParallel,
    int contextParallel,
    ContextKind contextKind,
    int expertParallel,
    int expertTensorParallel,
    boolean sequenceParallel,
    GemmFormat format,
    double gradientBytesPerElement,
    boolean fusedAttention,
    Optional<List<Long>> expertRows,
    LayerSoftware software) {
  /** Checks the sizes. */
  public Shard {
    Objects.requireNonNull(contextKind);
    Objects.requireNonNull(format);
    Objects.requireNonNull(software);
    expertRows = expertRows.map(List::copyOf);
    if (tokens < 1 || sequenceLength < 1 || tokens % sequenceLength != 0) {
      throw new IllegalArgumentException(
          "tokens are whole sequences, got " + tokens + " of " + sequenceLength);
    }
    if (tensorParallel < 1 || contextParallel < 1 || expertParallel < 1 || expertTensorParallel < 1) {
      throw new IllegalArgumentException("parallel sizes are positive");
    }
    if (tokens % ((long) tensorParallel * contextParallel) != 0) {
      throw new IllegalArgumentException(
          "tensor x context parallelism divides the tokens, got " + tensorParallel + " x " + contextParallel);
    }
  }

  /** A shard in DeepSeek's software, of which ring attention is the kind of context parallelism, if there is any. */
  public Shard(
      long tokens,
      int sequenceLength,
      int tensorParallel,
      int contextParallel,
      int expertParallel,
      int expertTensorParallel,
      boolean sequenceParallel,
      GemmFormat format,
      double gradientBytesPerElement,
      boolean fusedAttention,
      Optional<List<Long>> expertRows) {
    this(tokens, sequenceLength, tensorParallel, contextParallel, ContextKind.RING, expertParallel,
        expertTensorParallel, sequenceParallel, format, gradientBytesPerElement, fusedAttention, expertRows,
        LayerSoftware.DEEPSEEK);
  }

  /** A whole layer on one card: {@code sequences} of {@code sequenceLength}, BF16, FP32 main gradients. */
  public static Shard whole(int sequences, int sequenceLength) {
    return new Shard(
        (long) sequences * sequenceLength, sequenceLength, 1, 1, 1, 1, true,
        GemmFormat.parse("bf16"), 4, true, Optional.empty());
  }

  /** Sequences of the micro-batch. */
  public long sequences() {
    return tokens / sequenceLength;
  }

  /** Tokens that the split matrices of this card see. */
  public long localTokens() {
    return tokens / contextParallel;
  }

  /** Tokens that the norms and residuals of this card see. */
  public long splitTokens() {
    return sequenceParallel ? localTokens() / tensorParallel : localTokens();
  }

  /** {@code size / tensorParallel}, which must be whole. */
  public long perTensor(long size, String what) {
    if (size % tensorParallel != 0) {
      throw new IllegalArgumentException(
          "tensor parallelism " + tensorParallel + " does not divide " + size + " " + what);
    }
    return size / tensorParallel;
  }

  /** Gradient of a weight of {@code inputs} × {@code outputs}, summed over {@code rows}. */
  Gemm weightGradient(String name, long inputs, long outputs, long rows) {
    return weightGradient(name, inputs, outputs, rows, format);
  }

  /** The same from operands in another format than the shard's. */
  Gemm weightGradient(String name, long inputs, long outputs, long rows, GemmFormat of) {
    return gradientBytesPerElement == 0
        ? Gemm.plain(name, inputs, outputs, rows, of)
        : Gemm.accumulating(name, inputs, outputs, rows, of, gradientBytesPerElement);
  }

  /**
   * Rows of each expert on this card. Balanced: every card of the expert group sends {@code topK} rows per
   * token, an expert of {@code routedExperts / expertParallel} on a card gets an equal share, rounded up.
   */
  public List<Long> rowsOfExperts(MoeSpec moe) {
    if (moe.routedExperts() % expertParallel != 0) {
      throw new IllegalArgumentException(
          "expert parallelism " + expertParallel + " does not divide " + moe.routedExperts() + " experts");
    }
    int experts = moe.routedExperts() / expertParallel;
    if (expertRows.isPresent()) {
      if (expertRows.get().size() != experts) {
        throw new IllegalArgumentException(
            "rows of " + experts + " experts wanted, got " + expertRows.get().size());
      }
      return expertRows.get();
    }
    long sent = splitTokens() * expertTensorParallel * moe.topK() * expertParallel;
    return Collections.nCopies(experts, (sent + moe.routedExperts() - 1) / moe.routedExperts());
  }
}
