package org.kilocard.topology;

import java.util.Arrays;

/**
 * Cuts through a grid: the members on the lower half of their coordinates along a dimension, and the links
 * that lead into the set of cards that have the members' coordinates on all others.
 */
final class GridCuts {
  /** Counts the links that lead into a set of cards on one line. */
  @FunctionalInterface
  interface Line {
    /**
     * Links into the set.
     *
     * @param dimension that the line runs along
     * @param sets for every dimension the coordinates of the set
     */
    int linksInto(int dimension, boolean[][] sets);
  }

  private GridCuts() {}

  static Cut half(GridBlock members, int dimension, Line line) {
    Grid grid = members.grid();
    boolean[][] sets = new boolean[grid.dimensions()][];
    for (int d = 0; d < sets.length; d++) {
      sets[d] = new boolean[grid.size(d)];
      int[] at = members.coordinates(d);
      for (int c : d == dimension ? Arrays.copyOf(at, at.length / 2) : at) {
        sets[d][c] = true;
      }
    }
    int inside = 0;
    for (int card : members.cards()) {
      inside += sets[dimension][grid.coordinate(card, dimension)] ? 1 : 0;
    }
    double rate = 0;
    for (int d = 0; d < sets.length; d++) {
      rate += linesAcross(sets, d) * line.linksInto(d, sets) * grid.linkBytesPerSecond().get(d);
    }
    return new Cut(inside, (int) places(sets), rate);
  }

  private static double places(boolean[][] sets) {
    double places = 1;
    for (boolean[] set : sets) {
      places *= places(set);
    }
    return places;
  }

  /** Lines along a dimension that have places in the set. */
  private static double linesAcross(boolean[][] sets, int dimension) {
    return places(sets) / places(sets[dimension]);
  }

  private static int places(boolean[] set) {
    int places = 0;
    for (boolean in : set) {
      places += in ? 1 : 0;
    }
    return places;
  }
}
