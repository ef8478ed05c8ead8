package org.kilocard.model;

/**
 * The heads of one card, split over the tensor group.
 *
 * @param heads query heads
 * @param kvHeads key-value heads; with more cards than there are each keeps one
 * @param qkHeadDim size of a query-key head
 * @param vHeadDim size of a value head
 */
public record CardHeads(long heads, long kvHeads, int qkHeadDim, int vHeadDim) {
  /** The heads of a card when {@code tensor} cards share them. */
  public static CardHeads of(ModelSpec model, int tensor) {
    return new CardHeads(model.heads() / tensor, Math.max(1, model.kvHeads() / tensor), model.qkHeadDim(),
        model.vHeadDim());
  }

  /** Elements of the queries of a token. */
  public long queries() {
    return heads * qkHeadDim;
  }

  /** Elements of the keys and values of a token. */
  public long keyValues() {
    return kvHeads * (qkHeadDim + vHeadDim);
  }

  /** Elements of the output of a token. */
  public long output() {
    return heads * vHeadDim;
  }
}
