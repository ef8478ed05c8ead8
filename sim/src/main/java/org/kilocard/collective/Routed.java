package org.kilocard.collective;

/**
 * How the tokens of an MoE all-to-all are spread, as far as the network sees it.
 *
 * @param tokens tokens that one member routes
 * @param topK routed experts per token
 * @param experts routed experts of the layer
 * @param limit at most this many expert groups per token; {@code groups} when unlimited
 * @param groups expert groups of the router's node limit, ≥ 1; experts are dealt to groups in order
 * @param loadFactor tokens received by the busiest member over the mean, ≥ 1
 */
public record Routed(long tokens, int topK, int experts, int limit, int groups, double loadFactor) {
  /** Checks the counts. */
  public Routed {
    if (tokens < 0 || topK < 1 || topK > experts || limit < 1 || limit > groups || experts % groups != 0) {
      throw new IllegalArgumentException("impossible routing: top-" + topK + " of " + experts
          + " experts, " + limit + " of " + groups + " groups");
    }
    if (!(loadFactor >= 1)) {
      throw new IllegalArgumentException("the busiest member has at least the mean load, got " + loadFactor);
    }
  }

  /**
   * Expected number of domains that hold at least one expert of a token, when experts are dealt evenly to
   * {@code domains} domains in order and chosen evenly within the limit.
   */
  public double expectedDomains(int domains) {
    double perDomain = (double) experts / domains;
    double perGroup = (double) experts / groups;
    double chosenFrom = perGroup * limit;
    if (perDomain <= perGroup) {
      return domains * ((double) limit / groups) * hit(chosenFrom, perDomain);
    }
    int groupsPerDomain = (int) Math.round(perDomain / perGroup);
    double expected = 0;
    for (int chosen = 1; chosen <= Math.min(groupsPerDomain, limit); chosen++) {
      expected += domains * chosenGroups(groupsPerDomain, chosen) * hit(chosenFrom, chosen * perGroup);
    }
    return expected;
  }

  /** Probability that one of the topK experts drawn from {@code from} is among given {@code held} ones. */
  private double hit(double from, double held) {
    double miss = 1;
    for (int i = 0; i < topK; i++) {
      miss *= Math.max(0, (from - held - i) / (from - i));
    }
    return 1 - miss;
  }

  /** Probability that exactly {@code chosen} of the limit's groups are among {@code held} given ones. */
  private double chosenGroups(int held, int chosen) {
    return choose(held, chosen) * choose(groups - held, limit - chosen) / choose(groups, limit);
  }

  private static double choose(int n, int k) {
    if (k < 0 || k > n) {
      return 0;
    }
    double result = 1;
    for (int i = 1; i <= k; i++) {
      result = result * (n - k + i) / i;
    }
    return result;
  }
}
