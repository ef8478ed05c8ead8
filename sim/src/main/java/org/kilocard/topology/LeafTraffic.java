package org.kilocard.topology;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which part of what the members of an all-to-all send over a Clos leaves the leaf of its sender; as much of what
 * they receive comes from other leaves.
 *
 * <p><b>Model.</b> Counted in whole messages, so that members that lie alike get equal parts. To each member of
 * another inner domain goes one of {@link Pattern#PAIRS}. Of {@link Pattern#RAILS}, an inner domain of s members sends
 * one of r members s · r messages in order of its members, who send r of them each, and those receive s each, in order
 * too: equal domains exchange place by place, others evenly.
 */
final class LeafTraffic {
  /** Members of all inner domains of one size that have one place in theirs and share a leaf. */
  private record Spot(int size, int place, int leaf) {}

  private final Share share;
  private final int[] leaves;
  private final int[] places;
  private final int[] sizes;

  /**
   * Traffic of a group.
   *
   * @param leaves that of each member's card
   */
  LeafTraffic(Share share, int[] leaves) {
    this.share = share;
    this.leaves = leaves;
    int n = share.size();
    places = new int[n];
    sizes = new int[n];
    for (int first = 0; first < n; first += sizes[first]) {
      int end = share.innerEnd(first);
      for (int i = first; i < end; i++) {
        places[i] = i - first;
        sizes[i] = end - first;
      }
    }
  }

  /** By member, the part that leaves its leaf, 0 … 1. */
  double[] leaving(Pattern pattern) {
    long[] near = pattern == Pattern.RAILS ? nearOfRails() : nearOfPairs();
    double[] leaving = new double[near.length];
    for (int i = 0; i < near.length; i++) {
      int messages = near.length - sizes[i];
      leaving[i] = messages == 0 ? 0 : (messages - near[i]) / (double) messages;
    }
    return leaving;
  }

  /** Messages to members of other inner domains on the same leaf. */
  private long[] nearOfPairs() {
    Map<Integer, Integer> onLeaf = new HashMap<>();
    Map<Long, Integer> onLeafInside = new HashMap<>();
    for (int i = 0; i < leaves.length; i++) {
      onLeaf.merge(leaves[i], 1, Integer::sum);
      onLeafInside.merge((long) leaves[i] << 32 | share.inner()[i], 1, Integer::sum);
    }
    long[] near = new long[leaves.length];
    for (int i = 0; i < near.length; i++) {
      near[i] = onLeaf.get(leaves[i]) - onLeafInside.get((long) leaves[i] << 32 | share.inner()[i]);
    }
    return near;
  }

  private long[] nearOfRails() {
    Map<Spot, Integer> spots = new HashMap<>();
    Map<Integer, Integer> bySize = new TreeMap<>();
    for (int i = 0; i < leaves.length; i++) {
      spots.merge(spot(i, sizes[i], places[i]), 1, Integer::sum);
      bySize.put(sizes[i], 0);
    }
    long[] near = new long[leaves.length];
    for (int i = 0; i < near.length; i++) {
      // Among those with its own place in domains of its size is the member itself, with whom it exchanges nothing.
      near[i] = -sizes[i];
      for (int r : bySize.keySet()) {
        long from = (long) places[i] * r;
        for (long place = from / sizes[i]; place * sizes[i] < from + r; place++) {
          long messages = Math.min(from + r, (place + 1) * sizes[i]) - Math.max(from, place * sizes[i]);
          near[i] += messages * spots.getOrDefault(spot(i, r, (int) place), 0);
        }
      }
    }
    return near;
  }

  private Spot spot(int member, int size, int place) {
    return new Spot(size, place, leaves[member]);
  }
}
