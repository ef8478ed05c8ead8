package org.kilocard.topology;

import java.util.stream.IntStream;

/**
 * The members of a group within one domain of a tier. Entry {@code i} of each array belongs to member {@code i},
 * in rank order.
 *
 * @param cards card of each member
 * @param weights what each member sends on this tier, and receives, relative to the call's bytes
 * @param inner the next-inner domain that each member lies in (its card on the innermost tier)
 */
public record Share(int[] cards, double[] weights, int[] inner) {
  /** Takes a message of a {@link Pattern#SHIFT}. */
  @FunctionalInterface
  interface Send {
    /**
     * One message.
     *
     * @param from card that sends
     * @param to card that receives
     * @param bytes relative to the call's bytes
     */
    void accept(int from, int to, double bytes);
  }

  /** Hands out what each member sends to the next one, the last to the first, on this tier. */
  void sends(Send send) {
    for (int i = 0; i < cards.length; i++) {
      if (weights[i] > 0) {
        send.accept(cards[i], cards[(i + 1) % cards.length], weights[i]);
      }
    }
  }

  /** What a member of an all-to-all sends to each member of another inner domain. */
  double perPair() {
    return weights[0] / IntStream.of(inner).filter(domain -> domain != inner[0]).count();
  }

  /** The end of the members, from {@code first} on, that lie in its inner domain. */
  int innerEnd(int first) {
    int end = first;
    while (end < cards.length && inner[end] == inner[first]) {
      end++;
    }
    return end;
  }

  /** Number of members. */
  public int size() {
    return cards.length;
  }
}
