package org.kilocard.collective;

/**
 * How the tokens of an MoE all-to-all are spread, as far as the network sees it.
 *
 * @param tokens tokens that one member routes
 * @param topK routed experts per token
 * @param experts routed experts of the layer
 * @param limit at most this many expert groups per token; {@code groups} when unlimited
 * @param groups expert groups of the router's node limit, ≥ 1; experts are dealt to groups in order
 * @param loadFactor tokens received by the busiest member over the mean; below 1 only where tokens are dropped
 */
public record Routed(long tokens, int topK, int experts, int limit, int groups, double loadFactor) {
  /** Checks the counts. */
  public Routed {
    if (tokens < 0 || topK < 1 || limit < 1 || limit > groups || experts % groups != 0
        || topK > experts / groups * limit) {
      throw new IllegalArgumentException("impossible routing: top-" + topK + " of " + experts
          + " experts, " + limit + " of " + groups + " groups");
    }
    if (!(loadFactor > 0)) {
      throw new IllegalArgumentException("the busiest member has some load, got " + loadFactor);
    }
  }

  /**
   * Expected number of domains that hold at least one expert of a token, when experts are dealt evenly to
   * {@code domains} domains in order. First the groups of a token are drawn, then its experts among theirs.
   */
  public double expectedDomains(int domains) {
    double expected = 0;
    for (long d = 0; d < domains; d++) {
      expected += reached((int) (d * experts / domains), (int) ((d + 1) * experts / domains));
    }
    return expected;
  }

  /**
   * Probability that a token has an expert on the given members of a group, when experts are dealt evenly to
   * all its members in order.
   */
  double reached(int firstMember, int count, int members) {
    return reached(
        (int) ((long) firstMember * experts / members),
        (int) ((firstMember + (long) count) * experts / members));
  }

  /** Probability that a token has one of the experts {@code first} … {@code last − 1}. */
  private double reached(int first, int last) {
    int perGroup = experts / groups;
    // These experts are the end of one group, some whole groups, and the beginning of one more.
    int end = Math.min(last - first, (perGroup - first % perGroup) % perGroup);
    int whole = (last - first - end) / perGroup;
    int beginning = last - first - end - whole * perGroup;
    int ends = end > 0 ? 1 : 0;
    int beginnings = beginning > 0 ? 1 : 0;
    int others = groups - whole - ends - beginnings;
    double reached = 0;
    for (int e = 0; e <= ends; e++) {
      for (int b = 0; b <= beginnings; b++) {
        for (int w = 0; w <= Math.min(whole, limit - e - b); w++) {
          double drawn = choose(whole, w) * choose(others, limit - e - b - w) / choose(groups, limit);
          reached += drawn * hit(perGroup * limit, e * end + b * beginning + w * perGroup);
        }
      }
    }
    return reached;
  }

  /** Probability that one of the topK experts drawn from {@code from} is among given {@code held} ones. */
  private double hit(int from, int held) {
    double miss = 1;
    for (int i = 0; i < topK; i++) {
      miss *= Math.max(0, (from - held - i) / (double) (from - i));
    }
    return 1 - miss;
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
