package org.kilocard.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How long the busiest link of an oversubscribed Clos takes: nodes of 4 with a rail for each card, 10 bytes/s. */
class TrunkPredictionTest {
  private static final double EXACT = 1e-12;

  /** Leaves of 4 cards, so of 4 nodes, and trunks of 40 / 8 = 5 bytes/s. */
  private static Placement first(int cards, List<LinkFault> faults) {
    Fabric fabric = new Fabric(
        List.of(Tiers.crossbar("node", 4, 100), Tiers.clos("net", 0, 10, 4, 8, 8)), 64, 1, faults);
    return new Placement(fabric, IntStream.range(0, cards).toArray());
  }

  private static Placement first(int cards) {
    return first(cards, List.of());
  }

  @Test
  void whatStaysBelowALeafGoesAtTheRateOfThePorts() {
    // 16 cards, four nodes of one leaf per rail. A ring: 1/4 of its bytes through a port. An all-to-all by rails:
    // 12/16.
    Placement p = first(16);
    assertThat(p.secondsPerByte(Pattern.RING, 1)).isCloseTo(1 / 4.0 / 10, within(EXACT));
    assertThat(p.rails(1)).isEqualTo(Pattern.RAILS);
    assertThat(p.secondsPerByte(Pattern.RAILS, 1)).isCloseTo(12 / 16.0 / 10, within(EXACT));
    // Directly, 3 of the 12 are on the sender's rail; 9/16 of four cards climb.
    assertThat(p.secondsPerByte(Pattern.PAIRS, 1)).isCloseTo(4 * 9 / 16.0 / 5, within(EXACT));
  }

  @Test
  void whatLeavesALeafWaitsForItsTrunk() {
    // 32 cards, two leaves per rail: the ring crosses once each way, 1/4 at 5 bytes/s; by rails 4 of a card's 7 nodes
    // are beyond the leaf: 4 · 28/32 · 4/7 = 2 per trunk.
    Placement p = first(32);
    assertThat(p.secondsPerByte(Pattern.RING, 1)).isCloseTo(1 / 4.0 / 5, within(EXACT));
    assertThat(p.secondsPerByte(Pattern.RAILS, 1)).isCloseTo(2 / 5.0, within(EXACT));
    // Card 0 to card 16, in another leaf of its rail: alone on a trunk of half a port.
    Placement pair = new Placement(
        new Fabric(List.of(Tiers.crossbar("node", 4, 100), Tiers.clos("net", 0, 10, 4, 8, 8)), 64), 0, 16);
    assertThat(pair.secondsPerByte(Pattern.SEND, 1)).isCloseTo(1 / 5.0, within(EXACT));
  }

  @Test
  void predictionsKnowNoFaults() {
    LinkFault slow = new LinkFault(LinkName.parse("net.leaf[0]").orElseThrow(), 0.5);
    LinkFault down = new LinkFault(LinkName.parse("net.card[1]").orElseThrow(), 0);
    for (Pattern pattern : List.of(Pattern.RING, Pattern.PAIRS, Pattern.RAILS)) {
      assertThat(first(32, List.of(slow, down)).secondsPerByte(pattern, 1))
          .isEqualTo(first(32).secondsPerByte(pattern, 1));
    }
  }

  @Test
  void onlyTrunksThatBindTellRailsFromPairs() {
    Tier wide = Tiers.clos("net", 0, 10, 4, 8, 1);
    for (Tier net : List.of(wide, Tiers.crossbar("net", 0, 10), Tiers.mesh("net", 16, 10))) {
      Fabric fabric = new Fabric(List.of(Tiers.crossbar("node", 4, 100), net), 16);
      Placement p = new Placement(fabric, IntStream.range(0, 16).toArray());
      assertThat(p.rails(1)).as("%s", net).isEqualTo(Pattern.PAIRS);
      assertThat(p.secondsPerByte(Pattern.RAILS, 1)).isEqualTo(p.secondsPerByte(Pattern.PAIRS, 1));
      assertThat(PlacementTest.loads(p, fabric, Pattern.RAILS, 1))
          .isEqualTo(PlacementTest.loads(p, fabric, Pattern.PAIRS, 1));
    }
  }
}
