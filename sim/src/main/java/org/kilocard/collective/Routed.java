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
}
