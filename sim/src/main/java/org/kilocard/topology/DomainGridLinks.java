package org.kilocard.topology;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Links of a torus or mesh whose points are domains of the tier inside: nodes, racks.
 *
 * <p><b>Model.</b> A card has a port out and a port in, of the tier's rate. All lanes between two neighbouring domains
 * are one link either way. What a card sends leaves by its port, takes the links of the grid from its domain to that of
 * the receiver, and comes in by the receiver's port.
 * <ul>
 *   <li>An all-to-all is the sum of the routes between every two members of different domains.
 *   <li>A ring collective runs among the domains as it does among cards, where they hold equally many members: the
 *       members of a domain together pass on what one card would. Otherwise the domains form one ring in rank order,
 *       both ways round.
 * </ul>
 *
 * <p><b>Assumes.</b> A card reaches all lanes of its domain, as through the backplane switches of a UB-Mesh rack,
 * which take them at the rate of its port. Where links join only cards of one place, as between Trn2 instances, a
 * grid of cards with one more dimension is the truer description.
 *
 * <p><b>Not modelled.</b> The way through the domain to whoever has a lane.
 *
 * <p><b>Source.</b> UB-Mesh (arXiv 2503.20377): racks as points of a full mesh in two dimensions.
 */
final class DomainGridLinks implements TierLinks {
  private final GridLinks grid;
  private final SwitchLinks ports;
  private final int cards;
  private final int perDomain;
  private final int perVertex;

  /**
   * Lays the links out.
   *
   * @param cardBytesPerSecond rate of a card's port
   * @param perVertex cards of a domain of the tier inside
   * @param grid the links between those
   */
  DomainGridLinks(double cardBytesPerSecond, int cards, int perDomain, int perVertex, GridLinks grid) {
    ports = new SwitchLinks(cardBytesPerSecond, cards, perDomain);
    this.cards = cards;
    this.perDomain = perDomain;
    this.perVertex = perVertex;
    this.grid = grid;
  }

  private boolean isPort(int link) {
    return link < ports.links();
  }

  private int inGrid(int link) {
    return link - ports.links();
  }

  @Override
  public int links() {
    return ports.links() + grid.links();
  }

  @Override
  public double bytesPerSecond(int link) {
    return isPort(link) ? ports.bytesPerSecond(link) : grid.bytesPerSecond(inGrid(link));
  }

  @Override
  public int domain(int link) {
    return isPort(link) ? ports.domain(link) : grid.domain(inGrid(link));
  }

  @Override
  public String kind(int link) {
    return isPort(link) ? ports.kind(link) : grid.kind(inGrid(link));
  }

  @Override
  public int[] named(LinkName name) {
    if (name.peer().isEmpty()) {
      return ports.named(name);
    }
    int vertex = GridNames.card(name, cards, perDomain) / perVertex;
    int other = name.peer().getAsInt() / perVertex;
    try {
      int[] links = grid.named(GridNames.between(name.tier(), name.domainOr0(), vertex, other));
      return Arrays.stream(links).map(link -> link + ports.links()).toArray();
    } catch (IllegalArgumentException notLinked) {
      throw new IllegalArgumentException(name + " does not exist: the domains of the two cards, of " + perVertex
          + " cards each, are not linked", notLinked);
    }
  }

  /** Of a link between two domains, the first card of either. */
  @Override
  public LinkName name(String tier, int link) {
    if (isPort(link)) {
      return ports.name(tier, link);
    }
    LinkName vertices = grid.name(tier, inGrid(link));
    return GridNames.between(tier, domain(link), vertices.card().orElseThrow() * perVertex,
        vertices.peer().orElseThrow() * perVertex);
  }

  @Override
  public void spread(Pattern pattern, Share share, LoadSink sink) {
    ports.spread(pattern, share, sink);
    LoadSink inGrid = (link, bytes) -> sink.add(link + ports.links(), bytes);
    switch (pattern) {
      case SEND -> send(share.cards()[0], share.cards()[1], share.weights()[0], inGrid);
      case SEND_BACK -> send(share.cards()[1], share.cards()[0], share.weights()[1], inGrid);
      case SHIFT -> share.sends((from, to, bytes) -> send(from, to, bytes, inGrid));
      case PAIRS, RAILS -> {
        // A mesh inside one of the domains that borrows takes the ports alone.
        if (distinct(share).length > 1) {
          grid.spread(Pattern.PAIRS, isEven(share) ? together(share) : oneByOne(share), inGrid);
        }
      }
      case RING -> ring(share, inGrid);
    }
  }

  private void send(int from, int to, double bytes, LoadSink sink) {
    int[] pair = {from / perVertex, to / perVertex};
    if (pair[0] != pair[1] && bytes > 0) {
      grid.spread(Pattern.SEND, new Share(pair, new double[] {bytes, bytes}, pair), sink);
    }
  }

  private void ring(Share share, LoadSink sink) {
    Share vertices = together(share);
    int n = vertices.size();
    if (n > 1 && isEven(share)) {
      grid.spread(Pattern.RING, vertices, sink);
      return;
    }
    for (int i = 0; i < n; i++) {
      int from = vertices.cards()[i] * perVertex;
      double half = vertices.weights()[i] / 2;
      send(from, vertices.cards()[(i + 1) % n] * perVertex, half, sink);
      send(from, vertices.cards()[(i + n - 1) % n] * perVertex, half, sink);
    }
  }

  /** The members' domains, each as often as it holds one. */
  private Share oneByOne(Share share) {
    int[] vertices = IntStream.of(share.cards()).map(card -> card / perVertex).toArray();
    return new Share(vertices, share.weights(), vertices);
  }

  private int[] distinct(Share share) {
    return IntStream.of(share.cards()).map(card -> card / perVertex).distinct().toArray();
  }

  /** The members' domains once each, with what their members send in all. */
  private Share together(Share share) {
    int[] vertices = distinct(share);
    double[] weights = new double[vertices.length];
    int i = -1;
    for (int m = 0; m < share.size(); m += held(share, m)) {
      weights[++i] = held(share, m) * share.weights()[m];
    }
    return new Share(vertices, weights, vertices);
  }

  /** Members from {@code first} on that lie in its domain; all of them send alike. */
  private int held(Share share, int first) {
    int end = first;
    while (end < share.size() && share.cards()[end] / perVertex == share.cards()[first] / perVertex) {
      end++;
    }
    return end - first;
  }

  private boolean isEven(Share share) {
    int each = held(share, 0);
    for (int m = 0; m < share.size(); m += each) {
      if (held(share, m) != each) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean addsUp() {
    return true;
  }

  /** What the port takes at least. */
  @Override
  public double secondsPerByte(Pattern pattern, double weight, int peers) {
    return ports.secondsPerByte(pattern, weight, peers);
  }

  @Override
  public OptionalInt ringSteps(Share share) {
    Share vertices = together(share);
    return isEven(share) ? grid.ringSteps(vertices) : OptionalInt.of(vertices.size() / 2);
  }

  @Override
  public int hops(Pattern pattern, Share share) {
    Share vertices = together(share);
    boolean oneRing = pattern == Pattern.RING && !isEven(share);
    return vertices.size() == 1 ? 1 : grid.hops(oneRing ? Pattern.SHIFT : pattern, vertices);
  }

  @Override
  public List<Cut> cuts(Share share) {
    return grid.cuts(oneByOne(share)).stream()
        .map(cut -> new Cut(cut.members(), cut.cards() * perVertex, cut.bytesPerSecond()))
        .toList();
  }
}
