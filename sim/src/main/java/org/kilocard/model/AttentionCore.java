package org.kilocard.model;

import static org.kilocard.model.KernelList.join;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.kilocard.hardware.GemmFormat;
import org.kilocard.hardware.Precision;

/**
 * Scores, softmax and values of one card's heads.
 *
 * <p><b>Model.</b> Fused: one {@link Attention} kernel per pass, half of the square masked. Unfused, as
 * Megatron before FlashAttention: a batched product for the scores, one pass of scale, mask and softmax (2
 * bytes read, 2 written), one of dropout (with a mask of 1 byte), a batched product for the values; backward
 * four products and the two passes; the whole square is computed. In BF16 whatever the format of the layer.
 *
 * <p>Split over c cards, a card has the chunks i and 2c − 1 − i of each sequence, so that all have the same share of
 * the masked square. <em>Ring</em>: c kernels; first the card's own tokens, causal; then all queries with the first
 * half of the keys of a card before it, or the second half of the queries with all keys of a card behind it, which is
 * as much. The outputs of the steps are merged at the end, gradients are added up in every step (6 bytes per element).
 * <em>Ulysses</em>: a c-th of the heads over whole sequences; queries, keys, values and output are laid out anew
 * before and behind each all-to-all (4 bytes per element). <em>All-gather</em>: the card's queries with all keys, which
 * are put in order first.
 *
 * <p><b>Assumes.</b> All steps of a ring but the first take as long as all queries with half of the keys.
 *
 * <p><b>Source.</b> TransformerEngine, context_parallel.py (p2p, a2a, all_gather); Liu et al., Ring attention (2023);
 * Jacobs et al., DeepSpeed Ulysses (2023); Llama 3 report (2024), section 3.3.2.
 *
 * @param shard what the card computes
 * @param heads of the card
 * @param window tokens that a query sees, itself among them; of a ring it must be all
 */
record AttentionCore(Shard shard, CardHeads heads, long window) {
  private static final GemmFormat BF16 = GemmFormat.of(Precision.BF16);
  private static final double LAY_OUT = 4;
  private static final double ADD = 6;

  Core forward() {
    return shard.contextParallel() > 1 && shard.fusedAttention() ? split(false) : whole(forwardKernels());
  }

  Core backward() {
    return shard.contextParallel() > 1 && shard.fusedAttention() ? split(true) : whole(backwardKernels());
  }

  private static Core whole(List<Kernel> kernels) {
    return new Core(List.of(), List.of(kernels), List.of());
  }

  private Core split(boolean backward) {
    return switch (shard.contextKind()) {
      case RING -> ring(backward);
      case ULYSSES -> ulysses(backward);
      case ALL_GATHER -> gathered(backward);
    };
  }

  private Core ring(boolean backward) {
    if (window < keyLength()) {
      throw new IllegalArgumentException("ring attention knows no window, got " + window + " tokens");
    }
    long share = queryLength();
    List<Kernel> next = new ArrayList<>(List.of(
        fused("ring attention", backward, heads.heads(), heads.kvHeads(), share, Math.max(1, share / 2), false)));
    if (backward) {
      next.add(MemoryPass.stream("query gradient sum", tokens() * heads.queries(), ADD));
      next.add(MemoryPass.stream("key-value gradient sum", tokens() * heads.keyValues() / 2, ADD));
    }
    List<List<Kernel>> steps = new ArrayList<>();
    steps.add(List.of(fused("own attention", backward, heads.heads(), heads.kvHeads(), share, share, true)));
    steps.addAll(Collections.nCopies(shard.contextParallel() - 1, next));
    List<Kernel> merge =
        List.of(MemoryPass.stream("merge", tokens() * heads.output() * shard.contextParallel(), ADD));
    return new Core(List.of(), steps, backward ? List.of() : merge);
  }

  private Core ulysses(boolean backward) {
    int cards = shard.contextParallel();
    List<Kernel> inputs =
        List.of(MemoryPass.convert("lay out inputs", tokens() * (heads.queries() + heads.keyValues()), LAY_OUT));
    List<Kernel> output = List.of(MemoryPass.convert("lay out output", tokens() * heads.output(), LAY_OUT));
    List<Kernel> attention = List.of(fused("attention", backward, heads.heads() / cards, heads.kvHeads() / cards,
        keyLength(), keyLength(), true));
    List<Kernel> first = backward ? output : inputs;
    List<Kernel> last = backward ? inputs : output;
    return new Core(first, List.of(join(first, attention, last)), last);
  }

  private Core gathered(boolean backward) {
    List<Kernel> order = List.of(MemoryPass.convert("order keys",
        (double) shard.sequences() * keyLength() * heads.keyValues(), LAY_OUT));
    return whole(backward
        ? join(order, backwardKernels(), order)
        : join(order, forwardKernels()));
  }

  private List<Kernel> forwardKernels() {
    if (shard.fusedAttention()) {
      return List.of(fused("attention", false));
    }
    return List.of(
        batched("scores", queryLength(), keyLength(), heads.qkHeadDim()),
        MemoryPass.stream("softmax", square(), 4),
        MemoryPass.stream("softmax dropout", square(), 5),
        batched("values", queryLength(), heads.vHeadDim(), keyLength()));
  }

  private List<Kernel> backwardKernels() {
    if (shard.fusedAttention()) {
      return List.of(fused("attention backward", true));
    }
    return join(
        List.of(
            batched("probabilities dgrad", queryLength(), keyLength(), heads.vHeadDim()),
            batched("values dgrad", keyLength(), heads.vHeadDim(), queryLength()),
            MemoryPass.stream("softmax dropout backward", square(), 5),
            MemoryPass.stream("softmax backward", square(), 6)),
        List.of(
            batched("queries dgrad", queryLength(), heads.qkHeadDim(), keyLength()),
            batched("keys dgrad", keyLength(), heads.qkHeadDim(), queryLength())));
  }

  private Attention fused(String name, boolean backward) {
    return fused(name, backward, heads.heads(), heads.kvHeads(), queryLength(), keyLength(), true);
  }

  private Attention fused(
      String name, boolean backward, long queryHeads, long kvHeads, long queries, long keys, boolean causal) {
    return new Attention(name, backward, shard.sequences(), queryHeads, queries, keys, heads.qkHeadDim(),
        heads.vHeadDim(), kvHeads, causal, Math.min(window, keys));
  }

  private GroupedGemm batched(String name, long rows, long columns, long depth) {
    int groups = Math.toIntExact(shard.sequences() * heads.heads());
    return new GroupedGemm(name, Collections.nCopies(groups, Gemm.plain(name, rows, columns, depth, BF16)));
  }

  private double square() {
    return (double) shard.sequences() * heads.heads() * queryLength() * keyLength();
  }

  /** Tokens on the card. */
  private double tokens() {
    return (double) shard.sequences() * queryLength();
  }

  private long queryLength() {
    return shard.sequenceLength() / shard.contextParallel();
  }

  private long keyLength() {
    return shard.sequenceLength();
  }
}
