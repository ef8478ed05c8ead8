package org.kilocard.fold;

import java.util.List;

/**
 * The folded system: one representative per class, with multiplicities.
 *
 * @param ranks classes of ranks, ordered by representative
 * @param groups classes of groups
 * @param domains classes of domains, innermost tier first
 */
public record Quotient(List<RankClass> ranks, List<GroupClass> groups, List<DomainClass> domains) {
  /** Copies the lists. */
  public Quotient {
    ranks = List.copyOf(ranks);
    groups = List.copyOf(groups);
    domains = List.copyOf(domains);
  }
}
