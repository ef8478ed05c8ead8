package org.kilocard.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlacementTest {
  private static final double EXACT = 1e-12;

  /** Nodes of 4, pods of 8, and a network over all 32 cards. */
  private static Fabric threeTiers() {
    return new Fabric(List.of(Tiers.crossbar("node", 4, 100), Tiers.crossbar("pod", 8, 50),
        Tiers.crossbar("net", 0, 10)), 32);
  }

  private static double[] weights(Placement p, Pattern pattern, int tier) {
    return IntStream.range(0, p.size()).mapToDouble(i -> p.weight(pattern, tier, i)).toArray();
  }

  @Test
  void aRingOfThreeNodesLeavesEachNodeOnce() {
    // Cards 0-3, 4-7 and 8, 9: nodes of 4, 4 and 2 members, the first two nodes in one pod. A member in a
    // node of q members sends to its neighbour in the node in all channels but 1/q of them; 8 of the pod have
    // 1/4 - 1/8 inside it.
    Placement p = new Placement(threeTiers(), IntStream.range(0, 10).toArray());
    assertThat(p.top()).isEqualTo(2);
    assertThat(weights(p, Pattern.RING, 0)).containsExactly(
        3 / 4.0, 3 / 4.0, 3 / 4.0, 3 / 4.0, 3 / 4.0, 3 / 4.0, 3 / 4.0, 3 / 4.0, 1 / 2.0, 1 / 2.0);
    assertThat(weights(p, Pattern.RING, 1)).containsExactly(
        1 / 8.0, 1 / 8.0, 1 / 8.0, 1 / 8.0, 1 / 8.0, 1 / 8.0, 1 / 8.0, 1 / 8.0, 0, 0);
    // Two pods: of 8 members, each sending 1/8 out of it, and of 2, each sending 1/2.
    assertThat(weights(p, Pattern.RING, 2)).containsExactly(
        1 / 8.0, 1 / 8.0, 1 / 8.0, 1 / 8.0, 1 / 8.0, 1 / 8.0, 1 / 8.0, 1 / 8.0, 1 / 2.0, 1 / 2.0);
    assertThat(p.heaviest(Pattern.RING, 2)).isEqualTo(1 / 2.0);
    assertThat(IntStream.rangeClosed(-1, 3).map(p::domains)).containsExactly(10, 3, 2, 1, 1);
  }

  @Test
  void anAllToAllGoesOverTheTierThatJoinsSenderAndReceiver() {
    // The same ten: a member of a full node has 3 peers in it, 4 in the other node of the pod and 2 in the
    // other pod, each of which gets a tenth of its buffer.
    Placement p = new Placement(threeTiers(), IntStream.range(0, 10).toArray());
    assertThat(IntStream.rangeClosed(0, 2).mapToDouble(t -> p.weight(Pattern.PAIRS, t, 0)))
        .containsExactly(0.3, 0.4, 0.2);
    assertThat(IntStream.rangeClosed(0, 2).mapToDouble(t -> p.weight(Pattern.PAIRS, t, 9)))
        .containsExactly(0.1, 0.0, 0.8);
  }

  @Test
  void aPairUsesTheLowestTierThatJoinsIt() {
    Fabric fabric = threeTiers();
    assertThat(List.of(new Placement(fabric, 0, 3).top(), new Placement(fabric, 0, 4).top(),
        new Placement(fabric, 7, 8).top(), new Placement(fabric, 31, 0).top())).containsExactly(0, 1, 2, 2);
    Placement p = new Placement(fabric, 4, 0);
    assertThat(weights(p, Pattern.SEND, 0)).containsExactly(0, 0);
    assertThat(weights(p, Pattern.SEND, 1)).containsExactly(1, 1);
    // Member 0 is card 4: its port out is link 8, the port in of card 0 is link 1.
    assertThat(loads(p, fabric, Pattern.SEND, 1)).isEqualTo(Map.of(8, 1.0, 1, 1.0));
    assertThat(loads(p, fabric, Pattern.SEND_BACK, 1)).isEqualTo(Map.of(0, 1.0, 9, 1.0));
  }

  @Test
  void aShiftGoesFromEachMemberToTheNextOverTheTierThatJoinsThem() {
    // Cards 2, 3 | 4, 5 | 8: from 2 to 3 and from 4 to 5 inside of nodes, from 3 to 4 inside of a pod, from 5 to 8 and
    // from 8 back to 2 between pods. Card c sends on link 2c and receives on 2c + 1.
    Fabric fabric = threeTiers();
    Placement p = new Placement(fabric, 2, 3, 4, 5, 8);
    assertThat(loads(p, fabric, Pattern.SHIFT, 0)).isEqualTo(Map.of(4, 1.0, 7, 1.0, 8, 1.0, 11, 1.0));
    assertThat(loads(p, fabric, Pattern.SHIFT, 1)).isEqualTo(Map.of(6, 1.0, 9, 1.0));
    assertThat(loads(p, fabric, Pattern.SHIFT, 2)).isEqualTo(Map.of(10, 1.0, 17, 1.0, 16, 1.0, 5, 1.0));
    assertThat(IntStream.rangeClosed(0, 2).mapToDouble(t -> p.heaviest(Pattern.SHIFT, t))).containsOnly(1.0);
  }

  @Test
  void oneDomainHasNoTierAbove() {
    Placement p = new Placement(threeTiers(), 4, 5, 6, 7);
    assertThat(p.top()).isZero();
    assertThat(weights(p, Pattern.RING, 0)).containsOnly(1);
    assertThat(weights(p, Pattern.PAIRS, 0)).containsOnly(3 / 4.0);
  }

  @Test
  void membersInDisorderAreRefused() {
    Fabric fabric = threeTiers();
    for (int[] members : new int[][] {{0, 8, 1}, {0, 0}, {2, 2, 3}, {0, 32}, {-1, 3}}) {
      assertThatThrownBy(() -> new Placement(fabric, members)).as("%s", Arrays.toString(members))
          .hasMessageContaining("ascending order");
    }
  }

  @Test
  void aFabricRefusesMoreCardsThanItsOutermostTierJoins() {
    assertThatThrownBy(() -> new Fabric(List.of(Tiers.crossbar("node", 8, 1)), 9))
        .hasMessageContaining("node joins 8 cards, 9 are asked for");
  }

  /** A fabric of one to three tiers of any kind and some of its cards, with nodes of any size. */
  private record Drawn(Fabric fabric, Placement group) {
    static Drawn of(long seed) {
      Random random = new Random(seed);
      int cards = 2 + random.nextInt(60);
      int tiers = 1 + random.nextInt(3);
      Tier[] drawn = new Tier[tiers];
      int size = 1;
      for (int t = 0; t < tiers; t++) {
        size *= 2 + random.nextInt(t == 0 ? 7 : 3);
        drawn[t] = tier(random, "t" + t, t == tiers - 1 ? Math.max(size, cards) : size, size);
      }
      int[] all = IntStream.range(0, cards).filter(c -> random.nextInt(3) > 0).toArray();
      return new Drawn(new Fabric(List.of(drawn), cards, seed, List.of()),
          new Placement(new Fabric(List.of(drawn), cards), all.length < 2 ? new int[] {0, cards - 1} : all));
    }

    private static Tier tier(Random random, String name, int cards, int below) {
      return switch (random.nextInt(3)) {
        case 0 -> Tiers.crossbar(name, cards, 10);
        case 1 -> Tiers.mesh(name, cards, 10);
        default -> Tiers.clos(name, cards, 10, 1, 2 * (1 + random.nextInt(4)), 2,
            Routing.values()[random.nextInt(3)]);
      };
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void weightsSumToTheWholeOverTheTiers(long seed) {
    Placement p = Drawn.of(seed).group();
    int n = p.size();
    double edges = 0;
    for (int i = 0; i < n; i++) {
      double ring = 0;
      double pairs = 0;
      for (int t = 0; t <= p.top(); t++) {
        ring += p.weight(Pattern.RING, t, i);
        pairs += p.weight(Pattern.PAIRS, t, i);
      }
      // A member sends its ring's bytes on one edge or another, and all of its buffer but its own part.
      assertThat(ring).isCloseTo(1, within(EXACT));
      assertThat(pairs).isCloseTo((n - 1.0) / n, within(EXACT));
      edges += ring;
    }
    assertThat(edges).isCloseTo(n, within(n * EXACT));
    for (int t = 0; t <= p.top(); t++) {
      // Edges of the ring that cross tier t: inner domains of every domain, less one below the top.
      double crossing = Arrays.stream(weights(p, Pattern.RING, t)).sum();
      int expected = t == p.top() ? p.domains(t - 1) : p.domains(t - 1) - p.domains(t);
      assertThat(crossing).isCloseTo(expected, within(n * EXACT));
    }
  }

  /**
   * What cards send and receive on a tier, and what climbs and descends, is as much on one side as on the
   * other.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsSentIsReceived(long seed) {
    Drawn drawn = Drawn.of(seed);
    Placement p = drawn.group();
    for (Pattern pattern : List.of(Pattern.RING, Pattern.PAIRS, Pattern.RAILS)) {
      for (int t = 0; t <= p.top(); t++) {
        Map<String, Double> byKind = new TreeMap<>();
        TierLinks links = drawn.fabric().links(t);
        loads(p, drawn.fabric(), pattern, t)
            .forEach((link, load) -> byKind.merge(links.kind(link), load, Double::sum));
        double sent = Arrays.stream(weights(p, pattern, t)).sum();
        if (links instanceof FullMeshLinks) {
          assertThat(byKind.getOrDefault("card to card", 0.0)).isCloseTo(sent, within(1e-9));
        } else {
          assertThat(byKind.getOrDefault("card out", 0.0)).isCloseTo(sent, within(1e-9));
          assertThat(byKind.getOrDefault("card in", 0.0)).isCloseTo(sent, within(1e-9));
          assertThat(byKind.getOrDefault("leaf up", 0.0))
              .isCloseTo(byKind.getOrDefault("leaf down", 0.0), within(1e-9)).isLessThan(sent + 1e-9);
        }
      }
    }
  }

  static Map<Integer, Double> loads(Placement p, Fabric fabric, Pattern pattern, int tier) {
    Map<Integer, Double> loads = new TreeMap<>();
    p.spread(pattern, tier, (link, load) -> loads.merge(link, load, Double::sum));
    assertThat(loads.keySet()).allSatisfy(l -> assertThat(l).isBetween(0, fabric.links(tier).links() - 1));
    return loads;
  }
}
