package org.kilocard.network;

import java.util.Arrays;

/**
 * The flows that are under way on some links, at fair rates, as flows come and go.
 *
 * <p><b>Model.</b> Flows that share no link, not even by way of others, do not feel each other. So when flows begin
 * or end, only what can be reached from their links is shared anew ({@link FairShare}), each connected part by
 * itself; everything else keeps its rates.
 *
 * <p>A flow is named by a small number, which is used again when it has ended. {@link #settle} costs as much as the
 * parts that were touched have entries. Not thread-safe.
 */
public final class LiveFlows {
  private final FairShare fairShare;
  private final double[] peak;
  /** By link: the flows on it, and how many. */
  private final int[][] on;
  private final int[] onCount;
  private final boolean[] isTouched;
  private final int[] touchedLinks;
  private int touchedLinkCount;

  private Load[] loads = new Load[8];
  /** By flow and entry of its load: where it stands among the flows of that link. */
  private int[][] places = new int[8][];
  private double[] rates = new double[8];
  private long[] arrivals = new long[8];
  private boolean[] isReached = new boolean[8];
  private int[] free = new int[8];
  private int freeCount;
  private int named;
  private long arrived;

  /** Links and flows that were reached while settling, part by part. */
  private final int[] reachedLinks;
  private final boolean[] isLinkReached;
  private int reachedLinkCount;
  private int[] reached = new int[8];
  private int reachedCount;
  /** Scratch of {@link #solve}. */
  private long[] byArrival = new long[8];
  private Load[] partLoads = new Load[8];
  private double[] partRates = new double[8];

  /**
   * Links without flows.
   *
   * @param capacity bytes/s of each link, positive
   */
  public LiveFlows(double... capacity) {
    fairShare = new FairShare(capacity);
    peak = new double[capacity.length];
    on = new int[capacity.length][];
    Arrays.fill(on, new int[0]);
    onCount = new int[capacity.length];
    isTouched = new boolean[capacity.length];
    touchedLinks = new int[capacity.length];
    reachedLinks = new int[capacity.length];
    isLinkReached = new boolean[capacity.length];
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return named == freeCount;
  }

  /** Begins a flow and returns its name. It has no rate before {@link #settle}. */
  public int add(Load load) {
    int flow = freeCount > 0 ? free[--freeCount] : name();
    loads[flow] = load;
    rates[flow] = 0;
    arrivals[flow] = arrived++;
    int[] place = new int[load.size()];
    for (int i = 0; i < place.length; i++) {
      int link = load.link(i);
      place[i] = onCount[link]++;
      if (on[link].length < onCount[link]) {
        on[link] = Arrays.copyOf(on[link], 2 * onCount[link]);
      }
      on[link][place[i]] = flow;
      touch(link);
    }
    places[flow] = place;
    return flow;
  }

  private int name() {
    if (named == loads.length) {
      int n = 2 * named;
      loads = Arrays.copyOf(loads, n);
      places = Arrays.copyOf(places, n);
      rates = Arrays.copyOf(rates, n);
      arrivals = Arrays.copyOf(arrivals, n);
      isReached = Arrays.copyOf(isReached, n);
      free = Arrays.copyOf(free, n);
      reached = Arrays.copyOf(reached, n);
      byArrival = Arrays.copyOf(byArrival, n);
      partLoads = Arrays.copyOf(partLoads, n);
      partRates = Arrays.copyOf(partRates, n);
    }
    return named++;
  }

  /** Ends a flow. */
  public void remove(int flow) {
    Load load = loads[flow];
    for (int i = 0; i < load.size(); i++) {
      int link = load.link(i);
      int last = on[link][--onCount[link]];
      int place = places[flow][i];
      on[link][place] = last;
      if (last != flow) {
        move(last, link, place);
      }
      touch(link);
    }
    free[freeCount++] = flow;
  }

  private void move(int flow, int link, int place) {
    Load load = loads[flow];
    for (int i = 0; i < load.size(); i++) {
      if (load.link(i) == link) {
        places[flow][i] = place;
        return;
      }
    }
  }

  private void touch(int link) {
    if (!isTouched[link]) {
      isTouched[link] = true;
      touchedLinks[touchedLinkCount++] = link;
    }
  }

  /** Shares anew what was touched since the last time; returns how many flows that was, see {@link #settled}. */
  public int settle() {
    reachedCount = 0;
    reachedLinkCount = 0;
    for (int i = 0; i < touchedLinkCount; i++) {
      int link = touchedLinks[i];
      isTouched[link] = false;
      if (onCount[link] == 0) {
        fairShare.release(link);
      } else if (!isLinkReached[link]) {
        settlePart(link);
      }
    }
    touchedLinkCount = 0;
    for (int i = 0; i < reachedCount; i++) {
      isReached[reached[i]] = false;
    }
    for (int i = 0; i < reachedLinkCount; i++) {
      isLinkReached[reachedLinks[i]] = false;
    }
    return reachedCount;
  }

  /** Shares anew the part that a link belongs to: breadth first over the flows on links and the links of flows. */
  private void settlePart(int link) {
    int firstFlow = reachedCount;
    int firstLink = reachedLinkCount;
    reach(link);
    for (int i = firstLink; i < reachedLinkCount; i++) {
      int at = reachedLinks[i];
      for (int k = 0; k < onCount[at]; k++) {
        int flow = on[at][k];
        if (!isReached[flow]) {
          isReached[flow] = true;
          reached[reachedCount++] = flow;
          reachLinks(loads[flow]);
        }
      }
    }
    solve(firstFlow);
    for (int i = firstLink; i < reachedLinkCount; i++) {
      int at = reachedLinks[i];
      peak[at] = Math.max(peak[at], fairShare.used(at));
    }
  }

  private void reachLinks(Load load) {
    for (int i = 0; i < load.size(); i++) {
      reach(load.link(i));
    }
  }

  private void reach(int link) {
    if (!isLinkReached[link]) {
      isLinkReached[link] = true;
      reachedLinks[reachedLinkCount++] = link;
    }
  }

  /** Solves for the flows that were reached {@code from} there on, in the order in which they came. */
  private void solve(int from) {
    int count = reachedCount - from;
    for (int i = 0; i < count; i++) {
      byArrival[i] = arrivals[reached[from + i]] << 32 | reached[from + i];
    }
    Arrays.sort(byArrival, 0, count);
    for (int i = 0; i < count; i++) {
      reached[from + i] = (int) byArrival[i];
      partLoads[i] = loads[reached[from + i]];
    }
    fairShare.solve(partLoads, count, partRates);
    for (int i = 0; i < count; i++) {
      rates[reached[from + i]] = partRates[i];
    }
  }

  /** A flow whose rate the last {@link #settle} found, by a number below what that returned. */
  public int settled(int number) {
    return reached[number];
  }

  /** Progress per second of a flow. */
  public double rate(int flow) {
    return rates[flow];
  }

  /** Highest share of a link's capacity that was ever given away, 0 … 1. */
  public double peak(int link) {
    return peak[link];
  }
}
