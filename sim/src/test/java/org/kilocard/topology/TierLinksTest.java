package org.kilocard.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TierLinksTest {
  private static Map<Integer, Double> loads(Fabric fabric, Pattern pattern, int tier, int... members) {
    return PlacementTest.loads(new Placement(fabric, members), fabric, pattern, tier);
  }

  private static int[] cards(int count) {
    return IntStream.range(0, count).toArray();
  }

  @Test
  void aCrossbarHasAPortOutAndAPortInPerCard() {
    Fabric fabric = new Fabric(List.of(Tiers.crossbar("node", 4, 100), Tiers.crossbar("net", 0, 10)), 6);
    TierLinks node = fabric.links(0);
    assertThat(node.links()).isEqualTo(12);
    assertThat(IntStream.range(0, 12).map(node::domain)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1);
    assertThat(node.kind(6)).isEqualTo("card out");
    assertThat(node.kind(7)).isEqualTo("card in");
    // Cards 0, 1 and 2 of node 0, card 4 of node 1: two thirds of the ring's bytes per card inside node 0.
    assertThat(loads(fabric, Pattern.RING, 0, 0, 1, 2, 4)).isEqualTo(Map.of(
        0, 1 - 1 / 3.0, 1, 1 - 1 / 3.0, 2, 1 - 1 / 3.0, 3, 1 - 1 / 3.0, 4, 1 - 1 / 3.0, 5, 1 - 1 / 3.0));
  }

  @Test
  void aMeshSplitsTheRateOfACardOverItsPeersAsBuilt() {
    // 300 GB/s over 3 peers: 100 GB/s each, however few of the 4 cards the job has.
    Tier mesh = Tiers.mesh("xgmi", 4, 300);
    assertThat(new Fabric(List.of(mesh), 4).links(0).bytesPerSecond(1)).isEqualTo(100);
    assertThat(new Fabric(List.of(mesh), 2).links(0).bytesPerSecond(1)).isEqualTo(100);
  }

  @Test
  void aCollectiveUsesTheDirectLinksBetweenItsMembers() {
    // Links are numbered sender × 4 + receiver. Three members: each sends half to either of the two others.
    Fabric fabric = new Fabric(List.of(Tiers.mesh("xgmi", 4, 300)), 4);
    assertThat(loads(fabric, Pattern.RING, 0, 0, 1, 3)).isEqualTo(Map.of(
        1, 0.5, 3, 0.5, 4, 0.5, 7, 0.5, 12, 0.5, 13, 0.5));
    // An all-to-all of three: a third of the buffer to either.
    assertThat(loads(fabric, Pattern.PAIRS, 0, 0, 1, 3).values()).hasSize(6).allSatisfy(
        load -> assertThat(load).isCloseTo(1 / 3.0, within(1e-15)));
    assertThat(loads(fabric, Pattern.SEND, 0, 2, 1)).isEqualTo(Map.of(9, 1.0));
    assertThat(loads(fabric, Pattern.SEND_BACK, 0, 2, 1)).isEqualTo(Map.of(6, 1.0));
  }

  @Test
  void aMeshOfNodesCarriesNothingWithinANode() {
    // Nodes of 2 in a mesh of 4 cards. Each member has 2 of its 3 peers in the other node, a quarter of its
    // buffer for either; the link to the card beside it carries nothing on this tier.
    Fabric fabric = new Fabric(List.of(Tiers.crossbar("node", 2, 100), Tiers.mesh("mesh", 4, 300)), 4);
    assertThat(loads(fabric, Pattern.PAIRS, 1, cards(4))).isEqualTo(Map.of(
        2, 0.25, 3, 0.25, 6, 0.25, 7, 0.25, 8, 0.25, 9, 0.25, 12, 0.25, 13, 0.25));
    // A ring leaves a node over half of the channels of each card, a quarter to either card of the other
    // node.
    assertThat(loads(fabric, Pattern.RING, 1, cards(4))).isEqualTo(Map.of(
        2, 0.25, 3, 0.25, 6, 0.25, 7, 0.25, 8, 0.25, 9, 0.25, 12, 0.25, 13, 0.25));
  }

  /** 8 cards in nodes of 2 on a Clos of rate 10 and switches of 4 ports, 2 of them down. */
  private static Fabric clos(int rails, double oversubscription) {
    return new Fabric(
        List.of(Tiers.crossbar("node", 2, 100), Tiers.clos("net", 0, 10, rails, 4, oversubscription)), 8);
  }

  @Test
  void trunksOfOneToOneAreLeftOut() {
    assertThat(clos(1, 1).links(1).links()).isEqualTo(16);
  }

  @Test
  void withoutRailsALeafServesWholeNodes() {
    // Leaves: {0, 1}, {2, 3}, {4, 5}, {6, 7}, each a node, with trunks of 2 × 10 / 2 = 10 either way.
    Fabric fabric = clos(1, 2);
    TierLinks net = fabric.links(1);
    assertThat(net.links()).isEqualTo(16 + 8);
    assertThat(IntStream.range(0, 24).mapToDouble(net::bytesPerSecond)).containsOnly(10.0);
    assertThat(net.kind(16)).isEqualTo("leaf up");
    assertThat(net.kind(23)).isEqualTo("leaf down");
    // A ring of all: each card sends half of the bytes to the next node, so that 1 climbs from each leaf.
    Map<Integer, Double> ring = loads(fabric, Pattern.RING, 1, cards(8));
    assertThat(IntStream.range(0, 16).mapToDouble(ring::get)).containsOnly(0.5);
    assertThat(IntStream.range(16, 24).mapToDouble(ring::get)).containsOnly(1.0);
    // All-to-all: 6 of 8 parts of each buffer leave the node, twice 6/8 climb.
    Map<Integer, Double> pairs = loads(fabric, Pattern.PAIRS, 1, cards(8));
    assertThat(IntStream.range(0, 16).mapToDouble(pairs::get)).containsOnly(0.75);
    assertThat(IntStream.range(16, 24).mapToDouble(pairs::get)).containsOnly(1.5);
    // 2 → 7: up from leaf 1 (link 16 + 2), down to leaf 3 (link 16 + 7).
    assertThat(loads(fabric, Pattern.SEND, 1, 2, 7)).isEqualTo(Map.of(4, 1.0, 15, 1.0, 18, 1.0, 23, 1.0));
  }

  @Test
  void withRailsALeafServesTheSamePlaceOfSeveralNodes() {
    // 2 rails: leaves {0, 2}, {1, 3}, {4, 6}, {5, 7}. Of the ring 0 → 2 → 4 → 6 → 0 (and 1 → 3 → 5 → 7 → 1)
    // half of the hops stay below a leaf; half a ring's bytes climb from each.
    Fabric fabric = clos(2, 2);
    Map<Integer, Double> ring = loads(fabric, Pattern.RING, 1, cards(8));
    assertThat(IntStream.range(16, 24).mapToDouble(ring::get)).containsOnly(0.5);
    // Card 0 has 6 peers outside of its node, of which only card 2 is below its leaf: 5 of 6 parts of 6/8
    // climb.
    Map<Integer, Double> pairs = loads(fabric, Pattern.PAIRS, 1, cards(8));
    assertThat(IntStream.range(16, 24).mapToDouble(pairs::get)).containsOnly(2 * 5 / 8.0);
    assertThat(loads(fabric, Pattern.SEND, 1, 0, 2)).isEqualTo(Map.of(0, 1.0, 5, 1.0));
  }

  @Test
  void anAllToAllByRailsClimbsOnlyToNodesOfOtherLeaves() {
    // Leaves as before. Card 0 sends its 6/8 in thirds to cards 2, 4 and 6, of which 2 is below its leaf: 2/3 of 6/8
    // climb, of two cards each.
    Fabric fabric = clos(2, 2);
    Map<Integer, Double> rails = loads(fabric, Pattern.RAILS, 1, cards(8));
    assertThat(IntStream.range(0, 16).mapToDouble(rails::get)).containsOnly(0.75);
    assertThat(IntStream.range(16, 24).mapToDouble(rails::get)).containsOnly(2 * 0.5);
    // Without rails a leaf is a node: all climbs.
    Map<Integer, Double> mixed = loads(clos(1, 2), Pattern.RAILS, 1, cards(8));
    assertThat(IntStream.range(16, 24).mapToDouble(mixed::get)).containsOnly(2 * 0.75);
    // A leaf for all cards of a rail: nothing climbs.
    Fabric wide = new Fabric(List.of(Tiers.crossbar("node", 2, 100), Tiers.clos("net", 0, 10, 2, 8, 2)), 8);
    assertThat(loads(wide, Pattern.RAILS, 1, cards(8)).keySet()).allMatch(link -> link < 16);
    assertThat(loads(wide, Pattern.PAIRS, 1, cards(8)).keySet()).anyMatch(link -> link >= 16);
  }

  @Test
  void byRailsASmallNodeExchangesEvenlyWithALargeOne() {
    // Cards 0 to 3 of node 0, 4 and 5 of node 1, a leaf per rail: 8 messages of a sixth either way. Cards 0 and 1
    // exchange two each with card 4, cards 2 and 3 with card 5: 0 → 4 and back is on rail 0, the others leave theirs.
    Fabric fabric = new Fabric(
        List.of(Tiers.crossbar("node", 4, 100), Tiers.clos("net", 0, 10, 4, 8, 2)), 8);
    Map<Integer, Double> loads = loads(fabric, Pattern.RAILS, 1, 0, 1, 2, 3, 4, 5);
    assertThat(IntStream.of(0, 2, 4, 6).mapToDouble(loads::get)).containsOnly(2 / 6.0);
    assertThat(IntStream.of(8, 10).mapToDouble(loads::get)).containsOnly(4 / 6.0);
    // Up from leaf 0: half of card 4's. From leaf 1: cards 1 and 5. From leaves 2 and 3: cards 2 and 3.
    assertThat(loads.get(16)).isCloseTo(2 / 6.0, within(1e-15));
    assertThat(loads.get(18)).isCloseTo(2 / 6.0 + 4 / 6.0, within(1e-15));
    assertThat(loads.get(20)).isCloseTo(2 / 6.0, within(1e-15));
    assertThat(loads.get(22)).isCloseTo(2 / 6.0, within(1e-15));
  }

  /** Message by message: of s · r between domains of s and r members, the m-th is of member m / r and to m / s. */
  @ParameterizedTest
  @MethodSource("seeds")
  void whatClimbsByRailsIsCountedMessageByMessage(long seed) {
    Random random = new Random(seed);
    int node = 2 + random.nextInt(4);
    int count = 2 * node + random.nextInt(40);
    int radix = 2 * (1 + random.nextInt(4));
    Fabric fabric = new Fabric(
        List.of(Tiers.crossbar("node", node, 100), Tiers.clos("net", 0, 10, node, radix, 2)), count);
    int[] members = IntStream.range(0, count).filter(c -> c == 0 || c == count - 1 || random.nextInt(3) > 0).toArray();
    Map<Integer, Double> up = new TreeMap<>();
    for (int a = 0; a <= (count - 1) / node; a++) {
      for (int b = 0; b <= (count - 1) / node; b++) {
        int[] senders = of(members, a, node);
        int[] receivers = of(members, b, node);
        for (int m = 0; a != b && m < senders.length * receivers.length; m++) {
          int from = leaf(senders[m / receivers.length], node, radix);
          if (from != leaf(receivers[m / senders.length], node, radix)) {
            up.merge(2 * count + 2 * from, 1.0 / members.length, Double::sum);
          }
        }
      }
    }
    Map<Integer, Double> loads = loads(fabric, Pattern.RAILS, 1, members);
    for (int link = 2 * count; link < fabric.links(1).links(); link += 2) {
      assertThat(loads.getOrDefault(link, 0.0)).isCloseTo(up.getOrDefault(link, 0.0), within(1e-12));
      assertThat(loads.getOrDefault(link + 1, 0.0)).isCloseTo(up.getOrDefault(link, 0.0), within(1e-12));
    }
  }

  private static int[] of(int[] members, int domain, int node) {
    return IntStream.of(members).filter(c -> c / node == domain).toArray();
  }

  /** With as many rails as cards in a node. */
  private static int leaf(int card, int node, int radix) {
    return card / node / (radix / 2) * node + card % node;
  }

  @Test
  void aRingFromALargeNodeToASmallOneUsesAllOfItsCards() {
    // Cards 0 and 1 of node 0, card 2 of node 1, one leaf per rail. Card 2 gets half of the ring from either
    // card, and sends half to either: 1 → 2 crosses from leaf 1 to leaf 0, and 2 → 1 back.
    Fabric fabric = new Fabric(
        List.of(Tiers.crossbar("node", 2, 100), Tiers.clos("net", 0, 10, 2, 8, 2)), 4);
    assertThat(loads(fabric, Pattern.RING, 1, 0, 1, 2)).isEqualTo(Map.of(
        0, 0.5, 1, 0.5, 2, 0.5, 3, 0.5, 4, 1.0, 5, 1.0,
        8, 0.5, 9, 0.5, 10, 0.5, 11, 0.5));
  }

  @Test
  void hashedFlowsTakeOneUplinkEach() {
    // Nodes of 2, leaves of 2 cards with 2 uplinks of 10. A message takes one of the two, and the downlink of
    // the same spine; over many pairs both are used.
    Fabric fabric = new Fabric(List.of(Tiers.crossbar("node", 2, 100),
        Tiers.clos("net", 0, 10, 1, 4, 1, Routing.ECMP)), 64);
    int[] spines = new int[2];
    for (int from = 0; from < 32; from++) {
      Map<Integer, Double> trunks = new TreeMap<>(loads(fabric, Pattern.SEND, 1, from, from + 32));
      trunks.keySet().removeIf(link -> link < 128);
      List<Integer> links = List.copyOf(trunks.keySet());
      assertThat(links).hasSize(2);
      int spine = (links.get(0) - 128) / 2 % 2;
      assertThat(links).containsExactly(
          128 + 2 * (2 * (from / 2) + spine), 128 + 2 * (2 * ((from + 32) / 2) + spine) + 1);
      spines[spine]++;
    }
    assertThat(spines[0]).isBetween(8, 24);
    assertThat(fabric.links(1).bytesPerSecond(128)).isEqualTo(10);
  }

  @Test
  void aDeadPortIsReplacedByThoseOfTheSameNodeOnly() {
    // Nodes of 4, 6 cards, so that node 1 has cards 4 and 5 only. The port of card 4 is down: card 5 carries
    // both. Link 8 stands for the way from card 4 to that port.
    LinkFault down = new LinkFault(LinkName.parse("net.card[4]").orElseThrow(), 0);
    Fabric fabric = new Fabric(
        List.of(Tiers.crossbar("node", 4, 100), Tiers.clos("net", 0, 10, 1, 4, 2)), 6, 1, List.of(down));
    Map<Integer, Double> loads = loads(fabric, Pattern.SEND, 1, 4, 0);
    assertThat(loads).containsEntry(10, 1.0).containsEntry(8, 1.0);
    assertThat(loads.keySet()).filteredOn(link -> link >= 12).hasSize(2);
  }

  @Test
  void whatCannotBeDownIsRefused() {
    Tier node = Tiers.crossbar("node", 2, 100);
    for (Tier net : List.of(Tiers.mesh("net", 4, 30), Tiers.clos("net", 4, 10, 1, 4, 2))) {
      String name = net.kind() == DomainKind.CLOS ? "net.leaf[0]" : "net.card[1]";
      LinkFault down = new LinkFault(LinkName.parse(name).orElseThrow(), 0);
      assertThatThrownBy(() -> new Fabric(List.of(node, net), 4, 1, List.of(down))).as(name)
          .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("cannot be down");
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  /**
   * However members are spread over nodes and leaves, a leaf passes on no more than its cards send and
   * receive.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void aTrunkCarriesNoMoreThanThePortsBelow(long seed) {
    Random random = new Random(seed);
    int node = 1 + random.nextInt(6);
    int rails = random.nextBoolean() ? node : 1;
    int radix = 2 * (1 + random.nextInt(3));
    int count = node + 1 + random.nextInt(40);
    Tier net = Tiers.clos("net", 0, 10, rails, radix, 2, Routing.values()[random.nextInt(3)]);
    List<Tier> tiers = node == 1 ? List.of(net) : List.of(Tiers.crossbar("node", node, 100), net);
    Fabric fabric = new Fabric(tiers, count, seed, List.of());
    int[] members = IntStream.range(0, count).filter(c -> c == 0 || c == count - 1 || random.nextBoolean())
        .toArray();
    int tier = tiers.size() - 1;
    TierLinks links = fabric.links(tier);
    for (Pattern pattern : List.of(Pattern.RING, Pattern.PAIRS, Pattern.RAILS)) {
      Map<Integer, Double> loads = loads(fabric, pattern, tier, members);
      int leaves = rails * ((((count + rails - 1) / rails) + radix / 2 - 1) / (radix / 2));
      int uplinks = (links.links() - 2 * count) / 2 / leaves;
      for (int leaf = 0; leaf < leaves; leaf++) {
        LinkName name = new LinkName("net", OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(),
            OptionalInt.of(leaf));
        int[] trunk = links.named(name);
        assertThat(trunk).hasSize(2 * uplinks);
        for (int down = 0; down < 2; down++) {
          int way = down;
          double carried = IntStream.of(trunk).filter(l -> l % 2 == way)
              .mapToDouble(l -> loads.getOrDefault(l, 0.0)).sum();
          int of = leaf;
          double ports = IntStream.range(0, count)
              .filter(c -> c % rails == of % rails && c / rails / (radix / 2) == of / rails)
              .mapToDouble(c -> loads.getOrDefault(2 * c + way, 0.0)).sum();
          assertThat(carried).as("%s, leaf %d, %s", pattern, leaf, down == 0 ? "up" : "down")
              .isLessThanOrEqualTo(ports + 1e-9);
        }
      }
    }
  }
}
