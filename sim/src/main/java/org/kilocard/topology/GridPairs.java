package org.kilocard.topology;

import java.util.Arrays;

/**
 * Counts the messages of an all-to-all on a grid whose routes go along the first dimension first.
 *
 * <p><b>Model.</b> A message from s to t travels along dimension d on the line that has t's coordinates
 * before d and s's after it. On that line it is one of A(s) · B(t) messages: A counts the members with s's
 * coordinates from d on, B those with t's coordinates up to d. So lines are visited, not pairs: an all-to-all
 * of n cards with k per line takes n · k steps per dimension.
 */
final class GridPairs {
  /** Takes the messages on one line. */
  @FunctionalInterface
  interface Visitor {
    /**
     * One line.
     *
     * @param dimension that it runs along
     * @param first the card with coordinate 0 on it
     * @param at coordinates of the members' cards along the dimension, ascending
     * @param messages from coordinate {@code at[i]} to {@code at[j]}; nothing where i = j
     */
    void line(int dimension, int first, int[] at, long[][] messages);
  }

  private final GridBlock members;
  private final int[] stride;
  private final int[] compact;

  private GridPairs(GridBlock members) {
    this.members = members;
    int n = members.dimensions();
    stride = new int[n];
    compact = new int[n + 1];
    compact[0] = 1;
    for (int d = 0; d < n; d++) {
      stride[d] = members.grid().stride(d);
      compact[d + 1] = Math.multiplyExact(compact[d], members.extent(d));
    }
  }

  /** Visits every line that carries messages, once. */
  static void visit(GridBlock members, Visitor visitor) {
    GridPairs pairs = new GridPairs(members);
    for (int d = 0; d < members.dimensions(); d++) {
      if (members.extent(d) > 1) {
        pairs.visit(d, visitor);
      }
    }
  }

  private void visit(int d, Visitor visitor) {
    int n = members.dimensions();
    int extent = members.extent(d);
    int before = compact[d];
    int after = compact[n] / compact[d + 1];
    int[] from = new int[extent * after];
    int[] to = new int[before * extent];
    for (int card : members.cards()) {
      int number = number(card);
      from[number / before]++;
      to[number % (before * extent)]++;
    }
    long[][] messages = new long[extent][extent];
    for (int high = 0; high < after; high++) {
      for (int low = 0; low < before; low++) {
        if (fill(messages, from, high, to, low, before)) {
          int[] at = members.coordinates(d);
          visitor.line(d, card(low + high * before * extent) - at[0] * stride[d], at, messages);
        }
      }
    }
  }

  private static boolean fill(long[][] messages, int[] from, int high, int[] to, int low, int before) {
    int extent = messages.length;
    boolean any = false;
    for (int i = 0; i < extent; i++) {
      long sources = from[i + high * extent];
      Arrays.fill(messages[i], 0);
      for (int j = 0; j < extent && sources > 0; j++) {
        if (i != j) {
          messages[i][j] = sources * to[low + j * before];
          any |= messages[i][j] > 0;
        }
      }
    }
    return any;
  }

  /** Number of a card among all combinations of the members' coordinates. */
  private int number(int card) {
    int number = 0;
    for (int d = 0; d < stride.length; d++) {
      number += compact[d] * members.index(d, card / stride[d] % members.grid().size(d));
    }
    return number;
  }

  private int card(int number) {
    int card = 0;
    for (int d = 0; d < stride.length; d++) {
      card += stride[d] * members.coordinates(d)[number / compact[d] % members.extent(d)];
    }
    return card;
  }
}
