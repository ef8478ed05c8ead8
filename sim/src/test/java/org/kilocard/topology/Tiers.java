package org.kilocard.topology;

import java.util.OptionalInt;

/** Tiers for tests; a number of cards of 0 stands for one domain that grows with the job. */
public final class Tiers {
  private static final long US = 1_000_000;

  private Tiers() {}

  private static OptionalInt cards(int cards) {
    return cards == 0 ? OptionalInt.empty() : OptionalInt.of(cards);
  }

  /** A crossbar with 1 us of latency. */
  public static Tier crossbar(String name, int cards, double rate) {
    return new Tier(name, DomainKind.SWITCH, cards(cards), rate, US, 1, 2, 1, 1, Routing.IDEAL,
        Transport.MESSAGE);
  }

  /** A full mesh with 1 us of latency. */
  public static Tier mesh(String name, int cards, double rate) {
    return new Tier(name, DomainKind.FULL_MESH, cards(cards), rate, US, 1, 2, 1, 1, Routing.IDEAL,
        Transport.MESSAGE);
  }

  /** A Clos with 2 us of latency and adaptive routing. */
  public static Tier clos(
      String name, int cards, double rate, int rails, int radix, double oversubscription) {
    return clos(name, cards, rate, rails, radix, oversubscription, Routing.ADAPTIVE);
  }

  /** A Clos with 2 us of latency. */
  public static Tier clos(
      String name, int cards, double rate, int rails, int radix, double oversubscription, Routing routing) {
    return new Tier(name, DomainKind.CLOS, cards(cards), rate, 2 * US, rails, radix, 2, oversubscription,
        routing, Transport.MESSAGE);
  }
}
