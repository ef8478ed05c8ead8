package org.kilocard.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * What the links of all grids have in common: they are numbered domain by domain and in each dimension by dimension,
 * and traffic of a domain is told by the coordinates of its members.
 */
abstract sealed class GridLinks implements TierLinks permits TorusLinks, MeshNdLinks {
  /** Grid that a domain of the job has. */
  final Grid grid;
  private final int cards;
  private final int perDomain;
  /** By dimension: the first link along it, numbered within the domain; in the end the number of all. */
  private final int[] firstLink;

  /**
   * Numbers the links.
   *
   * @param grid that a domain of the job has
   * @param perDomain cards of a domain
   * @param along links of a domain along each dimension
   */
  GridLinks(Grid grid, int cards, int perDomain, IntUnaryOperator along) {
    this.grid = grid;
    this.cards = cards;
    this.perDomain = perDomain;
    firstLink = new int[grid.dimensions() + 1];
    for (int d = 0; d < grid.dimensions(); d++) {
      firstLink[d + 1] = firstLink[d] + along.applyAsInt(d);
    }
  }

  /** Loads links, numbered within their domain, with what one card sends to another. */
  abstract void send(int from, int to, double bytes, LoadSink sink);

  /** The same with what every member sends to every other. */
  abstract void pairs(GridBlock members, double perPair, LoadSink sink);

  /** The same with a ring collective. */
  abstract void ring(GridBlock members, double weight, LoadSink sink);

  /** Links that lead into a set of cards on one line, see {@link GridCuts.Line}. */
  abstract int linksInto(int dimension, boolean[][] sets);

  /** The members of a domain, numbered within it. */
  final GridBlock block(Share share) {
    return new GridBlock(grid, GridNames.local(share, perDomain));
  }

  /** The card that a name means, numbered within its domain. */
  final int card(LinkName name) {
    return GridNames.card(name, cards, perDomain);
  }

  /** The first link of a domain. */
  final int firstOf(int domain) {
    return domain * linksPerDomain();
  }

  /** The first link along a dimension, numbered within the domain. */
  final int firstAlong(int dimension) {
    return firstLink[dimension];
  }

  /** Number of a link within its domain. */
  final int local(int link) {
    return link % linksPerDomain();
  }

  /** Dimension that a link runs along. */
  final int dimension(int link) {
    int local = local(link);
    int d = 0;
    while (local >= firstLink[d + 1]) {
      d++;
    }
    return d;
  }

  /** Links of one domain. */
  final int linksPerDomain() {
    return firstLink[grid.dimensions()];
  }

  @Override
  public final int links() {
    return (cards + perDomain - 1) / perDomain * linksPerDomain();
  }

  @Override
  public final double bytesPerSecond(int link) {
    return grid.linkBytesPerSecond().get(dimension(link));
  }

  @Override
  public final int domain(int link) {
    return link / linksPerDomain();
  }

  @Override
  public final boolean addsUp() {
    return true;
  }

  @Override
  public final String kind(int link) {
    return Grid.linkKind(dimension(link));
  }

  @Override
  public final void spread(Pattern pattern, Share share, LoadSink sink) {
    int first = firstOf(share.cards()[0] / perDomain);
    LoadSink inDomain = (link, bytes) -> sink.add(first + link, bytes);
    int[] local = GridNames.local(share, perDomain);
    switch (pattern) {
      case SEND -> send(local[0], local[1], share.weights()[0], inDomain);
      case SEND_BACK -> send(local[1], local[0], share.weights()[1], inDomain);
      case PAIRS, RAILS -> pairs(new GridBlock(grid, local), share.perPair(), inDomain);
      case RING -> ring(new GridBlock(grid, local), share.weights()[0], inDomain);
      case SHIFT -> share.sends((from, to, bytes) -> send(from % perDomain, to % perDomain, bytes, inDomain));
    }
  }

  @Override
  public final List<Cut> cuts(Share share) {
    GridBlock members = block(share);
    List<Cut> cuts = new ArrayList<>();
    for (int d = 0; d < grid.dimensions(); d++) {
      if (members.extent(d) > 1) {
        cuts.add(GridCuts.half(members, d, this::linksInto));
      }
    }
    return cuts;
  }
}
