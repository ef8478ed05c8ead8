package org.kilocard.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The tiers of a cluster laid out for a number of cards: which domain a card lies in, and all links. */
public final class Fabric {
  private final List<Tier> tiers;
  private final int cards;
  private final List<TierLinks> links;

  /**
   * Lays the tiers out.
   *
   * @param tiers innermost first; the last must hold all cards in one domain
   * @param cards cards of the job, dealt to domains in order
   */
  public Fabric(List<Tier> tiers, int cards) {
    this(tiers, cards, 1, List.of());
  }

  /**
   * Lays the tiers out.
   *
   * @param seed of hashed routing
   * @param faults links that are degraded or down
   * @throws IllegalArgumentException when a fault names what does not exist, or cuts a card off
   */
  public Fabric(List<Tier> tiers, int cards, long seed, List<LinkFault> faults) {
    this.tiers = List.copyOf(tiers);
    this.cards = cards;
    Tier last = tiers.get(tiers.size() - 1);
    if (last.cards().orElse(cards) < cards) {
      throw new IllegalArgumentException("the outermost tier " + last.name() + " joins "
          + last.cards().getAsInt() + " cards, " + cards + " are asked for");
    }
    links = new ArrayList<>();
    int inner = 1;
    for (Tier tier : tiers) {
      List<LinkFault> here = faults.stream().filter(f -> f.links().tier().equals(tier.name())).toList();
      links.add(TierLinks.of(tier, cards, inner, seed, here));
      inner = tier.cards().orElse(cards);
    }
    for (LinkFault fault : faults) {
      if (tiers.stream().noneMatch(t -> t.name().equals(fault.links().tier()))) {
        throw new IllegalArgumentException(fault.links() + " does not exist: the tiers are "
            + tiers.stream().map(Tier::name).toList());
      }
    }
  }

  /** Cards that are laid out. */
  public int cards() {
    return cards;
  }

  /** Tiers, innermost first. */
  public List<Tier> tiers() {
    return tiers;
  }

  /** Domain of a card on a tier. */
  public int domain(int tier, int card) {
    return card / tiers.get(tier).cards().orElse(cards);
  }

  /** What a user calls a link of a tier; the domain is left out where there is one. */
  public LinkName linkName(int tier, int link) {
    LinkName name = links.get(tier).name(tiers.get(tier).name(), link);
    return domain(tier, cards - 1) > 0
        ? name
        : new LinkName(name.tier(), OptionalInt.empty(), name.card(), name.peer(), name.leaf());
  }

  /** Links of a tier. */
  public TierLinks links(int tier) {
    return links.get(tier);
  }
}
