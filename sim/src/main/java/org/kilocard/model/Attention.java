package org.kilocard.model;

/**
 * Fused attention of one layer.
 *
 * @param name what it does
 * @param backward the backward pass
 * @param sequences of the micro-batch
 * @param heads query heads on this card
 * @param queryLength tokens of a sequence whose queries are on this card
 * @param keyLength tokens of a sequence whose keys these queries see; with a causal mask on average half of
 *     them
 * @param qkHeadDim size of a query-key head
 * @param vHeadDim size of a value head
 * @param kvHeads key-value heads on this card
 * @param causal half of the square is masked
 * @param window tokens that a causal query sees, itself among them; = {@code keyLength}: all before it
 */
public record Attention(
    String name,
    boolean backward,
    long sequences,
    long heads,
    long queryLength,
    long keyLength,
    int qkHeadDim,
    int vHeadDim,
    long kvHeads,
    boolean causal,
    long window)
    implements Kernel {
  private static final double BYTES = 2;

  /** Checks the sizes. */
  public Attention {
    if (sequences < 1 || heads < 1 || queryLength < 1 || keyLength < 1 || kvHeads < 1) {
      throw new IllegalArgumentException(name + ": sizes are positive");
    }
    if (window < 1 || window > keyLength || !causal && window < keyLength) {
      throw new IllegalArgumentException(name + ": a window is a part of the keys, of a causal mask");
    }
  }

  /** Attention to everything that the mask leaves. */
  public Attention(
      String name,
      boolean backward,
      long sequences,
      long heads,
      long queryLength,
      long keyLength,
      int qkHeadDim,
      int vHeadDim,
      long kvHeads,
      boolean causal) {
    this(name, backward, sequences, heads, queryLength, keyLength, qkHeadDim, vHeadDim, kvHeads, causal,
        keyLength);
  }

  /** The same attention of heads of other sizes. */
  public Attention heads(int qk, int value) {
    return new Attention(name, backward, sequences, heads, queryLength, keyLength, qk, value, kvHeads, causal, window);
  }

  /**
   * Length of a causal sequence without a window whose queries see as many keys on average: S without a
   * window, nearly 2 W with one much shorter than S.
   */
  public double effectiveLength() {
    double share = (double) window / keyLength;
    return keyLength * share * (2 - share);
  }

  /** Keys that a query of the most expensive kind sees, over those of the average query. */
  public double longestOverAverage() {
    return causal ? window / (effectiveLength() / 2) : 1;
  }

  /**
   * Operations inside the mask. Forward two products, scores and values. Backward five: the scores again, the
   * gradients of queries and keys (head size of query-key), of probabilities and values (head size of
   * values).
   */
  @Override
  public double flops() {
    double square = 2.0 * sequences * heads * queryLength * (causal ? effectiveLength() / 2 : keyLength);
    return square * (backward ? 3.0 * qkHeadDim + 2.0 * vHeadDim : qkHeadDim + vHeadDim);
  }

  /** Forward: Q, K, V, O once. Backward: these and dO read, dQ, dK, dV written. */
  @Override
  public double bytes() {
    double queries = (double) heads * queryLength * qkHeadDim;
    double output = (double) heads * queryLength * vHeadDim;
    double keys = (double) kvHeads * keyLength * (qkHeadDim + vHeadDim);
    double forward = queries + keys + output;
    return sequences * BYTES * (backward ? 2 * forward + output : forward);
  }
}
