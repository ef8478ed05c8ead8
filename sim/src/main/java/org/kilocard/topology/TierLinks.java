package org.kilocard.topology;

/**
 * The links of one tier of a cluster of given size, numbered from 0 over all domains, and how traffic falls on
 * them. One domain kind per file.
 */
public sealed interface TierLinks permits SwitchLinks, FullMeshLinks, ClosLinks {
  /** Number of links of all domains. */
  int links();

  /** Raw rate of a link. */
  double bytesPerSecond(int link);

  /** Domain that a link belongs to. */
  int domain(int link);

  /** Kind of a link, e.g. {@code card out}. */
  String kind(int link);

  /**
   * Spreads traffic whose members all lie in one domain of this tier.
   *
   * @param share what each member puts on the wire, relative to the call's bytes
   */
  void spread(Pattern pattern, Share share, LoadSink sink);

  /**
   * Seconds per byte of the busiest link, when nothing else is on the links.
   *
   * @param weight what the busiest member puts on the wire, relative to the call's bytes
   * @param members members in the domain
   */
  double secondsPerByte(Pattern pattern, double weight, int members);

  /** The links of {@code tier} for a job of {@code cards} cards, dealt to domains in order. */
  static TierLinks of(Tier tier, int cards) {
    int perDomain = Math.min(cards, tier.cards().orElse(cards));
    return switch (tier.kind()) {
      case SWITCH -> new SwitchLinks(tier.bytesPerSecond(), cards, perDomain);
      case FULL_MESH -> new FullMeshLinks(tier.bytesPerSecond(), cards, perDomain);
      case CLOS -> new ClosLinks(tier, cards, perDomain);
    };
  }
}
