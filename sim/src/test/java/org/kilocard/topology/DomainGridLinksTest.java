package org.kilocard.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nodes of 4 cards whose ports are 25 GB/s, joined by links of 10 GB/s and 1 us. */
class DomainGridLinksTest {
  private static final double PORT = 25e9;
  private static final double LINK = Grids.LINK;

  private static Fabric nodes(Tier grid) {
    Tier node = Tiers.crossbar("node", 4, 100e9);
    return new Fabric(List.of(node, Grids.of(4, PORT, grid)), 4 * grid.cards().orElseThrow());
  }

  private static Placement group(Fabric fabric, int... cards) {
    return new Placement(fabric, cards);
  }

  private static int[] all(Fabric fabric) {
    return IntStream.range(0, fabric.cards()).toArray();
  }

  /** Loads of the outer tier by the name and kind of a link. */
  private static Map<String, Double> loads(Fabric fabric, Pattern pattern, int... cards) {
    Map<String, Double> loads = new TreeMap<>();
    group(fabric, cards).spread(pattern, 1, (link, bytes) -> loads.merge(
        fabric.linkName(1, link).toString().replace("ici.", "") + " " + fabric.links(1).kind(link), bytes, Double::sum));
    return loads;
  }

  @Test
  void aMessageTakesAPortTheLinksBetweenTheNodesAndAPort() {
    // Nodes in a ring of 8: from card 1 of node 0 to card 2 of node 2, over node 1.
    assertThat(loads(nodes(Grids.torus(8)), Pattern.SEND, 1, 10)).containsExactlyInAnyOrderEntriesOf(Map.of(
        "card[1] card out", 1.0, "card[0].card[4] x link", 1.0, "card[4].card[8] x link", 1.0, "card[10] card in", 1.0));
    assertThat(loads(nodes(Grids.torus(8)), Pattern.SEND_BACK, 1, 10)).containsOnlyKeys(
        "card[10] card out", "card[8].card[4] x link", "card[4].card[0] x link", "card[1] card in");
    Placement pair = group(nodes(Grids.torus(8)), 1, 10);
    assertThat(pair.latencyPs(Pattern.SEND, 1)).isEqualTo(2_000_000);
    assertThat(pair.secondsPerByte(Pattern.SEND, 1)).isEqualTo(1 / LINK);
  }

  @Test
  void anAllToAllIsTheSumOfItsMessages() {
    // 4 nodes in a ring. A card sends 12/16 through its port; of the 16 messages from node to node 1/16 each one and two
    // hops: 16 to each neighbour, 16 half each way to the opposite one: (16 + 8 + 8)/16 on each link.
    Fabric fabric = nodes(Grids.torus(4));
    Map<String, Double> loads = loads(fabric, Pattern.PAIRS, all(fabric));
    assertThat(loads).hasSize(2 * 16 + 2 * 4);
    loads.forEach((name, load) -> assertThat(load).as(name).isCloseTo(name.endsWith("x link") ? 2 : 0.75, within(1e-15)));
  }

  @Test
  void unevenMembersAreCountedOneByOne() {
    // 3 meshed nodes with 3, 1 and 1 of 5 members: 3/5 between the first and each other, 1/5 between those.
    Fabric fabric = nodes(Grids.mesh(Routing.SHORTEST, 3));
    Map<String, Double> loads = loads(fabric, Pattern.PAIRS, 0, 1, 2, 4, 8);
    assertThat(loads.get("card[0].card[4] x link")).isCloseTo(0.6, within(1e-15));
    assertThat(loads.get("card[8].card[0] x link")).isCloseTo(0.6, within(1e-15));
    assertThat(loads.get("card[4].card[8] x link")).isCloseTo(0.2, within(1e-15));
    assertThat(loads.get("card[0] card out")).isCloseTo(0.4, within(1e-15));
    assertThat(loads.get("card[4] card in")).isCloseTo(0.8, within(1e-15));
  }

  @Test
  void whatTheNodesSendIsWhatTheirCardsSend() {
    for (int[] members : new int[][] {{0, 1, 2, 4, 8}, {0, 4, 8, 12}, {0, 1, 4, 5, 8, 9, 12, 13, 16, 17}, {3, 21}}) {
      for (Tier tier : List.of(Grids.torus(6), Grids.mesh(Routing.SHORTEST, 3, 2), Grids.open(2, 3))) {
        Fabric fabric = nodes(tier);
        for (Pattern pattern : List.of(Pattern.PAIRS, Pattern.RING, Pattern.SHIFT)) {
          double[] sum = new double[3];
          Placement group = group(fabric, members);
          group.spread(pattern, 1, (link, bytes) ->
              sum[List.of("card out", "card in").indexOf(fabric.links(1).kind(link)) + 1] += bytes);
          double sent = IntStream.range(0, members.length).mapToDouble(i -> group.weight(pattern, 1, i)).sum();
          assertThat(sum[1]).isCloseTo(sent, within(1e-12));
          assertThat(sum[2]).isCloseTo(sent, within(1e-12));
          // Nothing that crosses goes less than one hop.
          assertThat(sum[0]).isGreaterThanOrEqualTo(sent - 1e-12);
        }
      }
    }
  }

  @Test
  void aRingCollectiveUsesAllLinksOfTheNodes() {
    // 16 nodes in a torus: a node passes on all bytes over 4 links, its cards a quarter each through their ports.
    Fabric fabric = nodes(Grids.torus(4, 4));
    Map<String, Double> loads = loads(fabric, Pattern.RING, all(fabric));
    assertThat(loads).hasSize(2 * 64 + 64);
    loads.forEach((name, load) -> assertThat(load).as(name).isCloseTo(0.25, within(1e-15)));
    // Half way round both dimensions, and a chain inside every node at the same time.
    Placement group = group(fabric, all(fabric));
    assertThat(group.ringSteps(1)).isEqualTo(4);
    assertThat(group.ringSteps(0)).isEqualTo(3);
    // Of nodes with 2, 1 and 1 members one ring, half of it each way round.
    Map<String, Double> uneven = loads(nodes(Grids.mesh(Routing.SHORTEST, 3)), Pattern.RING, 0, 1, 4, 8);
    assertThat(uneven).hasSize(2 * 4 + 6);
    uneven.forEach((name, load) -> assertThat(load).as(name)
        .isEqualTo(name.startsWith("card[0] ") || name.startsWith("card[1] ") || name.endsWith("link") ? 0.5 : 1));
  }

  @Test
  void cutsCountTheMembersOfTheNodes() {
    // Half of a ring of 4 nodes: 2 links lead in, 8 of 16 members lie there.
    Fabric fabric = nodes(Grids.torus(4));
    assertThat(group(fabric, all(fabric)).cuts()).containsExactly(new Cut(8, 8, 2 * LINK));
    assertThat(group(fabric, 0, 1, 2, 8).cuts()).containsExactly(new Cut(3, 4, 2 * LINK));
    assertThat(group(fabric, 0, 1, 2).cuts()).isEmpty();
  }

  @Test
  void linksAreNamedByTheCardsThatTheyJoin() {
    Fabric fabric = nodes(Grids.torus(4));
    TierLinks links = fabric.links(1);
    assertThat(links.named(LinkName.parse("ici.card[5]").orElseThrow())).containsExactly(10, 11);
    int[] between = links.named(LinkName.parse("ici.card[1].card[15]").orElseThrow());
    assertThat(between).hasSize(2).doesNotContain(10, 11);
    assertThat(links.bytesPerSecond(between[0])).isEqualTo(LINK);
    assertThat(links.name("ici", between[0]).toString()).isIn("ici[0].card[0].card[12]", "ici[0].card[12].card[0]");
    for (String wrong : List.of("ici.card[0].card[8]", "ici.card[0].card[1]")) {
      assertThatThrownBy(() -> links.named(LinkName.parse(wrong).orElseThrow()))
          .hasMessage(wrong + " does not exist: the domains of the two cards, of 4 cards each, are not linked");
    }
    assertThatThrownBy(() -> links.named(LinkName.parse("ici.card[16]").orElseThrow()))
        .hasMessageContaining("1 domains of 16 cards");
  }

  @Test
  void aDeadPortIsReplacedByThoseBesideItButNoLinkBetweenNodes() {
    Tier node = Tiers.crossbar("node", 4, 100e9);
    List<Tier> tiers = List.of(node, Grids.of(4, PORT, Grids.torus(4)));
    LinkFault port = new LinkFault(LinkName.parse("ici.card[5]").orElseThrow(), 0);
    Fabric fabric = new Fabric(tiers, 16, 1, List.of(port));
    assertThat(loads(fabric, Pattern.SEND, 5, 8)).containsEntry("card[4] card out", 1 / 3.0)
        .containsEntry("card[4].card[8] x link", 1.0);
    LinkFault link = new LinkFault(LinkName.parse("ici.card[4].card[8]").orElseThrow(), 0);
    assertThatThrownBy(() -> new Fabric(tiers, 16, 1, List.of(link)))
        .hasMessage("ici.card[4].card[8] cannot be down: there is no other way for its traffic");
  }

  @Test
  void aJobGetsTheNodesThatItNeeds() {
    // 10 cards of a 4 x 4 of nodes of 4: three nodes in a row, which does not close; the last with two cards.
    Tier tier = Grids.of(4, PORT, Grids.torus(4, 4));
    Fabric fabric = new Fabric(List.of(Tiers.crossbar("node", 4, 100e9), tier), 10);
    assertThat(fabric.links(1).links()).isEqualTo(2 * 10 + 2 * 2);
    // A job in one node has its ports.
    assertThat(new Fabric(List.of(Tiers.crossbar("node", 4, 100e9), tier), 3).links(1).links()).isEqualTo(6);
    // Two tori of 16 nodes, 64 cards, below a switch; the second has a half-empty node.
    Fabric two = new Fabric(
        List.of(Tiers.crossbar("node", 4, 100e9), tier, Tiers.crossbar("top", 0, 1e9)), 64 + 6);
    assertThat(two.links(1).domain(2 * 70 - 1)).isEqualTo(1);
    assertThat(new Placement(two, 64, 69).secondsPerByte(Pattern.SEND, 1)).isEqualTo(1 / LINK);
    assertThat(TierCount.of(tier, 64)).isEqualTo(new TierCount(1, 0, 32, 8 * LINK));
  }
}
