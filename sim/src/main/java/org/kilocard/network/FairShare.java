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
 * <p>A solution costs rounds × entries of the flows, and nothing for links that no flow crosses. Not thread-safe.
 * Scratch arrays are reused between calls.
 */
public final class FairShare {
  /** A link is full, and a cap reached, when less than this share of it is left; against rounding. */
  private static final double FULL = 1e-12;

  private final double[] capacity;
  private final double[] left;
  private final double[] demand;
  /** The links that the flows cross, entries 0 … {@code crossedCount − 1}. */
  private final int[] crossed;
  private final boolean[] isCrossed;
  private int crossedCount;
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
    left = capacity.clone();
    crossed = new int[capacity.length];
    isCrossed = new boolean[capacity.length];
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

  /** Share of a link's capacity, 0 … 1, that was given away by the last solution with a flow on that link. */
  public double used(int link) {
    return 1 - left[link] / capacity[link];
  }

  /** Takes note that no flow crosses a link any more. */
  void release(int link) {
    left[link] = capacity[link];
  }

  /**
   * Solves for the rates. These are all the flows on the links that they cross.
   *
   * @param flows active flows, entries 0 … {@code count − 1}
   * @param rates receives progress per second of each flow
   */
  public void solve(Load[] flows, int count, double[] rates) {
    prepare(flows, count);
    double level = 0;
    int open = count;
    while (open > 0) {
      for (int i = 0; i < crossedCount; i++) {
        demand[crossed[i]] = 0;
      }
      double next = Double.POSITIVE_INFINITY;
      for (int f = 0; f < count; f++) {
        if (!frozen[f]) {
          addDemand(flows[f]);
          next = Math.min(next, flows[f].cap() * flows[f].measure());
        }
      }
      double step = next - level;
      for (int i = 0; i < crossedCount; i++) {
        int l = crossed[i];
        if (demand[l] > 0) {
          step = Math.min(step, left[l] / demand[l]);
        }
      }
      step = Math.max(step, 0);
      level += step;
      for (int i = 0; i < crossedCount; i++) {
        int l = crossed[i];
        left[l] = Math.max(0, left[l] - demand[l] * step);
      }
      open -= freeze(flows, count, rates, level);
    }
  }

  private void prepare(Load[] flows, int count) {
    if (frozen.length < count) {
      frozen = new boolean[2 * count];
    }
    Arrays.fill(frozen, 0, count, false);
    for (int i = 0; i < crossedCount; i++) {
      isCrossed[crossed[i]] = false;
    }
    crossedCount = 0;
    for (int f = 0; f < count; f++) {
      for (int i = 0; i < flows[f].size(); i++) {
        cross(flows[f].link(i));
      }
    }
  }

  private void cross(int link) {
    if (!isCrossed[link]) {
      isCrossed[link] = true;
      crossed[crossedCount++] = link;
      left[link] = capacity[link];
    }
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
