package org.kilocard.collective;

import java.util.stream.IntStream;
import org.kilocard.topology.DomainKind;
import org.kilocard.topology.Placement;

/** What algorithms that treat the tiers differently ask about a group. */
final class Domains {
  private Domains() {}

  /** Whether the domains of each tier hold equally many members. */
  static boolean areEven(Placement placement) {
    return IntStream.range(0, placement.top()).allMatch(placement::isEven);
  }

  /** Whether a member can send at full rate to any single other one on all tiers: no mesh, no torus. */
  static boolean areSwitched(Placement placement) {
    return placement.tiers().stream()
        .limit(placement.top() + 1L)
        .allMatch(tier -> tier.kind() == DomainKind.SWITCH || tier.kind() == DomainKind.CLOS);
  }

  /** Logarithm to base 2, rounded down. */
  static int log2(int n) {
    return 31 - Integer.numberOfLeadingZeros(n);
  }
}
