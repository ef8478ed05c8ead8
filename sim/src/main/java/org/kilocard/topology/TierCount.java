package org.kilocard.topology;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What one tier is built of.
 *
 * <p><b>Model.</b> A cable joins two ports and has a link in either direction. The switch chips of a switch
 * domain are one switch, with one cable per card, however many lanes that has. A Clos has leaves of half its
 * radix in cards, as many cables from one level to the next as its cards need after oversubscription, and
 * switches of the whole radix at the top. The cut is the narrowest of those that halve the cards of a domain,
 * along a dimension where there are some.
 *
 * <p><b>Not modelled.</b> Optical circuit switches, which a signal passes like a cable; spare parts.
 *
 * @param domains of the tier
 * @param switches in all domains
 * @param cables in all domains
 * @param bisectionBytesPerSecond raw rate of the links through the cut of one domain, one direction
 */
public record TierCount(int domains, long switches, long cables, double bisectionBytesPerSecond) {

  /** Counts a tier that is built for so many cards. */
  public static TierCount of(Tier tier, int cards) {
    int size = Math.min(cards, tier.cards().orElse(cards));
    int domains = (cards + size - 1) / size;
    double ports = size / 2 * tier.bytesPerSecond();
    return switch (tier.kind()) {
      case SWITCH -> new TierCount(domains, domains, cards, ports);
      case FULL_MESH -> new TierCount(domains, 0, (long) domains * size * (size - 1) / 2,
          ports * (size - size / 2) / (tier.cards().orElse(size) - 1));
      case CLOS -> clos(tier, domains, size);
      case TORUS, MESH_ND -> grid(tier, domains, size);
    };
  }

  private static TierCount clos(Tier tier, int domains, int size) {
    int leaves = ClosLinks.leavesPerDomain(tier, size);
    double ports = size / 2 * tier.bytesPerSecond();
    if (leaves == 1) {
      return new TierCount(domains, domains, (long) domains * size, ports);
    }
    long up = (long) Math.ceil(size / tier.oversubscription());
    long switches = leaves + ceilDiv(up, tier.radix());
    for (int level = 2; level < tier.levels(); level++) {
      switches += ceilDiv(up, tier.radix() / 2);
    }
    return new TierCount(domains, domains * switches, domains * (size + up * (tier.levels() - 1)),
        ports / tier.oversubscription());
  }

  private static long ceilDiv(long a, long b) {
    return (a + b - 1) / b;
  }

  private static TierCount grid(Tier tier, int domains, int size) {
    GridLinks links = tier.linksBetweenVertices(size, size);
    int built = links.grid.vertices();
    int[] all = IntStream.range(0, built).toArray();
    double[] weights = new double[built];
    Arrays.fill(weights, 1);
    double cut = links.cuts(new Share(all, weights, all)).stream()
        .mapToDouble(Cut::bytesPerSecond).min().orElse(0);
    return new TierCount(domains, 0, (long) domains * links.links() / 2, cut);
  }
}
