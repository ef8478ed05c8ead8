package org.kilocard.topology;

import java.util.Arrays;

/** Where the members of a group lie in a grid: which coordinates they have along each dimension. */
final class GridBlock {
  private final Grid grid;
  private final int[] cards;
  private final int[][] coordinates;
  private final int[][] index;

  /** Finds the coordinates of cards, which are numbered within the grid; one may be named several times. */
  GridBlock(Grid grid, int... cards) {
    this.grid = grid;
    this.cards = cards;
    coordinates = new int[grid.dimensions()][];
    index = new int[grid.dimensions()][];
    for (int d = 0; d < coordinates.length; d++) {
      index[d] = new int[grid.size(d)];
      Arrays.fill(index[d], -1);
      int stride = grid.stride(d);
      for (int card : cards) {
        index[d][card / stride % index[d].length] = 0;
      }
      int n = 0;
      coordinates[d] = new int[index[d].length];
      for (int c = 0; c < index[d].length; c++) {
        if (index[d][c] == 0) {
          coordinates[d][n] = c;
          index[d][c] = n++;
        }
      }
      coordinates[d] = Arrays.copyOf(coordinates[d], n);
    }
  }

  Grid grid() {
    return grid;
  }

  /** Cards, numbered within the grid. */
  int[] cards() {
    return cards;
  }

  int dimensions() {
    return coordinates.length;
  }

  /** Coordinates that members have along a dimension, ascending. */
  int[] coordinates(int dimension) {
    return coordinates[dimension];
  }

  /** Number of different coordinates along a dimension. */
  int extent(int dimension) {
    return coordinates[dimension].length;
  }

  /** Number of a coordinate among those of the members. */
  int index(int dimension, int coordinate) {
    return index[dimension][coordinate];
  }

  /** Whether the members are all combinations of their coordinates. */
  boolean isBlock() {
    long all = 1;
    for (int[] c : coordinates) {
      all *= c.length;
    }
    return all == cards.length;
  }

  /** Whether every card of the grid is a member, once. */
  boolean isWhole() {
    return cards.length == grid.vertices() && Arrays.stream(cards).distinct().count() == cards.length;
  }

  /** Whether members have every coordinate of a dimension. */
  boolean spans(int dimension) {
    return extent(dimension) == grid.size(dimension);
  }

  /** Whether members have every coordinate of every long dimension of a twisted torus. */
  boolean spansLong() {
    for (int d = 0; d < dimensions(); d++) {
      if (!grid.isShifted(d) && !spans(d)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether going through the members of a line in order and round its end is no farther than between
   * neighbours.
   */
  boolean closes(int dimension) {
    int[] at = coordinates[dimension];
    if (!grid.wrap().get(dimension) || grid.isShifted(dimension) && !(spans(dimension) && spansLong())) {
      return false;
    }
    int round = grid.size(dimension) - at[at.length - 1] + at[0];
    return at.length > 1 && round <= widestGap(dimension);
  }

  /** The largest distance between neighbours along a dimension, not round the end. */
  int widestGap(int dimension) {
    int[] at = coordinates[dimension];
    int gap = 0;
    for (int i = 1; i < at.length; i++) {
      gap = Math.max(gap, at[i] - at[i - 1]);
    }
    return gap;
  }
}
