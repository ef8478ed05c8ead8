package org.kilocard.network;

import java.util.Arrays;

/**
 * Max-min fair rates of flows on shared links, by progressive filling.
 *
 * <p><b>Model.</b> A flow {@code f} moves one unit of progress by putting {@code load(f, l)} bytes on each
 * link {@code l} that it uses, all of them in lockstep (the chunks of a collective are pipelined, its slowest
 * link sets the pace). Its <em>speed</em> is progress times its {@link Load measure}, in bytes/s: what one of
 * its threads, from card to card, gets on a link. Speeds are raised together until a link is full; the flows
 * on that link are frozen, and the others go on. For a plain flow, which puts its measure on every link of
 * its path, this is the classical max-min allocation (Bertsekas and Gallager, Data Networks, 6.5.2); two
 * collectives on one port each get half of it, and on a trunk each gets by the number of its threads.
 *
 * <p><b>Assumes.</b> Rates adapt at once. <b>Not modelled.</b> Packets, queues, congestion control
 * transients.
 *
 * <p>Not thread-safe. Scratch arrays are reused between calls.
 */
public final class FairShare {
  /** A link is full, and a cap reached, when less than this share of it is left; against rounding. */
  private static final double FULL = 1e-12;

  private final double[] capacity;
  private final double[] left;
  private final double[] demand;
  private boolean[] frozen = new boolean[16];

  /**
   * Sharing of the given links.
   *
   * @param capacity bytes/s of each link, positive
   */
  public FairShare(double... capacity) {
    for (double c : capacity) {
      if (!(c > 0) || Double.isInfinite(c)) {
        throw new IllegalArgumentException("a link needs a positive finite rate, got " + c);
      }
    }
    this.capacity = capacity.clone();
    left = new double[capacity.length];
    demand = new double[capacity.length];
  }

  /** Number of links. */
  public int links() {
    return capacity.length;
  }

  /** Capacity of a link, bytes/s. */
  public double capacity(int link) {
    return capacity[link];
  }

  /** Share of a link's capacity that the last {@link #solve} gave away, 0 … 1. */
  public double used(int link) {
    return 1 - left[link] / capacity[link];
  }

  /**
   * Solves for the rates.
   *
   * @param flows active flows, entries 0 … {@code count − 1}
   * @param rates receives progress per second of each flow
   */
  public void solve(Load[] flows, int count, double[] rates) {
    prepare(count);
    double level = 0;
    int open = count;
    while (open > 0) {
      Arrays.fill(demand, 0);
      double next = Double.POSITIVE_INFINITY;
      for (int f = 0; f < count; f++) {
        if (!frozen[f]) {
          addDemand(flows[f]);
          next = Math.min(next, flows[f].cap() * flows[f].measure());
        }
      }
      double step = next - level;
      for (int l = 0; l < capacity.length; l++) {
        if (demand[l] > 0) {
          step = Math.min(step, left[l] / demand[l]);
        }
      }
      step = Math.max(step, 0);
      level += step;
      for (int l = 0; l < capacity.length; l++) {
        left[l] = Math.max(0, left[l] - demand[l] * step);
      }
      open -= freeze(flows, count, rates, level);
    }
  }

  private void prepare(int count) {
    if (frozen.length < count) {
      frozen = new boolean[2 * count];
    }
    Arrays.fill(frozen, 0, count, false);
    System.arraycopy(capacity, 0, left, 0, capacity.length);
  }

  private void addDemand(Load flow) {
    for (int i = 0; i < flow.size(); i++) {
      demand[flow.link(i)] += flow.bytes(i) / flow.measure();
    }
  }

  /** Freezes the flows that reached their cap or cross a full link; returns how many. */
  private int freeze(Load[] flows, int count, double[] rates, double level) {
    int n = 0;
    for (int f = 0; f < count; f++) {
      if (!frozen[f]
          && (level >= (1 - FULL) * flows[f].cap() * flows[f].measure() || crossesFullLink(flows[f]))) {
        frozen[f] = true;
        rates[f] = level / flows[f].measure();
        n++;
      }
    }
    if (n == 0) {
      throw new IllegalStateException("fair sharing does not progress at level " + level);
    }
    return n;
  }

  private boolean crossesFullLink(Load flow) {
    for (int i = 0; i < flow.size(); i++) {
      int l = flow.link(i);
      if (left[l] <= FULL * capacity[l]) {
        return true;
      }
    }
    return false;
  }
}
