package org.kilocard.topology;

import java.util.List;

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
    this.tiers = List.copyOf(tiers);
    this.cards = cards;
    Tier last = tiers.get(tiers.size() - 1);
    if (last.cards().orElse(cards) < cards) {
      throw new IllegalArgumentException("the outermost tier " + last.name() + " joins "
          + last.cards().getAsInt() + " cards, " + cards + " are asked for");
    }
    links = this.tiers.stream().map(t -> TierLinks.of(t, cards)).toList();
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

  /** Links of a tier. */
  public TierLinks links(int tier) {
    return links.get(tier);
  }
}
