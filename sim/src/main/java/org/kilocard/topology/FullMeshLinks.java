package org.kilocard.topology;

import java.util.stream.IntStream;

/**
 * Links of full-mesh domains: xGMI, HCCS.
 *
 * <p><b>Model.</b> A direct link of its own from every card to every other; the card's rate is split evenly
 * over them. A collective uses all direct links between its members (RCCL and HCCL lay as many rings as there
 * are links), a send uses the one link to its peer.
 *
 * <p><b>Assumes.</b> No forwarding through a third card: a group of two in a mesh of eight sees one link of
 * seven, as measured on MI300X (47.7 GB/s with 2 GPUs, 317 GB/s with 8).
 *
 * <p><b>Source.</b> AMD ROCm and Huawei Atlas A2 node descriptions (hardware catalogue).
 */
final class FullMeshLinks implements TierLinks {
  private final double linkBytesPerSecond;
  private final int cards;
  private final int perDomain;

  /**
   * Lays the links out.
   *
   * @param perDomain cards of a domain that the job has
   * @param built cards of a domain as it is built, over which a card's rate is split
   */
  FullMeshLinks(double cardBytesPerSecond, int cards, int perDomain, int built) {
    this.linkBytesPerSecond = cardBytesPerSecond / Math.max(1, built - 1);
    this.cards = cards;
    this.perDomain = perDomain;
  }

  @Override
  public int links() {
    return Math.multiplyExact(cards, perDomain);
  }

  @Override
  public double bytesPerSecond(int link) {
    return linkBytesPerSecond;
  }

  @Override
  public int domain(int link) {
    return link / perDomain / perDomain;
  }

  @Override
  public String kind(int link) {
    return "card to card";
  }

  @Override
  public int[] named(LinkName name) {
    int card = name.card().orElse(-1);
    long first = (long) name.domainOr0() * perDomain;
    int peer = name.peer().orElse(-1);
    if (card < 0 || card >= perDomain || peer >= perDomain || peer == card || first + card >= cards
        || first + peer >= cards) {
      throw new IllegalArgumentException(name + " does not exist: domains of " + perDomain
          + " cards with a link between every two");
    }
    IntStream.Builder links = IntStream.builder();
    for (int other = 0; other < perDomain; other++) {
      if (other != card && (peer < 0 || other == peer) && first + other < cards) {
        links.add(link((int) first + card, (int) first + other));
        links.add(link((int) first + other, (int) first + card));
      }
    }
    return links.build().toArray();
  }

  @Override
  public LinkName name(String tier, int link) {
    return GridNames.between(tier, domain(link), link / perDomain % perDomain, link % perDomain);
  }

  @Override
  public void spread(Pattern pattern, Share share, LoadSink sink) {
    switch (pattern) {
      case RING, PAIRS, RAILS -> {
        for (int from = 0; from < share.size(); from++) {
          spreadFrom(from, share, sink);
        }
      }
      case SEND -> sink.add(link(share.cards()[0], share.cards()[1]), share.weights()[0]);
      case SEND_BACK -> sink.add(link(share.cards()[1], share.cards()[0]), share.weights()[1]);
      case SHIFT -> share.sends((from, to, bytes) -> sink.add(link(from, to), bytes));
    }
  }

  /** Evenly to all members that are not joined by an inner tier already. */
  private void spreadFrom(int from, Share share, LoadSink sink) {
    int inside = share.inner()[from];
    int peers = (int) IntStream.of(share.inner()).filter(inner -> inner != inside).count();
    double bytes = share.weights()[from] / peers;
    for (int to = 0; to < share.size() && bytes > 0; to++) {
      if (share.inner()[to] != inside) {
        sink.add(link(share.cards()[from], share.cards()[to]), bytes);
      }
    }
  }

  @Override
  public double secondsPerByte(Pattern pattern, double weight, int peers) {
    return switch (pattern) {
      case RING, PAIRS, RAILS -> weight / Math.max(1, peers) / linkBytesPerSecond;
      case SEND, SEND_BACK, SHIFT -> weight / linkBytesPerSecond;
    };
  }

  private int link(int from, int to) {
    return from * perDomain + to % perDomain;
  }
}
