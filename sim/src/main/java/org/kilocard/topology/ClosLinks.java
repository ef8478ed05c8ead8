package org.kilocard.topology;

import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Links of Clos domains: the leaf and spine switches of a scale-out network.
 *
 * <p><b>Model.</b> Each card has a port out and a port in. With {@code r} rails, the cards with one and the
 * same number modulo {@code r} share leaves, half the radix of them per leaf. Traffic between cards of
 * different leaves climbs from the one and descends to the other:
 * <ul>
 *   <li>ideal or adaptive routing: a leaf's uplinks are one trunk up and one down of its cards' summed rate over
 *       the oversubscription. A trunk as wide as the ports below it never binds, and is left out.
 *   <li>ECMP: each flow takes one uplink, as a seeded hash of sender and receiver says, and the downlink from the
 *       same spine; flows that collide share it.
 * </ul>
 *
 * <p><b>Assumes.</b> An all-to-all has so many flows that hashing spreads them evenly. Everything above the
 * leaves' uplinks is non-blocking.
 *
 * <p><b>Not modelled.</b> Oversubscription above the spine, several queue pairs per peer.
 *
 * <p><b>Source.</b> Leiserson, Fat-Trees (1985); NVIDIA DGX SuperPOD rail-optimised reference.
 */
final class ClosLinks implements TierLinks {
  private final Tier tier;
  private final int cards;
  private final int perDomain;
  private final long seed;
  private final int cardsPerLeaf;
  private final int leavesPerDomain;
  /** Uplinks per leaf that are told apart: none, one trunk, or all of them. */
  private final int uplinks;
  /** Leaves whose trunks are wanted though they would not bind; when trunks bind, all are. */
  private final Set<Integer> wanted;
  private final boolean binding;

  /**
   * Lays the links out.
   *
   * @param seed of the hash
   * @param wanted leaves, numbered over all domains, whose trunks are wanted even if they do not bind
   */
  ClosLinks(Tier tier, int cards, int perDomain, long seed, Set<Integer> wanted) {
    this.tier = tier;
    this.cards = cards;
    this.perDomain = perDomain;
    this.seed = seed;
    cardsPerLeaf = Math.max(1, tier.radix() / 2);
    leavesPerDomain = leavesPerDomain(tier, perDomain);
    if (tier.routing() == Routing.ECMP) {
      uplinks = uplinksPerLeaf(tier);
    } else {
      uplinks = !wanted.isEmpty() || tier.oversubscription() > 1 ? 1 : 0;
    }
    binding = tier.routing() == Routing.ECMP || tier.oversubscription() > 1;
    this.wanted = Set.copyOf(wanted);
  }

  @Override
  public int links() {
    int domains = (cards + perDomain - 1) / perDomain;
    return 2 * cards + 2 * domains * leavesPerDomain * uplinks;
  }

  @Override
  public double bytesPerSecond(int link) {
    return link < 2 * cards
        ? tier.bytesPerSecond()
        : tier.bytesPerSecond() * cardsPerLeaf / tier.oversubscription() / uplinks;
  }

  @Override
  public int domain(int link) {
    return link < 2 * cards ? link / 2 / perDomain : (link - 2 * cards) / 2 / uplinks / leavesPerDomain;
  }

  @Override
  public String kind(int link) {
    boolean first = link % 2 == 0;
    if (link < 2 * cards) {
      return first ? "card out" : "card in";
    }
    return first ? "leaf up" : "leaf down";
  }

  @Override
  public int[] named(LinkName name) {
    if (name.leaf().isEmpty()) {
      return SwitchLinks.ports(name, cards, perDomain);
    }
    int domains = (cards + perDomain - 1) / perDomain;
    int leaf = name.leaf().getAsInt();
    if (leaf >= leavesPerDomain || name.domainOr0() >= domains) {
      throw new IllegalArgumentException(name + " does not exist: " + domains + " domains of "
          + leavesPerDomain + " leaves");
    }
    int[] links = new int[2 * uplinks];
    for (int i = 0; i < links.length; i++) {
      links[i] = 2 * cards + 2 * uplinks * (name.domainOr0() * leavesPerDomain + leaf) + i;
    }
    return links;
  }

  @Override
  public LinkName name(String tierName, int link) {
    if (link < 2 * cards) {
      return SwitchLinks.port(tierName, link, perDomain);
    }
    int leaf = (link - 2 * cards) / 2 / uplinks;
    return new LinkName(tierName, OptionalInt.of(leaf / leavesPerDomain), OptionalInt.empty(), OptionalInt.empty(),
        OptionalInt.of(leaf % leavesPerDomain));
  }

  /** Leaf of a card, numbered over all domains. */
  private int leaf(int card) {
    int local = card % perDomain;
    int rail = local % tier.rails();
    int inRail = local / tier.rails() / cardsPerLeaf;
    return card / perDomain * leavesPerDomain + inRail * tier.rails() + rail;
  }

  private void climb(int leaf, int spine, double bytes, LoadSink sink) {
    if (binding || wanted.contains(leaf)) {
      sink.add(2 * cards + 2 * (leaf * uplinks + spine), bytes);
    }
  }

  private void descend(int leaf, int spine, double bytes, LoadSink sink) {
    if (binding || wanted.contains(leaf)) {
      sink.add(2 * cards + 2 * (leaf * uplinks + spine) + 1, bytes);
    }
  }

  /** Uplinks of a leaf, one to each spine. */
  static int uplinksPerLeaf(Tier tier) {
    return (int) Math.max(1, Math.round(Math.max(1, tier.radix() / 2) / tier.oversubscription()));
  }

  /** Leaves per domain of a tier of this kind. */
  static int leavesPerDomain(Tier tier, int perDomain) {
    int railCards = (perDomain + tier.rails() - 1) / tier.rails();
    int cardsPerLeaf = Math.max(1, tier.radix() / 2);
    return tier.rails() * ((railCards + cardsPerLeaf - 1) / cardsPerLeaf);
  }

  private void cross(int fromCard, int toCard, double bytes, LoadSink sink) {
    int from = leaf(fromCard);
    int to = leaf(toCard);
    if (from != to && bytes > 0) {
      int spine = uplinks == 1 ? 0 : (int) Math.floorMod(hash(fromCard, toCard), (long) uplinks);
      climb(from, spine, bytes, sink);
      descend(to, spine, bytes, sink);
    }
  }

  /** SplitMix64 of seed, sender and receiver. */
  private long hash(int from, int to) {
    long z = seed * 0x9E3779B97F4A7C15L + ((long) from << 32 | to);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  @Override
  public void spread(Pattern pattern, Share share, LoadSink sink) {
    SwitchLinks.ports(pattern, share, sink);
    if (uplinks == 0) {
      return;
    }
    int[] card = share.cards();
    switch (pattern) {
      case RING -> crossRing(share, sink);
      case PAIRS, RAILS -> crossAll(pattern, share, sink);
      case SEND -> cross(card[0], card[1], share.weights()[0], sink);
      case SEND_BACK -> cross(card[1], card[0], share.weights()[1], sink);
      case SHIFT -> share.sends((from, to, bytes) -> cross(from, to, bytes, sink));
    }
  }

  @Override
  public boolean tellsRails() {
    return binding;
  }

  @Override
  public boolean addsUp() {
    return binding;
  }

  @Override
  public double secondsPerByte(Pattern pattern, double weight, int peers) {
    return weight / tier.bytesPerSecond();
  }

  /** Each inner domain sends to the next one, the last to the first. */
  private void crossRing(Share share, LoadSink sink) {
    int first = 0;
    while (first < share.size()) {
      int next = share.innerEnd(first);
      int target = next == share.size() ? 0 : next;
      crossOver(share, first, next - first, target, share.innerEnd(target) - target, sink);
      first = next;
    }
  }

  /**
   * Members of one inner domain send to those of the next one, each to the member with its place in it. Where
   * the one has more members than the other, all of them send and receive evenly: the ring's channels are
   * rotated.
   */
  private void crossOver(Share share, int from, int senders, int to, int receivers, LoadSink sink) {
    int i = 0;
    int j = 0;
    long sent = 0;
    // Of all the traffic, in senders × receivers parts, member i sends parts i × receivers … (i + 1) ×
    // receivers.
    while (i < senders) {
      long until = Math.min((i + 1L) * receivers, (j + 1L) * senders);
      double bytes = share.weights()[from + i] * (until - sent) / receivers;
      cross(share.cards()[from + i], share.cards()[to + j], bytes, sink);
      sent = until;
      i = (int) (sent / receivers);
      j = (int) (sent / senders);
    }
  }

  /** Of what each member sends to other inner domains, the part that leaves its leaf climbs. */
  private void crossAll(Pattern pattern, Share share, LoadSink sink) {
    int[] leaves = IntStream.of(share.cards()).map(this::leaf).toArray();
    double[] leaving = new LeafTraffic(share, leaves).leaving(pattern);
    for (int i = 0; i < share.size(); i++) {
      double bytes = share.weights()[i] * leaving[i] / uplinks;
      for (int spine = 0; spine < uplinks && bytes > 0; spine++) {
        climb(leaves[i], spine, bytes, sink);
        descend(leaves[i], spine, bytes, sink);
      }
    }
  }
}
