package org.kilocard.topology;

import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Links of torus domains: the ICI of TPUs, NeuronLink.
 *
 * <p><b>Model.</b> A cable from every card to the next along each dimension, with a link in either direction;
 * where a dimension wraps, the last card is joined to the first.
 * <ul>
 *   <li>A send goes the shortest way along the first dimension, then along the next; where both ways are
 *       equally far, half goes each way.
 *   <li>An all-to-all is the sum of such routes between every two members.
 *   <li>A ring collective of a block of cards runs rings along all of the block's dimensions at once, both
 *       ways round ({@link RingShares}): on a whole torus of d dimensions it keeps all 2d links of a card
 *       busy. Where the block does not go round, the chunks of each line travel to its ends, which makes the
 *       links at the ends carry them all, and the line half as fast as a ring. Members that are no block form
 *       one ring in rank order, both ways round.
 * </ul>
 *
 * <p><b>Assumes.</b> Cards forward at the full rate of their links.
 *
 * <p><b>Not modelled.</b> Deadlock avoidance, detours round loaded links.
 *
 * <p><b>Source.</b> TPU v4 (arXiv 2304.01433); How to Scale Your Model (jax-ml/scaling-book), which counts a
 * bidirectional ring's links and hops like this.
 */
final class TorusLinks extends GridLinks {
  /**
   * Of so many shortest ways, or a divisor, each has a part: rounded to that, equal sums are equal to the
   * last bit.
   */
  private static final double WAYS = 5040;

  private final TorusRoutes routes;

  /**
   * Lays the links out.
   *
   * @param grid that a domain of the job has
   * @param perDomain cards of a domain
   */
  TorusLinks(Grid grid, int cards, int perDomain) {
    super(grid, cards, perDomain, d -> 2 * (grid.vertices() / grid.size(d)) * cables(grid, d));
    routes = new TorusRoutes(grid);
  }

  /** Cables of one line along a dimension. */
  private static int cables(Grid grid, int dimension) {
    return grid.wrap().get(dimension) ? grid.size(dimension) : grid.size(dimension) - 1;
  }

  /**
   * The link from a card to the next one along a dimension, or the one back.
   *
   * @param card number within the domain
   */
  private int link(int card, int dimension, boolean forward) {
    int stride = grid.stride(dimension);
    int size = grid.size(dimension);
    int line = card / (stride * size) * stride + card % stride;
    int cable = line * cables(grid, dimension) + card / stride % size;
    return firstAlong(dimension) + 2 * cable + (forward ? 0 : 1);
  }

  @Override
  public int[] named(LinkName name) {
    int card = card(name);
    int first = firstOf(name.domainOr0());
    IntStream.Builder links = IntStream.builder();
    for (int d = 0; d < grid.dimensions(); d++) {
      for (int back = 0; back < 2; back++) {
        int next = routes.neighbour(card, d, back == 0);
        if (next >= 0 && (name.peer().isEmpty() || name.peer().getAsInt() == next)) {
          int from = back == 0 ? card : next;
          links.add(first + link(from, d, true)).add(first + link(from, d, false));
        }
      }
    }
    return GridNames.found(name, links.build().toArray(), "its neighbours on the torus");
  }

  @Override
  public LinkName name(String tier, int link) {
    int d = dimension(link);
    int cable = (local(link) - firstAlong(d)) / 2;
    int line = cable / cables(grid, d);
    int stride = grid.stride(d);
    int card = (line / stride * grid.size(d) + cable % cables(grid, d)) * stride + line % stride;
    int next = routes.neighbour(card, d, true);
    return link % 2 == 0
        ? GridNames.between(tier, domain(link), card, next)
        : GridNames.between(tier, domain(link), next, card);
  }

  @Override
  void send(int from, int to, double bytes, LoadSink sink) {
    routes.walk(from, to, (card, d, forward, part) -> sink.add(link(card, d, forward), bytes * part));
  }

  @Override
  void pairs(GridBlock members, double perPair, LoadSink sink) {
    if (!grid.twisted()) {
      GridPairs.visit(members, (d, first, at, messages) -> {
        TorusLine line = new TorusLine(grid.size(d), grid.wrap().get(d));
        line.addAll(at, messages);
        emit(line, first, d, perPair / 2, sink);
      });
      return;
    }
    if (members.isWhole()) {
      for (int d = 0; d < grid.dimensions(); d++) {
        uniform(d, perPair * routes.hopsToAll(d) / 2, sink);
      }
      return;
    }
    double[] loads = new double[linksPerDomain()];
    for (int from : members.cards()) {
      for (int to : members.cards()) {
        send(from, to, 1, (link, part) -> loads[link] += part);
      }
    }
    for (int l = 0; l < loads.length; l++) {
      if (loads[l] > 0) {
        sink.add(l, Math.rint(loads[l] * WAYS) / WAYS * perPair);
      }
    }
  }

  private void uniform(int dimension, double bytes, LoadSink sink) {
    for (int l = firstAlong(dimension); l < firstAlong(dimension + 1); l++) {
      sink.add(l, bytes);
    }
  }

  private void emit(TorusLine line, int first, int d, double unit, LoadSink sink) {
    int stride = grid.stride(d);
    for (int c = 0; c < cables(grid, d); c++) {
      if (line.forward(c) > 0) {
        sink.add(link(first + c * stride, d, true), line.forward(c) * unit);
      }
      if (line.back(c) > 0) {
        sink.add(link(first + c * stride, d, false), line.back(c) * unit);
      }
    }
  }

  @Override
  void ring(GridBlock members, double weight, LoadSink sink) {
    int n = members.cards().length;
    if (!members.isBlock()) {
      for (int i = 0; i < n; i++) {
        int next = members.cards()[(i + 1) % n];
        send(members.cards()[i], next, weight / 2, sink);
        send(next, members.cards()[i], weight / 2, sink);
      }
      return;
    }
    double[] shares = ringShares(members);
    for (int d = 0; d < grid.dimensions(); d++) {
      if (members.extent(d) > 1) {
        rings(members, d, weight * shares[d], sink);
      }
    }
  }

  private double[] ringShares(GridBlock members) {
    int[] extents = new int[grid.dimensions()];
    double[] rates = new double[extents.length];
    for (int d = 0; d < extents.length; d++) {
      extents[d] = members.extent(d);
      rates[d] = grid.linkBytesPerSecond().get(d) * (members.closes(d) ? 2 : 1);
    }
    return RingShares.of(extents, rates);
  }

  /** Rings or lines along one dimension on every line of the block. */
  private void rings(GridBlock members, int d, double weight, LoadSink sink) {
    int[] at = members.coordinates(d);
    TorusLine line = new TorusLine(grid.size(d), grid.wrap().get(d));
    if (members.closes(d)) {
      line.addRound();
    } else {
      line.addToEnds(at);
    }
    double unit = weight / (members.closes(d) ? 2 : at.length - 1);
    int stride = grid.stride(d);
    for (int card : members.cards()) {
      if (card / stride % grid.size(d) == at[0]) {
        emit(line, card - at[0] * stride, d, unit, sink);
      }
    }
  }

  /** What the links of a card take at least; how far members lie apart only their placement knows. */
  @Override
  public double secondsPerByte(Pattern pattern, double weight, int members) {
    return weight / grid.vertexBytesPerSecond(DomainKind.TORUS);
  }

  @Override
  public OptionalInt ringSteps(Share share) {
    GridBlock members = block(share);
    if (!members.isBlock()) {
      return OptionalInt.of(share.size() / 2);
    }
    int steps = 0;
    for (int d = 0; d < grid.dimensions(); d++) {
      steps += members.closes(d) ? members.extent(d) / 2 : members.extent(d) - 1;
    }
    return OptionalInt.of(steps);
  }

  @Override
  public int hops(Pattern pattern, Share share) {
    GridBlock members = block(share);
    int[] local = members.cards();
    if (pattern == Pattern.SEND || pattern == Pattern.SEND_BACK) {
      return routes.distance(local[0], local[1]);
    }
    int hops = 0;
    boolean oneRing = pattern == Pattern.SHIFT || pattern == Pattern.RING && !members.isBlock();
    if (oneRing || pattern == Pattern.PAIRS && grid.twisted()) {
      for (int i = 0; i < local.length; i++) {
        hops = Math.max(hops, routes.distance(local[i], local[oneRing ? (i + 1) % local.length : 0]));
      }
      return hops;
    }
    for (int d = 0; d < grid.dimensions(); d++) {
      int[] at = members.coordinates(d);
      hops = pattern == Pattern.RING
          ? Math.max(hops, members.widestGap(d))
          : hops + new TorusLine(grid.size(d), grid.wrap().get(d)).farthest(at);
    }
    return hops;
  }

  @Override
  int linksInto(int dimension, boolean[][] sets) {
    boolean[] set = sets[dimension];
    boolean elsewhere = grid.isShifted(dimension) && !hasAllLong(sets);
    int links = 0;
    for (int c = 0; c < cables(grid, dimension); c++) {
      int next = (c + 1) % set.length;
      if (next == 0 && elsewhere) {
        links += (set[c] ? 1 : 0) + (set[next] ? 1 : 0);
      } else if (set[c] != set[next]) {
        links++;
      }
    }
    return links;
  }

  /**
   * Whether a set has every coordinate along the long dimensions of a twisted torus: its ends lead into
   * itself.
   */
  private boolean hasAllLong(boolean[][] sets) {
    for (int d = 0; d < sets.length; d++) {
      for (boolean in : sets[d]) {
        if (!in && !grid.isShifted(d)) {
          return false;
        }
      }
    }
    return true;
  }
}
