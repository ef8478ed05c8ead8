package org.kilocard.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TierCountTest {
  private static Tier tier(DomainKind kind, int cards, int radix, int levels, double oversubscription) {
    return new Tier("t", kind, cards == 0 ? OptionalInt.empty() : OptionalInt.of(cards), 50e9, 1, 1, radix,
        levels, oversubscription, Routing.ADAPTIVE, Transport.MESSAGE);
  }

  @Test
  void aSwitchDomainIsOneSwitch() {
    // 64 cards in 8 nodes: a cable each; half of a node sends at 4 ports of 50 GB/s.
    assertThat(TierCount.of(tier(DomainKind.SWITCH, 8, 2, 1, 1), 64)).isEqualTo(new TierCount(8, 8, 64, 200e9));
  }

  @Test
  void aFullMeshHasACablePerPair() {
    // 8 cards: 28 cables; links of 50/7 GB/s, 16 through the middle.
    TierCount count = TierCount.of(tier(DomainKind.FULL_MESH, 8, 2, 1, 1), 16);
    assertThat(count.cables()).isEqualTo(56);
    assertThat(count.switches()).isZero();
    assertThat(count.bisectionBytesPerSecond()).isEqualTo(16 * 50e9 / 7);
  }

  @Test
  void aClosHasSwitchesOnEveryLevel() {
    // 1,024 cards, radix 64: 32 leaves; 1,024 cables up to 32 switches of 32 ports down, and on to 16 of 64.
    assertThat(TierCount.of(tier(DomainKind.CLOS, 0, 64, 3, 1), 1024))
        .isEqualTo(new TierCount(1, 32 + 32 + 16, 3 * 1024, 512 * 50e9));
    // Two levels, 4 to 1: 256 cables up to 4 switches, a quarter of the bisection.
    assertThat(TierCount.of(tier(DomainKind.CLOS, 0, 64, 2, 4), 1024))
        .isEqualTo(new TierCount(1, 32 + 4, 1024 + 256, 128 * 50e9));
    // One leaf needs nothing above it.
    assertThat(TierCount.of(tier(DomainKind.CLOS, 0, 64, 3, 1), 32)).isEqualTo(new TierCount(1, 1, 32, 16 * 50e9));
  }

  @Test
  void aTorusIsCutAcrossItsLongestDimension() {
    // 4 x 4 x 8: 3 cables per card; across the long dimension 16 lines are cut twice, across a short one 32.
    assertThat(TierCount.of(Grids.torus(4, 4, 8), 128)).isEqualTo(new TierCount(1, 0, 384, 32 * Grids.LINK));
    // Twisted, the ends of both short dimensions lead to the other half: 32 + 2·32 more; across a short one
    // 64 as without.
    assertThat(TierCount.of(Grids.twisted(4, 4, 8), 128)).isEqualTo(new TierCount(1, 0, 384, 64 * Grids.LINK));
    // 8 cards without ends, a line: 7 cables, one of them cut.
    assertThat(TierCount.of(Grids.open(8), 8)).isEqualTo(new TierCount(1, 0, 7, Grids.LINK));
  }

  @Test
  void aMeshIsCutAcrossItsShortestDimension() {
    // 8 x 4: 32 cards of 7 + 3 links; along x 4 lines of 4·4, along y 8 lines of 2·2.
    assertThat(TierCount.of(Grids.mesh(Routing.SHORTEST, 8, 4), 32))
        .isEqualTo(new TierCount(1, 0, 160, 32 * Grids.LINK));
  }
}
