package org.kilocard.topology;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The links of one tier of a cluster of given size, numbered from 0 over all domains, and how traffic falls on
 * them. One domain kind per file.
 */
public sealed interface TierLinks
    permits SwitchLinks, FullMeshLinks, ClosLinks, GridLinks, DomainGridLinks, FaultyLinks {
  /** Number of links of all domains. */
  int links();

  /** Raw rate of a link. */
  double bytesPerSecond(int link);

  /** Domain that a link belongs to. */
  int domain(int link);

  /** Kind of a link, e.g. {@code card out}. */
  String kind(int link);

  /**
   * The links that a user means, both ways.
   *
   * @throws IllegalArgumentException when there are none; the message says what there is
   */
  int[] named(LinkName name);

  /**
   * What a user calls a link, and the one the other way: the inverse of {@link #named}, as far as there is one.
   *
   * @param tier name of the tier
   */
  LinkName name(String tier, int link);

  /**
   * Spreads traffic whose members all lie in one domain of this tier.
   *
   * @param share what each member puts on the wire, relative to the call's bytes
   */
  void spread(Pattern pattern, Share share, LoadSink sink);

  /**
   * Steps of a ring collective among members in one domain, for one time round; empty: one per member but the
   * first.
   */
  default OptionalInt ringSteps(Share share) {
    return OptionalInt.empty();
  }

  /** The most latencies of the tier that one step of a pattern takes. */
  default int hops(Pattern pattern, Share share) {
    return 1;
  }

  /** Cuts that may be narrower than the ports of the members. */
  default List<Cut> cuts(Share share) {
    return List.of();
  }

  /** The links as they would be without faults. */
  default TierLinks sound() {
    return this;
  }

  /** Whether traffic of {@link Pattern#RAILS} falls on them in another way than of {@link Pattern#PAIRS}. */
  default boolean tellsRails() {
    return false;
  }

  /** Whether links may be busier than the ports of the members, so that their loads must be added up. */
  default boolean addsUp() {
    return false;
  }

  /**
   * Seconds per byte of the busiest port of a member, when nothing else is on the links.
   *
   * @param weight what the busiest member puts on the wire, relative to the call's bytes
   * @param peers members in the domain that no inner tier joins with it
   */
  double secondsPerByte(Pattern pattern, double weight, int peers);

  /**
   * The links of {@code tier} for a job of {@code cards} cards, dealt to domains in order.
   *
   * @param inner cards of a domain of the next inner tier; 1 on the innermost
   * @param seed of hashed routing
   * @param faults those on this tier
   */
  static TierLinks of(Tier tier, int cards, int inner, long seed, List<LinkFault> faults) {
    int perDomain = Math.min(cards, tier.cards().orElse(cards));
    Set<Integer> trunks = faults.stream()
        .map(LinkFault::links)
        .filter(name -> name.leaf().isPresent())
        .map(name -> name.domainOr0() * ClosLinks.leavesPerDomain(tier, perDomain) + name.leaf().getAsInt())
        .collect(Collectors.toSet());
    TierLinks sound = switch (tier.kind()) {
      case SWITCH -> new SwitchLinks(tier.bytesPerSecond(), cards, perDomain);
      case FULL_MESH ->
          new FullMeshLinks(tier.bytesPerSecond(), cards, perDomain, tier.cards().orElse(perDomain));
      case CLOS -> new ClosLinks(tier, cards, perDomain, seed, trunks);
      case TORUS, MESH_ND -> grid(tier, cards, perDomain);
    };
    return faults.isEmpty() ? sound : new FaultyLinks(sound, faults, inner);
  }

  private static TierLinks grid(Tier tier, int cards, int perDomain) {
    int perVertex = tier.cardsPerVertex();
    GridLinks grid = tier.linksBetweenVertices(cards, perDomain);
    return perVertex == 1 ? grid : new DomainGridLinks(tier.bytesPerSecond(), cards, perDomain, perVertex, grid);
  }
}
