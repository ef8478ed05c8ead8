package org.kilocard.topology;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.kilocard.input.Mapping;
import org.kilocard.input.Scalar;
import org.kilocard.input.Spelled;

/**
 * Reads how the cards of a torus or mesh, or the domains of the tier inside, are arranged:
 *
 * <ul>
 *   <li>{@code shape: [16, 16, 16]}: cards, or domains, along each dimension;
 *   <li>{@code rate} of a card and {@code link_rates}, of one link of each dimension. Of cards one of the two: the rate
 *       is dealt evenly to a card's links. Of domains one or both: without link rates the summed rate of a domain's cards
 *       is dealt evenly to its links, without a rate a card's is its part of them;
 *   <li>{@code wrap: [true, true, false]} (torus): which dimensions are closed; without it those of three
 *       cards and more;
 *   <li>{@code twisted: true} (torus) and {@code block: [4, 4, 4]} (torus): see {@link Grid}.
 * </ul>
 */
final class GridReader {
  /** Keys that only grids have. */
  static final List<String> KEYS = List.of("shape", "link_rates", "wrap", "twisted", "block");

  private static final List<String> TORUS_ONLY = List.of("wrap", "twisted", "block");

  private final Mapping written;
  private final DomainKind kind;
  private final int below;

  /**
   * Reads from {@code written}.
   *
   * @param below cards of a domain of the tier inside; 1 for a grid of cards
   */
  GridReader(Mapping written, DomainKind kind, int below) {
    this.written = written;
    this.kind = kind;
    this.below = below;
  }

  Grid read() {
    for (String key : TORUS_ONLY) {
      if (kind != DomainKind.TORUS && written.keys().contains(key)) {
        throw written.fail(key, "is not a property of a " + Spelled.of(kind), "Only kind: torus has it.");
      }
    }
    List<Integer> shape = shape();
    List<Boolean> wrap = wrap(shape);
    boolean twisted = written.flag("twisted", false);
    List<Integer> block = block(shape);
    if (twisted && !Grid.canTwist(shape, wrap)) {
      throw written.fail("twisted", "a torus of " + Grid.times(shape) + " cannot be twisted",
          "Some dimensions are exactly twice as long as all others, and all are closed, e.g. [4, 4, 8].");
    }
    return new Grid(shape, wrap, twisted, block, rates(shape));
  }

  private List<Integer> shape() {
    List<Integer> shape = counts("shape");
    if (shape.isEmpty() || shape.size() > Grid.MOST_DIMENSIONS) {
      throw written.fail("shape", "has " + shape.size() + " dimensions",
          "A " + Spelled.of(kind) + " has 1 to " + Grid.MOST_DIMENSIONS + ".");
    }
    long cards = below;
    for (int n : shape) {
      cards *= n;
      if (cards > Cluster.MOST_CARDS) {
        throw written.fail("shape", "has more than " + Cluster.MOST_CARDS + " cards");
      }
    }
    long meshed = cards / below * (shape.stream().mapToLong(n -> n).sum() - shape.size());
    if (kind == DomainKind.MESH_ND && meshed > Grid.MOST_LINKS) {
      throw written.fail("shape", "has " + meshed + " links", "A mesh has " + Grid.MOST_LINKS + " at most.");
    }
    if (written.has("cards") && written.count("cards") != cards) {
      throw written.fail("cards", "the shape " + Grid.times(shape)
          + (below > 1 ? ", of domains of " + below + "," : "") + " has "
          + String.format(Locale.ROOT, "%d", cards) + " cards", "Leave cards out: the shape says it.");
    }
    return shape;
  }

  private List<Integer> counts(String key) {
    return written.listing(key).counts(2, Cluster.MOST_CARDS).stream().map(Long::intValue).toList();
  }

  private List<Boolean> wrap(List<Integer> shape) {
    if (!written.has("wrap")) {
      return shape.stream().map(n -> n > 2).toList();
    }
    List<Boolean> wrap = written.listing("wrap").scalars(Scalar::flag);
    checkLength("wrap", wrap, shape);
    for (int d = 0; d < shape.size(); d++) {
      if (wrap.get(d) && shape.get(d) == 2) {
        throw written.fail("wrap", "a dimension of 2 cards cannot be closed",
            "The way back is the same cable.");
      }
    }
    return wrap;
  }

  private List<Integer> block(List<Integer> shape) {
    if (!written.has("block")) {
      return List.of();
    }
    List<Integer> block = counts("block");
    checkLength("block", block, shape);
    for (int d = 0; d < shape.size(); d++) {
      if (shape.get(d) % block.get(d) != 0) {
        throw written.fail("block",
            Grid.times(shape) + " is not made of whole blocks of " + Grid.times(block));
      }
    }
    return block;
  }

  private List<Double> rates(List<Integer> shape) {
    boolean both = written.has("rate") && written.has("link_rates");
    if (both && below == 1 || !written.has("rate") && !written.has("link_rates")) {
      throw written.fail(both ? "link_rates" : "rate", "needs either rate or link_rates",
          "rate is of a card, dealt evenly to its links; link_rates is a list, of one link per dimension.");
    }
    if (!written.has("link_rates")) {
      double rate = below * written.rate("rate");
      Grid even = new Grid(shape, wrap(shape), false, List.of(), Collections.nCopies(shape.size(), 1.0));
      return Collections.nCopies(shape.size(), rate / even.vertexBytesPerSecond(kind));
    }
    List<Double> rates = written.listing("link_rates").scalars(Scalar::rate);
    checkLength("link_rates", rates, shape);
    return rates;
  }

  /** Rate of a card, on a grid of domains of its port. */
  double cardBytesPerSecond(Grid grid) {
    return below > 1 && written.has("rate") ? written.rate("rate") : grid.vertexBytesPerSecond(kind) / below;
  }

  private void checkLength(String key, List<?> values, List<Integer> shape) {
    if (values.size() != shape.size()) {
      throw written.fail(key, "has " + values.size() + " entries for " + shape.size() + " dimensions");
    }
  }
}
