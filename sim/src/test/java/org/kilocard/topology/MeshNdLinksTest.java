package org.kilocard.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeshNdLinksTest {
  private static final Tier SQUARE = Grids.mesh(Routing.SHORTEST, 4, 4);
  private static final Tier DETOUR = Grids.mesh(Routing.DETOUR, 4, 4);

  @Test
  void everyCardIsLinkedToItsLines() {
    // 16 cards, 3 others along each of 2 dimensions.
    TierLinks links = new Fabric(List.of(SQUARE), 16).links(0);
    assertThat(links.links()).isEqualTo(16 * 6);
    assertThat(SQUARE.bytesPerSecond()).isEqualTo(6 * Grids.LINK);
    assertThat(links.named(LinkName.parse("ici.card[5]").orElseThrow())).hasSize(12).doesNotHaveDuplicates();
    assertThat(links.named(LinkName.parse("ici.card[5].card[13]").orElseThrow())).hasSize(2);
    assertThatThrownBy(() -> links.named(LinkName.parse("ici.card[5].card[10]").orElseThrow()))
        .hasMessageEndingWith("a card is linked to the cards that differ from it in one coordinate");
  }

  @Test
  void aSendTakesOneLinkPerDimension() {
    // (1,0) to (3,2), card 11: along x to 3, then along y.
    assertThat(Grids.loads(SQUARE, Pattern.SEND, 1, 11))
        .containsExactlyInAnyOrderEntriesOf(Map.of("1>3", 1.0, "3>11", 1.0));
    assertThat(Grids.place(SQUARE, 1, 11).latencyPs(Pattern.SEND, 0)).isEqualTo(2_000_000);
  }

  @Test
  void aDetourUsesAllLinksOfTheLine() {
    // From 0 to 1 directly a third, over 2 and over 3 a third each: three times the rate of one link.
    double third = 1 / 3.0;
    assertThat(Grids.loads(DETOUR, Pattern.SEND, 0, 1)).containsExactlyInAnyOrderEntriesOf(
        Map.of("0>1", third, "0>2", third, "2>1", third, "0>3", third, "3>1", third));
    assertThat(Grids.place(DETOUR, 0, 1).latencyPs(Pattern.SEND, 0)).isEqualTo(2_000_000);
  }

  @Test
  void anAllToAllLoadsEveryLinkAlike() {
    // 1/16 to each other. A link of a line carries what the 4 cards of its column at the source's place send
    // to the target's place: 4/16.
    Map<String, Double> loads = Grids.loads(SQUARE, Pattern.PAIRS, Grids.all(SQUARE));
    assertThat(loads).hasSize(96);
    assertThat(loads.values()).allSatisfy(load -> assertThat(load).isCloseTo(0.25, within(1e-15)));
    // Nobody is outside of the group, so there are no detours.
    assertThat(Grids.loads(DETOUR, Pattern.PAIRS, Grids.all(DETOUR))).isEqualTo(loads);
  }

  @Test
  void aRingCollectiveUsesAllLinksOfTheBlock() {
    Map<String, Double> loads = Grids.loads(SQUARE, Pattern.RING, Grids.all(SQUARE));
    assertThat(loads).hasSize(96);
    assertThat(loads.values()).allSatisfy(load -> assertThat(load).isCloseTo(1 / 6.0, within(1e-15)));
    assertThat(Grids.place(SQUARE, Grids.all(SQUARE)).ringSteps(0)).isEqualTo(6);
  }

  @Test
  void twoOfALineGainFromDetours() {
    assertThat(Grids.place(SQUARE, 0, 1).secondsPerByte(Pattern.RING, 0)).isEqualTo(1 / Grids.LINK);
    assertThat(Grids.place(DETOUR, 0, 1).secondsPerByte(Pattern.RING, 0)).isEqualTo(1 / 3.0 / Grids.LINK);
  }

  @Test
  void cutsCountTheLinksBetweenTheHalves() {
    // Half of 4 along x: 2·2 links in each of 4 lines; along y the set is whole.
    assertThat(Grids.place(SQUARE, Grids.all(SQUARE)).cuts())
        .containsExactly(new Cut(8, 8, 16 * Grids.LINK), new Cut(8, 8, 16 * Grids.LINK));
    // Cards 0 and 1: into card 0 lead 3 links along x and 3 along y.
    assertThat(Grids.place(SQUARE, 0, 1).cuts()).containsExactly(new Cut(1, 1, 6 * Grids.LINK));
  }

  @Test
  void theDimensionsShareAccordingToTheirRates() {
    // 4 x 4 at rates 3 to 1 could split 0.75 to 0.25; x alone can carry 3/4·16/15 = 0.8: yes.
    assertThat(RingShares.of(new int[] {4, 4}, new double[] {3, 1})).containsExactly(new double[] {0.75, 0.25},
        within(1e-12));
    // At 99 to 1 x would carry 0.99: too much, 12 of the 15 chunks can go along it, 3 must go along y.
    assertThat(RingShares.of(new int[] {4, 4}, new double[] {99, 1})).containsExactly(new double[] {0.8, 0.2},
        within(1e-12));
    assertThat(RingShares.of(new int[] {1, 5, 1}, new double[] {9, 1, 9})).containsExactly(0, 1, 0);
  }
}
