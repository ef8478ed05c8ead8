package org.kilocard.model;

import static org.kilocard.model.KernelList.join;

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
 * <p><b>Assumes.</b> With context parallelism a card holds an equal share of the masked square (zigzag
 * split).
 *
 * @param shard what the card computes
 * @param heads query heads of the card
 * @param kvHeads key-value heads of the card
 * @param qkHeadDim size of a query-key head
 * @param vHeadDim size of a value head
 * @param window tokens that a query sees, itself among them
 */
record AttentionCore(
    Shard shard, long heads, long kvHeads, int qkHeadDim, int vHeadDim, long window) {
  private static final GemmFormat BF16 = GemmFormat.of(Precision.BF16);

  List<Kernel> forward() {
    if (shard.fusedAttention()) {
      return List.of(fused("attention", false));
    }
    return List.of(
        batched("scores", queryLength(), keyLength(), qkHeadDim),
        MemoryPass.stream("softmax", square(), 4),
        MemoryPass.stream("softmax dropout", square(), 5),
        batched("values", queryLength(), vHeadDim, keyLength()));
  }

  List<Kernel> backward() {
    if (shard.fusedAttention()) {
      return List.of(fused("attention backward", true));
    }
    return join(
        List.of(
            batched("probabilities dgrad", queryLength(), keyLength(), vHeadDim),
            batched("values dgrad", keyLength(), vHeadDim, queryLength()),
            MemoryPass.stream("softmax dropout backward", square(), 5),
            MemoryPass.stream("softmax backward", square(), 6)),
        List.of(
            batched("queries dgrad", queryLength(), qkHeadDim, keyLength()),
            batched("keys dgrad", keyLength(), qkHeadDim, queryLength())));
  }

  private Attention fused(String name, boolean backward) {
    return new Attention(
        name, backward, shard.sequences(), heads, queryLength(), keyLength(), qkHeadDim, vHeadDim, kvHeads,
        true, Math.min(window, keyLength()));
  }

  private GroupedGemm batched(String name, long rows, long columns, long depth) {
    int groups = Math.toIntExact(shard.sequences() * heads);
    return new GroupedGemm(name, Collections.nCopies(groups, Gemm.plain(name, rows, columns, depth, BF16)));
  }

  private double square() {
    return (double) shard.sequences() * heads * queryLength() * keyLength();
  }

  private long queryLength() {
    return shard.sequenceLength() / shard.contextParallel();
  }

  private long keyLength() {
    return shard.sequenceLength();
  }
}
