package org.kilocard.topology;

import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Links of meshes in several dimensions: the nD-FullMesh of UB-Mesh.
 *
 * <p><b>Model.</b> A link of its own from every card to every other that differs from it in one coordinate
 * only.
 * <ul>
 *   <li>A send goes along the first dimension in which the cards differ, then along the next, over one link
 *       each.
 *   <li>An all-to-all is the sum of such routes between every two members.
 *   <li>A ring collective of a block of cards uses all links between its members, all dimensions at once
 *       ({@link RingShares}), as Multi-Ring does. Members that are no block exchange as in an all-to-all.
 *   <li>With detours, what a member sends along a dimension is spread evenly over all its links of that
 *       dimension: a part goes to the cards of the line that are not members, and from them to where it is
 *       meant to go.
 * </ul>
 *
 * <p><b>Assumes.</b> Cards forward at the full rate of their links; the split over detours is fixed, it does
 * not look at what else is on the links. Where ports of several cards meet in a switch of a rack, each card
 * has its share of them.
 *
 * <p>What a mesh that borrows sends over the next outer tier instead is no matter of its links but of the
 * {@link Placement}.
 *
 * <p><b>Not modelled.</b> Detours through other dimensions.
 *
 * <p><b>Source.</b> UB-Mesh (arXiv 2503.20377): nD-FullMesh, All-Path Routing, Multi-Ring.
 */
final class MeshNdLinks extends GridLinks {
  private final boolean detours;

  /**
   * Lays the links out.
   *
   * @param grid that a domain of the job has
   * @param perDomain cards of a domain
   */
  MeshNdLinks(Grid grid, Routing routing, int cards, int perDomain) {
    super(grid, cards, perDomain, d -> grid.vertices() * (grid.size(d) - 1));
    detours = routing == Routing.DETOUR || routing == Routing.BORROW;
  }

  /** The link from a card of the domain to the one at place {@code to} of its line. */
  private int link(int card, int dimension, int to) {
    int at = grid.coordinate(card, dimension);
    return firstAlong(dimension) + card * (grid.size(dimension) - 1) + (to < at ? to : to - 1);
  }

  @Override
  public int[] named(LinkName name) {
    int card = card(name);
    int first = firstOf(name.domainOr0());
    IntStream.Builder links = IntStream.builder();
    for (int d = 0; d < grid.dimensions(); d++) {
      int at = grid.coordinate(card, d);
      for (int to = 0; to < grid.size(d); to++) {
        int other = card + (to - at) * grid.stride(d);
        if (to != at && (name.peer().isEmpty() || name.peer().getAsInt() == other)) {
          links.add(first + link(card, d, to)).add(first + link(other, d, at));
        }
      }
    }
    return GridNames.found(name, links.build().toArray(), "the cards that differ from it in one coordinate");
  }

  @Override
  public LinkName name(String tier, int link) {
    int d = dimension(link);
    int local = local(link) - firstAlong(d);
    int card = local / (grid.size(d) - 1);
    int at = grid.coordinate(card, d);
    int other = local % (grid.size(d) - 1);
    int to = other < at ? other : other + 1;
    return GridNames.between(tier, domain(link), card, card + (to - at) * grid.stride(d));
  }

  @Override
  void send(int from, int to, double bytes, LoadSink sink) {
    int card = from;
    for (int d = 0; d < grid.dimensions(); d++) {
      int at = grid.coordinate(card, d);
      int goal = grid.coordinate(to, d);
      if (at != goal) {
        long[][] message = new long[2][2];
        message[at < goal ? 0 : 1][at < goal ? 1 : 0] = 1;
        int first = card - at * grid.stride(d);
        line(d, first, new int[] {Math.min(at, goal), Math.max(at, goal)}, message, bytes, sink);
        card = first + goal * grid.stride(d);
      }
    }
  }

  @Override
  void pairs(GridBlock members, double perPair, LoadSink sink) {
    GridPairs.visit(members, (d, first, at, messages) -> line(d, first, at, messages, perPair, sink));
  }

  @Override
  void ring(GridBlock members, double weight, LoadSink sink) {
    if (!members.isBlock()) {
      pairs(members, weight / (members.cards().length - 1), sink);
      return;
    }
    int[] extents = new int[grid.dimensions()];
    double[] rates = new double[extents.length];
    for (int d = 0; d < extents.length; d++) {
      extents[d] = members.extent(d);
      rates[d] = grid.linkBytesPerSecond().get(d) * Math.max(1, (detours ? grid.size(d) : extents[d]) - 1);
    }
    double[] shares = RingShares.of(extents, rates);
    for (int d = 0; d < extents.length; d++) {
      rings(members, d, weight * shares[d] / (extents[d] - 1), sink);
    }
  }

  /** Everything to everybody on each line of a block along a dimension. */
  private void rings(GridBlock members, int d, double perPair, LoadSink sink) {
    int[] at = members.coordinates(d);
    if (at.length == 1) {
      return;
    }
    long[][] messages = new long[at.length][at.length];
    for (int i = 0; i < at.length; i++) {
      for (int j = 0; j < at.length; j++) {
        messages[i][j] = i == j ? 0 : 1;
      }
    }
    for (int card : members.cards()) {
      if (grid.coordinate(card, d) == at[0]) {
        line(d, card - at[0] * grid.stride(d), at, messages, perPair, sink);
      }
    }
  }

  /** Messages between the places {@code at} of a line; {@code bytes} is the size of one. */
  private void line(int d, int first, int[] at, long[][] messages, double bytes, LoadSink sink) {
    int stride = grid.stride(d);
    int size = grid.size(d);
    boolean round = detours && at.length < size;
    double unit = round ? bytes / (size - 1) : bytes;
    long[] sent = new long[size];
    long[] received = new long[size];
    for (int i = 0; i < at.length; i++) {
      for (int j = 0; j < at.length; j++) {
        if (messages[i][j] > 0) {
          long direct = messages[i][j] * (round ? at.length - 1 : 1);
          sink.add(link(first + at[i] * stride, d, at[j]), direct * unit);
          sent[at[i]] += messages[i][j];
          received[at[j]] += messages[i][j];
        }
      }
    }
    for (int other = 0; round && other < size; other++) {
      if (isMember(at, other)) {
        continue;
      }
      for (int place : at) {
        add(sink, link(first + place * stride, d, other), sent[place] * unit);
        add(sink, link(first + other * stride, d, place), received[place] * unit);
      }
    }
  }

  private static void add(LoadSink sink, int link, double bytes) {
    if (bytes > 0) {
      sink.add(link, bytes);
    }
  }

  private static boolean isMember(int[] at, int place) {
    for (int member : at) {
      if (member == place) {
        return true;
      }
    }
    return false;
  }

  /** What the links of a card take at least; how far members lie apart only their placement knows. */
  @Override
  public double secondsPerByte(Pattern pattern, double weight, int members) {
    return weight / grid.vertexBytesPerSecond(DomainKind.MESH_ND);
  }

  @Override
  public OptionalInt ringSteps(Share share) {
    GridBlock members = block(share);
    int steps = 0;
    for (int d = 0; d < grid.dimensions(); d++) {
      steps += members.extent(d) - 1;
    }
    return OptionalInt.of(steps);
  }

  @Override
  public int hops(Pattern pattern, Share share) {
    GridBlock members = block(share);
    int hops = 0;
    int most = 0;
    for (int d = 0; d < grid.dimensions(); d++) {
      if (members.extent(d) > 1) {
        int here = detours && !members.spans(d) ? 2 : 1;
        hops += here;
        most = Math.max(most, here);
      }
    }
    return pattern == Pattern.RING ? most : hops;
  }

  @Override
  int linksInto(int dimension, boolean[][] sets) {
    int inside = 0;
    for (boolean in : sets[dimension]) {
      inside += in ? 1 : 0;
    }
    return inside * (sets[dimension].length - inside);
  }
}
