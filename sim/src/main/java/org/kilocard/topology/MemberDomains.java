package org.kilocard.topology;

import java.util.Arrays;

/** Which members of a group share a domain, tier by tier up to the one whose domain holds them all. */
final class MemberDomains {
  private final int top;
  private final int members;
  /** By tier and member: the members in its domain. */
  private final int[][] together;
  /** By tier: the members in the first member's domain when all domains hold equally many, else 0. */
  private final int[] even;

  /**
   * Deals members to domains.
   *
   * @param members cards; those of a domain follow each other
   */
  MemberDomains(Fabric fabric, int... members) {
    this.members = members.length;
    int[][] counts = new int[fabric.tiers().size()][];
    int tier = 0;
    counts[0] = count(fabric, 0, members);
    while (counts[tier][0] < members.length) {
      tier++;
      counts[tier] = count(fabric, tier, members);
    }
    top = tier;
    together = Arrays.copyOf(counts, top + 1);
    even = Arrays.stream(together).mapToInt(MemberDomains::even).toArray();
  }

  private static int[] count(Fabric fabric, int tier, int... members) {
    int n = members.length;
    int[] count = new int[n];
    for (int first = 0; first < n; ) {
      int domain = fabric.domain(tier, members[first]);
      int end = first;
      while (end < n && fabric.domain(tier, members[end]) == domain) {
        end++;
      }
      Arrays.fill(count, first, end, end - first);
      first = end;
    }
    return count;
  }

  private static int even(int... together) {
    for (int i = 0; i < together.length; i += together[i]) {
      if (together[i] != together[0]) {
        return 0;
      }
    }
    return together[0];
  }

  /** The lowest tier whose domain holds all members. */
  int top() {
    return top;
  }

  /** Members in the domain of {@code tier}, −1: a card, that member {@code i} lies in. */
  int together(int tier, int i) {
    return tier < 0 ? 1 : together[Math.min(tier, top)][i];
  }

  /** Whether the domains of a tier, −1: the cards, hold equally many members. */
  boolean isEven(int tier) {
    return tier < 0 || even[Math.min(tier, top)] > 0;
  }

  /** How many domains of a tier, −1 for single cards, hold the members. */
  int count(int tier) {
    if (isEven(tier)) {
      return members / together(tier, 0);
    }
    int n = 0;
    for (int i = 0; i < members; i += together(tier, i)) {
      n++;
    }
    return n;
  }

  /** The most domains of the next inner tier, −1 for cards, that members in one domain of {@code tier} lie in. */
  int joined(int tier) {
    int most = 0;
    for (int first = 0; first < members; first += together(tier, first)) {
      int count = 0;
      for (int i = first; i < first + together(tier, first); i += together(tier - 1, i)) {
        count++;
      }
      most = Math.max(most, count);
    }
    return most;
  }
}
