package org.kilocard.topology;

/**
 * The members of a group within one domain of a tier. Entry {@code i} of each array belongs to member {@code i},
 * in rank order.
 *
 * @param cards card of each member
 * @param weights what each member sends on this tier, and receives, relative to the call's bytes
 * @param inner the next-inner domain that each member lies in (its card on the innermost tier)
 */
public record Share(int[] cards, double[] weights, int[] inner) {
  /** Number of members. */
  public int size() {
    return cards.length;
  }
}
