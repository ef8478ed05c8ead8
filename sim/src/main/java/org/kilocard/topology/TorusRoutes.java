package org.kilocard.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The shortest ways on a torus, along the first dimension first.
 *
 * <p><b>Model.</b> Going n places along a dimension of n cards leads back, on a twisted torus for a short
 * dimension shifted by half a long one along every long one. Between two cards all shortest ways in this
 * sense are used alike.
 *
 * <p><b>Source.</b> Camarero, Martínez and Beivide, Lattice graphs for high-scale interconnection topologies
 * (IEEE TPDS 2015): k × k × 2k twisted like this is a face-centred, k × 2k × 2k a body-centred cubic lattice.
 */
final class TorusRoutes {
  /** Takes the hops of a route. */
  @FunctionalInterface
  interface Visitor {
    /**
     * One hop.
     *
     * @param card the one whose cable to the next card along the dimension is used
     * @param forward whether towards the next card, or from it
     * @param part of the message that goes here
     */
    void hop(int card, int dimension, boolean forward, double part);
  }

  private final Grid grid;
  private final int[] stride;
  /** Dimensions, those first whose ends are shifted: going round them changes the others. */
  private final int[] order;

  TorusRoutes(Grid grid) {
    this.grid = grid;
    stride = new int[grid.dimensions()];
    for (int d = 0; d < stride.length; d++) {
      stride[d] = grid.stride(d);
    }
    order = IntStream.range(0, stride.length).boxed()
        .sorted(Comparator.comparing(d -> !grid.isShifted(d)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The card after, or before, a card along a dimension; −1 where there is none. */
  int neighbour(int card, int dimension, boolean forward) {
    int size = grid.size(dimension);
    int at = card / stride[dimension] % size + (forward ? 1 : -1);
    int next = card + (forward ? stride[dimension] : -stride[dimension]);
    if (at >= 0 && at < size) {
      return next;
    }
    if (!grid.wrap().get(dimension)) {
      return -1;
    }
    next += (forward ? -size : size) * stride[dimension];
    return grid.isShifted(dimension) ? shifted(next, size) : next;
  }

  /** The card half a long dimension farther along every long one. */
  private int shifted(int card, int half) {
    int result = card;
    for (int d = 0; d < stride.length; d++) {
      if (grid.size(d) == 2 * half) {
        int at = card / stride[d] % grid.size(d);
        result += ((at + half) % grid.size(d) - at) * stride[d];
      }
    }
    return result;
  }

  /** Visits every hop from one card to another. */
  void walk(int from, int to, Visitor visitor) {
    List<int[]> ways = ways(from, to);
    for (int[] way : ways) {
      int card = from;
      for (int d = 0; d < way.length; d++) {
        for (int i = 0; i < Math.abs(way[d]); i++) {
          boolean forward = way[d] > 0;
          int next = neighbour(card, d, forward);
          visitor.hop(forward ? card : next, d, forward, 1.0 / ways.size());
          card = next;
        }
      }
    }
  }

  /** Hops from one card to another. */
  int distance(int from, int to) {
    return length(ways(from, to).get(0));
  }

  /** Hops along a dimension, both ways, of messages from one card to all others. */
  double hopsToAll(int dimension) {
    double hops = 0;
    for (int to = 0; to < grid.vertices(); to++) {
      List<int[]> ways = ways(0, to);
      for (int[] way : ways) {
        hops += Math.abs(way[dimension]) / (double) ways.size();
      }
    }
    return hops;
  }

  private static int length(int[] way) {
    int length = 0;
    for (int hops : way) {
      length += Math.abs(hops);
    }
    return length;
  }

  /** All shortest ways, as hops along each dimension. */
  private List<int[]> ways(int from, int to) {
    int[] difference = new int[stride.length];
    for (int d = 0; d < stride.length; d++) {
      difference[d] = to / stride[d] % grid.size(d) - from / stride[d] % grid.size(d);
    }
    List<int[]> shortest = new ArrayList<>();
    extend(difference, 0, new int[stride.length], shortest);
    return shortest;
  }

  /** Tries to go round each dimension not at all, once forward and once back. */
  private void extend(int[] difference, int place, int[] way, List<int[]> shortest) {
    if (place == way.length) {
      keep(way, shortest);
      return;
    }
    int d = order[place];
    int size = grid.size(d);
    int rounds = grid.wrap().get(d) ? 1 : 0;
    for (int round = -rounds; round <= rounds; round++) {
      int[] rest = difference;
      if (round != 0 && grid.isShifted(d)) {
        rest = difference.clone();
        for (int e = 0; e < rest.length; e++) {
          if (grid.size(e) == 2 * size) {
            rest[e] += rest[e] > 0 ? -size : size;
          }
        }
      }
      way[d] = rest[d] + round * size;
      extend(rest, place + 1, way, shortest);
    }
  }

  private static void keep(int[] way, List<int[]> shortest) {
    int shorter = shortest.isEmpty() ? 1 : Integer.compare(length(shortest.get(0)), length(way));
    if (shorter > 0) {
      shortest.clear();
    }
    if (shorter >= 0) {
      shortest.add(way.clone());
    }
  }
}
