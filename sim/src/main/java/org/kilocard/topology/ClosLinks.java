package org.kilocard.topology;

/**
 * Links of Clos domains: the leaf and spine switches of a scale-out network.
 *
 * <p><b>Model.</b> Each card has a port out and a port in. With {@code r} rails, the cards with one and the same
 * number modulo {@code r} share leaves, half the radix of them per leaf; a leaf's uplinks are one trunk up and
 * one down of its cards' summed rate over the oversubscription. Traffic between cards of different leaves loads
 * both trunks.
 *
 * <p><b>Assumes.</b> Ideal or adaptive routing spreads flows evenly over a trunk; everything above the leaf
 * trunks is non-blocking.
 *
 * <p><b>Not modelled.</b> ECMP collisions, failed planes, oversubscription above the spine.
 *
 * <p><b>Source.</b> Leiserson, Fat-Trees (1985); NVIDIA DGX SuperPOD rail-optimised reference.
 */
final class ClosLinks implements TierLinks {
  private final Tier tier;
  private final int cards;
  private final int perDomain;
  private final int cardsPerLeaf;
  private final int leavesPerDomain;

  ClosLinks(Tier tier, int cards, int perDomain) {
    this.tier = tier;
    this.cards = cards;
    this.perDomain = perDomain;
    cardsPerLeaf = Math.max(1, tier.radix() / 2);
    int railCards = (perDomain + tier.rails() - 1) / tier.rails();
    leavesPerDomain = tier.rails() * ((railCards + cardsPerLeaf - 1) / cardsPerLeaf);
  }

  @Override
  public int links() {
    int domains = (cards + perDomain - 1) / perDomain;
    return 2 * cards + 2 * domains * leavesPerDomain;
  }

  @Override
  public double bytesPerSecond(int link) {
    return link < 2 * cards
        ? tier.bytesPerSecond()
        : tier.bytesPerSecond() * cardsPerLeaf / tier.oversubscription();
  }

  @Override
  public int domain(int link) {
    return link < 2 * cards ? link / 2 / perDomain : (link - 2 * cards) / 2 / leavesPerDomain;
  }

  @Override
  public String kind(int link) {
    boolean first = link % 2 == 0;
    if (link < 2 * cards) {
      return first ? "card out" : "card in";
    }
    return first ? "leaf up" : "leaf down";
  }

  /** Leaf of a card, numbered over all domains. */
  private int leaf(int card) {
    int local = card % perDomain;
    int rail = local % tier.rails();
    int inRail = local / tier.rails() / cardsPerLeaf;
    return card / perDomain * leavesPerDomain + inRail * tier.rails() + rail;
  }

  private void trunk(int fromCard, int toCard, double bytes, LoadSink sink) {
    int from = leaf(fromCard);
    int to = leaf(toCard);
    if (from != to && bytes > 0) {
      sink.add(2 * cards + 2 * from, bytes);
      sink.add(2 * cards + 2 * to + 1, bytes);
    }
  }

  @Override
  public void spread(Pattern pattern, Share share, LoadSink sink) {
    SwitchLinks.ports(pattern, share, sink);
    int[] card = share.cards();
    switch (pattern) {
      case RING -> ringTrunks(share, sink);
      case PAIRS -> pairTrunks(share, sink);
      case SEND -> trunk(card[0], card[1], share.weights()[0], sink);
      case SEND_BACK -> trunk(card[1], card[0], share.weights()[1], sink);
    }
  }

  /** Where leaves are oversubscribed, all of their cards are taken to send through the trunk at once. */
  @Override
  public double secondsPerByte(Pattern pattern, double weight, int members) {
    return weight / tier.bytesPerSecond() * Math.max(1, tier.oversubscription());
  }

  /** Each member sends to the member with the same place in the next inner domain, the last to the first. */
  private void ringTrunks(Share share, LoadSink sink) {
    int n = share.size();
    int first = 0;
    while (first < n) {
      int next = blockEnd(share, first);
      int target = next == n ? 0 : next;
      int targetSize = blockEnd(share, target) - target;
      for (int i = first; i < next; i++) {
        trunk(share.cards()[i], share.cards()[target + (i - first) % targetSize], share.weights()[i], sink);
      }
      first = next;
    }
  }

  private static int blockEnd(Share share, int first) {
    int i = first;
    while (i < share.size() && share.inner()[i] == share.inner()[first]) {
      i++;
    }
    return i;
  }

  /** Each member sends evenly to all members outside its inner domain; the part that leaves the leaf climbs. */
  private void pairTrunks(Share share, LoadSink sink) {
    int n = share.size();
    for (int i = 0; i < n; i++) {
      int leaf = leaf(share.cards()[i]);
      int peers = 0;
      int far = 0;
      for (int j = 0; j < n; j++) {
        if (share.inner()[j] != share.inner()[i]) {
          peers++;
          far += leaf(share.cards()[j]) == leaf ? 0 : 1;
        }
      }
      if (far > 0) {
        double bytes = share.weights()[i] * far / peers;
        sink.add(2 * cards + 2 * leaf, bytes);
        sink.add(2 * cards + 2 * leaf + 1, bytes);
      }
    }
  }
}
