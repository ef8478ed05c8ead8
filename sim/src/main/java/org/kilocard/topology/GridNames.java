package org.kilocard.topology;

import java.util.OptionalInt;

/** What the links of all grids have in common: how cards are numbered and named. */
final class GridNames {
  private GridNames() {}

  /** Members numbered within their domain. */
  static int[] local(Share share, int perDomain) {
    int[] local = new int[share.size()];
    for (int i = 0; i < local.length; i++) {
      local[i] = share.cards()[i] % perDomain;
    }
    return local;
  }

  /** The card that a name means, numbered within its domain. */
  static int card(LinkName name, int cards, int perDomain) {
    int domains = (cards + perDomain - 1) / perDomain;
    int card = name.card().orElse(-1);
    long first = (long) name.domainOr0() * perDomain;
    int peer = name.peer().orElse(0);
    if (card < 0 || card >= perDomain || peer >= perDomain || name.domainOr0() >= domains
        || first + Math.max(card, peer) >= cards) {
      throw new IllegalArgumentException(name + " does not exist: " + domains + " domains of " + perDomain
          + " cards, with links from card to card");
    }
    return card;
  }

  /** The name of the link between two cards of a domain. */
  static LinkName between(String tier, int domain, int from, int to) {
    return new LinkName(
        tier, OptionalInt.of(domain), OptionalInt.of(from), OptionalInt.of(to), OptionalInt.empty());
  }

  /** The links of a name, if there are any. */
  static int[] found(LinkName name, int[] links, String linked) {
    if (links.length == 0) {
      throw new IllegalArgumentException(name + " does not exist: a card is linked to " + linked);
    }
    return links;
  }
}
