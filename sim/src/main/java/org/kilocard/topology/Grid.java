package org.kilocard.topology;

import java.util.ArrayList;
import java.util.List;
import org.kilocard.unit.Rates;

/**
 * A torus, or a mesh that joins all points of a line. Its points, the vertices, are cards, or on an outer tier the
 * domains of the tier inside; what lays a grid out calls either cards. They are numbered along the first dimension
 * first.
 *
 * @param shape cards along each dimension
 * @param wrap dimensions whose last card is joined to the first (torus)
 * @param twisted whether the ends of the short dimensions are joined with a shift of half a long one (torus)
 * @param block cards along each dimension of the blocks that optical switches join to a torus of its own for
 *     each job; empty: a job takes a box of the grid as it is built
 * @param linkBytesPerSecond raw rate of one link of each dimension, per direction
 */
public record Grid(
    List<Integer> shape,
    List<Boolean> wrap,
    boolean twisted,
    List<Integer> block,
    List<Double> linkBytesPerSecond) {
  private static final List<String> NAMES =
      List.of("x link", "y link", "z link", "u link", "v link", "w link");

  /** The most dimensions of a grid. */
  static final int MOST_DIMENSIONS = NAMES.size();

  /** Most links, one way, of a domain in which cards are meshed: what lays them out keeps an entry for each. */
  static final int MOST_LINKS = 1 << 22;

  /** Checks that every dimension has everything. */
  public Grid {
    shape = List.copyOf(shape);
    wrap = List.copyOf(wrap);
    block = List.copyOf(block);
    linkBytesPerSecond = List.copyOf(linkBytesPerSecond);
    if (shape.isEmpty() || shape.size() > MOST_DIMENSIONS || wrap.size() != shape.size()
        || linkBytesPerSecond.size() != shape.size() || !block.isEmpty() && block.size() != shape.size()) {
      throw new IllegalArgumentException("a grid has 1 to " + MOST_DIMENSIONS + " dimensions: " + shape);
    }
    if (twisted && !canTwist(shape, wrap)) {
      throw new IllegalArgumentException("cannot be twisted: " + shape + " wrapped " + wrap);
    }
  }

  /** Whether some dimensions are exactly twice as long as all others and all wrap. */
  static boolean canTwist(List<Integer> shape, List<Boolean> wrap) {
    int k = shape.stream().mapToInt(Integer::intValue).min().orElseThrow();
    return wrap.stream().allMatch(w -> w)
        && shape.stream().anyMatch(n -> n == 2 * k)
        && shape.stream().allMatch(n -> n == k || n == 2 * k);
  }

  /** Kind of the links along a dimension. */
  static String linkKind(int dimension) {
    return NAMES.get(dimension);
  }

  /** For people, e.g. {@code 4 x 4 x 8 of 50 GB/s, twisted}. */
  public String described() {
    List<String> rates = linkBytesPerSecond.stream().map(Rates::format).toList();
    String links = rates.stream().distinct().count() == 1 ? rates.get(0) : String.join(", ", rates);
    return times(shape) + " of " + links + (twisted ? ", twisted" : "")
        + (block.isEmpty() ? "" : ", blocks of " + times(block));
  }

  static String times(List<Integer> shape) {
    return String.join(" x ", shape.stream().map(String::valueOf).toList());
  }

  public int dimensions() {
    return shape.size();
  }

  public int size(int dimension) {
    return shape.get(dimension);
  }

  /** Whether a dimension is one of the short ones of a twisted torus. */
  boolean isShifted(int dimension) {
    return twisted && shape.stream().anyMatch(n -> n == 2 * size(dimension));
  }

  /** Points of the whole grid. */
  public int vertices() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  /** Distance in card numbers between neighbours of a dimension. */
  int stride(int dimension) {
    int stride = 1;
    for (int d = 0; d < dimension; d++) {
      stride *= shape.get(d);
    }
    return stride;
  }

  /** Place of a card along a dimension. */
  int coordinate(int card, int dimension) {
    return card / stride(dimension) % size(dimension);
  }

  /**
   * What a job of fewer cards than the grid has gets of it: whole blocks as compactly as possible, wrapped
   * all round; without blocks the smallest box that is filled along the first dimension first, in which a
   * dimension that is cut no longer wraps.
   */
  Grid laidOut(int cards) {
    if (cards >= vertices()) {
      return this;
    }
    int blockCards = block.stream().reduce(1, Math::multiplyExact);
    if (block.isEmpty()) {
      return box(shape, wrap, cards);
    }
    if (cards < blockCards) {
      return box(block, shape.stream().map(n -> false).toList(), cards);
    }
    int[] blocks = compact((cards + blockCards - 1) / blockCards, shape.size());
    List<Integer> slice = new ArrayList<>();
    for (int d = 0; d < blocks.length; d++) {
      slice.add(blocks[d] * block.get(d));
    }
    List<Boolean> round = slice.stream().map(n -> n > 2).toList();
    return new Grid(slice, round, twisted && canTwist(slice, round), List.of(), linkBytesPerSecond);
  }

  private Grid box(List<Integer> of, List<Boolean> wraps, int cards) {
    List<Integer> box = new ArrayList<>();
    List<Boolean> round = new ArrayList<>();
    int left = cards;
    for (int d = 0; d < of.size(); d++) {
      int n = Math.min(left, of.get(d));
      box.add(n);
      round.add(wraps.get(d) && n == of.get(d));
      left = (left + n - 1) / n;
    }
    return new Grid(box, round, false, List.of(), linkBytesPerSecond);
  }

  /** Factors of {@code n} in ascending order with the least sum, which makes the most cubic box. */
  private static int[] compact(int n, int dimensions) {
    if (dimensions == 1) {
      return new int[] {n};
    }
    int[] best = {};
    int least = Integer.MAX_VALUE;
    for (int first = 1; first <= n; first++) {
      if (n % first == 0) {
        int[] rest = compact(n / first, dimensions - 1);
        int sum = first;
        boolean ascending = first <= rest[0];
        for (int factor : rest) {
          sum += factor;
        }
        if (ascending && sum < least) {
          least = sum;
          best = new int[dimensions];
          best[0] = first;
          System.arraycopy(rest, 0, best, 1, rest.length);
        }
      }
    }
    return best;
  }

  /** Summed rate of the links of one point, per direction, of a kind; one at an open end has less. */
  public double vertexBytesPerSecond(DomainKind kind) {
    double rate = 0;
    for (int d = 0; d < dimensions(); d++) {
      rate += linksPerCard(kind, d) * linkBytesPerSecond.get(d);
    }
    return rate;
  }

  /** Links of one card along a dimension, one direction counted. */
  int linksPerCard(DomainKind kind, int dimension) {
    return kind == DomainKind.MESH_ND ? size(dimension) - 1 : Math.min(2, size(dimension) - 1);
  }
}
