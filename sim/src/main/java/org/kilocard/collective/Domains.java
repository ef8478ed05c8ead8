package org.kilocard.collective;

import org.kilocard.topology.DomainKind;
import org.kilocard.topology.Placement;

/** What algorithms that treat the tiers differently ask about a group. */
final class Domains {
  private Domains() {}

  /** The most members that an innermost domain holds. */
  static int largest(Placement placement) {
    int most = 0;
    for (int i = 0; i < placement.size(); i += placement.together(0, i)) {
      most = Math.max(most, placement.together(0, i));
    }
    return most;
  }

  /** Whether the domains of each tier hold equally many members. */
  static boolean areEven(Placement placement) {
    for (int t = 0; t < placement.top(); t++) {
      for (int i = 0; i < placement.size(); i += placement.together(t, i)) {
        if (placement.together(t, i) != placement.together(t, 0)) {
          return false;
        }
      }
    }
    return true;
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
