package org.kilocard.study;

import java.util.stream.IntStream;
import org.kilocard.topology.Cluster;

/**
 * The cards that take part in a collective: the first so many of each innermost domain, domain after domain.
 *
 * @param ranks how many take part in all
 * @param perDomain how many of a domain, at most
 * @param domain cards of a domain
 */
public record Members(int ranks, int perDomain, int domain) {
  /** Checks that they are some, and that a domain has them. */
  public Members {
    if (ranks < 1 || perDomain < 1 || perDomain > domain) {
      throw new IllegalArgumentException(
          "impossible members: " + ranks + ", " + perDomain + " of each domain of " + domain);
    }
  }

  /**
   * The part of a cluster that so many members see. Who says how many of each domain take part takes domains whole;
   * otherwise they are taken as a job would.
   */
  public static Cluster site(Cluster whole, int ranks, boolean perDomainSaid) {
    return perDomainSaid ? whole : whole.forJob(ranks);
  }

  /** Cards of an innermost domain of a cluster that so many members may use. */
  public static int domain(Cluster cluster, int ranks) {
    return Math.min(cluster.mostCards(), cluster.tiers().get(0).cards().orElse(ranks));
  }

  /** Innermost domains that hold a member; the last may hold fewer. */
  public int domains() {
    return (int) ((ranks + perDomain - 1L) / perDomain);
  }

  /** Cards that the cluster must have, idle ones included. */
  public long cards() {
    return (domains() - 1L) * domain + (perDomain == domain ? last() : domain);
  }

  /** Members in the last domain. */
  private int last() {
    return ranks - (domains() - 1) * perDomain;
  }

  /** The members' cards, ascending. */
  public int[] list() {
    return IntStream.range(0, ranks).map(i -> i / perDomain * domain + i % perDomain).toArray();
  }
}
