package org.kilocard.topology;

/**
 * How the bytes of a ring collective over a block of a grid are dealt to its dimensions.
 *
 * <p><b>Model.</b> An all-gather may go along the dimensions one after the other: a dimension of n cards that
 * follows others of together p cards then carries (n − 1) · p of the chunks. Parts of the data that take
 * different orders run side by side, so that any mixture of the orders can be had: every set of dimensions
 * carries at least its cards less one, and all together the group's cards less one. Among these the split is
 * taken that ends first. Where rates do not differ much that is in proportion to the rates, and all links are
 * busy to the end.
 *
 * <p><b>Source.</b> Multi-dimensional rings on tori: TPU v4 (arXiv 2304.01433); the mixtures are the base
 * polytope of a supermodular function, the split its lexicographically optimal base (Fujishige 1980).
 */
final class RingShares {
  private RingShares() {}

  /**
   * Share of each dimension in what a member sends.
   *
   * @param extents cards of the block along each dimension
   * @param rates what a card can send along each
   */
  static double[] of(int[] extents, double[] rates) {
    int n = extents.length;
    double[] shares = new double[n];
    int active = 0;
    for (int d = 0; d < n; d++) {
      active |= extents[d] > 1 ? 1 << d : 0;
    }
    double all = cards(extents, active) - 1;
    int done = 0;
    while (done != active) {
      int next = busiest(extents, rates, done, active);
      double chunks = cards(extents, done | next) - cards(extents, done);
      double rate = rate(rates, next);
      for (int d = 0; d < n; d++) {
        if ((next & 1 << d) != 0) {
          shares[d] = chunks / all * (rates[d] / rate);
        }
      }
      done |= next;
    }
    return shares;
  }

  /** The largest set of further dimensions with the most chunks for its rate, after those that are done. */
  private static int busiest(int[] extents, double[] rates, int done, int active) {
    int best = 0;
    double most = 0;
    int open = active & ~done;
    for (int set = open; set > 0; set = set - 1 & open) {
      double load = (cards(extents, done | set) - cards(extents, done)) / rate(rates, set);
      if (load > most * (1 + 1e-12)) {
        most = load;
        best = set;
      }
    }
    return best;
  }

  private static double cards(int[] extents, int set) {
    double cards = 1;
    for (int d = 0; d < extents.length; d++) {
      cards *= (set & 1 << d) != 0 ? extents[d] : 1;
    }
    return cards;
  }

  private static double rate(double[] rates, int set) {
    double rate = 0;
    for (int d = 0; d < rates.length; d++) {
      rate += (set & 1 << d) != 0 ? rates[d] : 0;
    }
    return rate;
  }
}
