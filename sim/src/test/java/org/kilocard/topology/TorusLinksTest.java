package org.kilocard.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorusLinksTest {
  private static Fabric fabric(Tier tier) {
    return new Fabric(List.of(tier), tier.cards().orElseThrow());
  }

  @Test
  void aRingOfFourHasEightLinks() {
    // 4 cables, a link either way.
    TierLinks ring = fabric(Grids.torus(4)).links(0);
    assertThat(ring.links()).isEqualTo(8);
    assertThat(ring.bytesPerSecond(7)).isEqualTo(Grids.LINK);
    assertThat(ring.kind(0)).isEqualTo("x link");
    // Open, the cable from 3 to 0 is missing: 3 cables.
    assertThat(fabric(Grids.open(4)).links(0).links()).isEqualTo(6);
    // 4 x 4 x 4 torus: 3 cables per card.
    assertThat(fabric(Grids.torus(4, 4, 4)).links(0).links()).isEqualTo(2 * 3 * 64);
  }

  @Test
  void aSendGoesTheShortestWay() {
    Tier ring = Grids.torus(5);
    assertThat(Grids.loads(ring, Pattern.SEND, 0, 2))
        .containsExactlyInAnyOrderEntriesOf(Map.of("0>1", 1.0, "1>2", 1.0));
    assertThat(Grids.loads(ring, Pattern.SEND, 0, 4)).containsExactlyInAnyOrderEntriesOf(Map.of("0>4", 1.0));
    assertThat(Grids.loads(ring, Pattern.SEND_BACK, 0, 4))
        .containsExactlyInAnyOrderEntriesOf(Map.of("4>0", 1.0));
    assertThat(Grids.place(ring, 0, 2).latencyPs(Pattern.SEND, 0)).isEqualTo(2_000_000);
  }

  @Test
  void whereBothWaysAreEquallyFarHalfGoesEachWay() {
    assertThat(Grids.loads(Grids.torus(4), Pattern.SEND, 0, 2))
        .containsExactlyInAnyOrderEntriesOf(Map.of("0>1", 0.5, "1>2", 0.5, "0>3", 0.5, "3>2", 0.5));
    // On 4 x 4 from (0,0) to (1,3): one hop along x to card 1, then one back along y over the end to card 13.
    assertThat(Grids.loads(Grids.torus(4, 4), Pattern.SEND, 0, 13))
        .containsExactlyInAnyOrderEntriesOf(Map.of("0>1", 1.0, "1>13", 1.0));
  }

  @Test
  void aRingCollectiveUsesBothDirections() {
    // Each member of 4 sends one unit of the ring's bytes: half each way.
    Map<String, Double> loads = Grids.loads(Grids.torus(4), Pattern.RING, 0, 1, 2, 3);
    assertThat(loads).hasSize(8);
    assertThat(loads.values()).containsOnly(0.5);
    // 4 x 4: four links per card, a quarter each; a ring of 4 needs 2 steps both ways round, two dimensions
    // 4.
    Tier square = Grids.torus(4, 4);
    Map<String, Double> all = Grids.loads(square, Pattern.RING, Grids.all(square));
    assertThat(all).hasSize(64);
    assertThat(all.values()).containsOnly(0.25);
    Placement placement = Grids.place(square, Grids.all(square));
    assertThat(placement.ringSteps(0)).isEqualTo(4);
    assertThat(placement.latencyPs(Pattern.RING, 0)).isEqualTo(1_000_000);
    assertThat(placement.secondsPerByte(Pattern.RING, 0)).isEqualTo(0.25 / Grids.LINK);
  }

  @Test
  void aPartOfARingIsALine() {
    // Of a ring of 8 the first 4: link 0>1 brings one chunk to the right, 1>2 two, 2>3 three, of 3 that all
    // need.
    Map<String, Double> loads = Grids.loads(Grids.torus(8), Pattern.RING, 0, 1, 2, 3);
    assertThat(loads).containsExactlyInAnyOrderEntriesOf(Map.of(
        "0>1", 1 / 3.0, "1>2", 2 / 3.0, "2>3", 1.0, "3>2", 1 / 3.0, "2>1", 2 / 3.0, "1>0", 1.0));
    assertThat(Grids.place(Grids.torus(8), 0, 1, 2, 3).ringSteps(0)).isEqualTo(3);
  }

  @Test
  void everySecondCardOfARingIsARingOfItsOwn() {
    Map<String, Double> loads = Grids.loads(Grids.torus(8), Pattern.RING, 1, 3, 5, 7);
    assertThat(loads).hasSize(16);
    assertThat(loads.values()).containsOnly(0.5);
    Placement placement = Grids.place(Grids.torus(8), 1, 3, 5, 7);
    assertThat(placement.ringSteps(0)).isEqualTo(2);
    assertThat(placement.latencyPs(Pattern.RING, 0)).isEqualTo(2_000_000);
  }

  @Test
  void membersThatAreNoBlockFormOneRing() {
    // 0, 1, 4 of a 4 x 4: 0-1 are neighbours along x, 0-4 along y, 1 to 4 is two hops over 0. Each sends one
    // unit, half to the next and half to the previous: 0>1 carries 0's half and 4's half on its way to 1.
    Map<String, Double> loads = Grids.loads(Grids.torus(4, 4), Pattern.RING, 0, 1, 4);
    assertThat(loads).containsExactlyInAnyOrderEntriesOf(
        Map.of("0>1", 0.5, "1>0", 1.0, "0>4", 1.0, "4>0", 0.5, "4>5", 0.5, "5>1", 0.5));
  }

  @ParameterizedTest
  @CsvSource({"4", "5", "8", "16", "17"})
  void anAllToAllOnARingLoadsLinksByAnEighthOfTheSquare(int k) {
    // Every card sends weight (k-1)/k, so 1/k to every other. Mean distance: an even ring k²/4 hops in all,
    // an odd one (k²-1)/4, over 2 links per card: k/8, (k²-1)/8k.
    Tier ring = Grids.torus(k);
    Map<String, Double> loads = Grids.loads(ring, Pattern.PAIRS, Grids.all(ring));
    double expected = (k % 2 == 0 ? k * k : k * k - 1) / 8.0 / k;
    assertThat(loads).hasSize(2 * k);
    assertThat(loads.values()).allSatisfy(load -> assertThat(load).isCloseTo(expected, within(1e-12)));
    assertThat(loads.values().stream().distinct()).as("equal to the last bit").hasSize(1);
  }

  @Test
  void anAllToAllOnALineIsWorstInItsMiddle() {
    // 2 cards on either side of 1>2: 4 of the 16 messages of 1/4.
    Map<String, Double> loads = Grids.loads(Grids.open(4), Pattern.PAIRS, 0, 1, 2, 3);
    assertThat(loads.get("1>2")).isEqualTo(1.0);
    assertThat(loads.get("0>1")).isEqualTo(0.75);
  }

  @Test
  void theBisectionOfATorusBoundsItsAllToAllExactly() {
    // 4 x 4, S = 1 byte per member: 8 members inside, 8 outside, 8·8/16 = 4 bytes over 2 cuts of 4 links.
    Tier square = Grids.torus(4, 4);
    Placement all = Grids.place(square, Grids.all(square));
    assertThat(all.cuts()).containsExactly(new Cut(8, 8, 8 * Grids.LINK), new Cut(8, 8, 8 * Grids.LINK));
    assertThat(all.secondsPerByte(Pattern.PAIRS, 0)).isCloseTo(0.5 / Grids.LINK, within(1e-20));
  }

  /** Adds up one send after the other, which is what {@link GridPairs} does without. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void anAllToAllIsTheSumOfItsSends(long seed) {
    Random random = new Random(seed);
    int[] shape = random.ints(1 + random.nextInt(3), 2, 7).toArray();
    Tier tier = switch (random.nextInt(4)) {
      case 0 -> Grids.open(shape);
      case 1 -> Grids.torus(shape);
      case 2 -> Grids.twisted(4, 8, 4);
      default -> Grids.mesh(Routing.SHORTEST, shape);
    };
    int[] drawn = Arrays.stream(Grids.all(tier)).filter(c -> random.nextInt(3) > 0).toArray();
    int[] members = drawn.length < 2 ? Grids.all(tier) : drawn;
    TierLinks links = fabric(tier).links(0);
    double[] summed = new double[links.links()];
    for (int from : members) {
      for (int to : members) {
        if (from != to) {
          Share pair = new Share(new int[] {from, to}, new double[] {1, 1}, new int[] {from, to});
          links.spread(Pattern.SEND, pair, (link, bytes) -> summed[link] += bytes / members.length);
        }
      }
    }
    double[] spread = new double[links.links()];
    Grids.place(tier, members).spread(Pattern.PAIRS, 0, (link, bytes) -> spread[link] += bytes);
    assertThat(spread).as("%s of %s", Arrays.toString(shape), tier).containsExactly(summed, within(1e-9));
  }

  @Test
  void theTwistBringsCardsNearer() {
    // On 4 x 8 going round x leads 4 places along y.
    Tier twisted = Grids.twisted(4, 8);
    TorusRoutes routes = new TorusRoutes(twisted.grid().orElseThrow());
    // From (3,0) forward along x: (0,4), card 16.
    assertThat(routes.neighbour(3, 0, true)).isEqualTo(16);
    assertThat(routes.neighbour(16, 0, false)).isEqualTo(3);
    // From (0,0) to (0,4): four along y either way, or round x: also 4. To (3,4): one hop back instead of 5.
    assertThat(routes.distance(0, 16)).isEqualTo(4);
    assertThat(routes.distance(0, 3 + 4 * 4)).isEqualTo(1);
  }

  @Test
  void aTwistedTorusIsTheSameFromEveryCardAndBetterThanAPlainOne() {
    Tier plain = Grids.torus(4, 4, 8);
    Tier twisted = Grids.twisted(4, 4, 8);
    TorusRoutes routes = new TorusRoutes(twisted.grid().orElseThrow());
    int[] breadthFirst = breadthFirst(routes, 128);
    assertThat(IntStream.range(0, 128).map(to -> routes.distance(0, to)).toArray())
        .containsExactly(breadthFirst);
    for (int card = 1; card < 128; card += 13) {
      int from = card;
      assertThat(IntStream.range(0, 128).map(to -> routes.distance(from, to)).sorted().toArray())
          .containsExactly(Arrays.stream(breadthFirst).sorted().toArray());
    }
    // Plain: 8/4 = 2 hops on average along the long dimension over 2 links, so 1 per link. The twist evens
    // that out: all hops over all 6 links of a card.
    double before = Grids.place(plain, Grids.all(plain)).secondsPerByte(Pattern.PAIRS, 0) * Grids.LINK;
    double after = Grids.place(twisted, Grids.all(twisted)).secondsPerByte(Pattern.PAIRS, 0) * Grids.LINK;
    assertThat(before).isCloseTo(1.0, within(1e-12));
    assertThat(after).isCloseTo(Arrays.stream(breadthFirst).sum() / 128.0 / 6, within(1e-12));
    assertThat(after).isLessThan(0.6);
  }

  private static int[] breadthFirst(TorusRoutes routes, int cards) {
    int[] distance = new int[cards];
    Arrays.fill(distance, 1, cards, -1);
    for (int hops = 0; Arrays.stream(distance).anyMatch(d -> d < 0); hops++) {
      for (int card = 0; card < cards; card++) {
        for (int way = 0; way < 6 && distance[card] == hops; way++) {
          int next = routes.neighbour(card, way / 2, way % 2 == 0);
          distance[next] = distance[next] < 0 ? hops + 1 : distance[next];
        }
      }
    }
    return distance;
  }

  @Test
  void everyCardOfATwistedTorusSeesTheSameLoads() {
    Tier twisted = Grids.twisted(4, 8);
    Map<String, Double> loads = Grids.loads(twisted, Pattern.PAIRS, Grids.all(twisted));
    assertThat(loads).hasSize(2 * 2 * 32);
    assertThat(loads.values().stream().distinct().count()).isLessThanOrEqualTo(2);
  }

  @Test
  void aJobOnOpticalSwitchesGetsACompactTorusOfItsOwn() {
    Grid built = new Grid(List.of(16, 16, 16), List.of(true, true, true), false, List.of(4, 4, 4),
        List.of(1.0, 1.0, 1.0));
    assertThat(built.laidOut(512).shape()).containsExactly(8, 8, 8);
    assertThat(built.laidOut(512).wrap()).containsOnly(true);
    // 4 blocks: 4 x 8 x 8 rather than 4 x 4 x 16. 100 cards take two blocks.
    assertThat(built.laidOut(256).shape()).containsExactly(4, 8, 8);
    assertThat(built.laidOut(100).shape()).containsExactly(4, 4, 8);
    // Less than a block is not closed.
    assertThat(built.laidOut(32).shape()).containsExactly(4, 4, 2);
    assertThat(built.laidOut(32).wrap()).containsOnly(false);
    assertThat(built.laidOut(4096)).isSameAs(built);
  }

  @Test
  void aJobOnAFixedTorusGetsItsFirstCards() {
    Grid built = Grids.torus(16, 16).grid().orElseThrow();
    assertThat(built.laidOut(64).shape()).containsExactly(16, 4);
    assertThat(built.laidOut(64).wrap()).containsExactly(true, false);
    assertThat(built.laidOut(12).shape()).containsExactly(12, 1);
  }

  @Test
  void linksAreNamedByTheirCards() {
    Tier square = Grids.torus(4, 4);
    Fabric half = new Fabric(List.of(square), 16, 1, List.of(new LinkFault(name(5, 6), 0.5)));
    long slow = IntStream.range(0, 64).filter(l -> half.links(0).bytesPerSecond(l) == Grids.LINK / 2).count();
    assertThat(slow).isEqualTo(2);
    // A card has four neighbours, with a link either way.
    assertThat(fabric(square).links(0).named(new LinkName("ici", OptionalInt.empty(), OptionalInt.of(5),
        OptionalInt.empty(), OptionalInt.empty()))).hasSize(8).doesNotHaveDuplicates();
    assertThatThrownBy(() -> new Fabric(List.of(square), 16, 1, List.of(new LinkFault(name(5, 7), 0.5))))
        .hasMessage("ici.card[5].card[7] does not exist: a card is linked to its neighbours on the torus");
    assertThatThrownBy(() -> new Fabric(List.of(square), 16, 1, List.of(new LinkFault(name(5, 16), 0.5))))
        .hasMessageContaining("1 domains of 16 cards");
    assertThatThrownBy(() -> new Fabric(List.of(square), 16, 1, List.of(new LinkFault(name(5, 6), 0))))
        .hasMessageContaining("cannot be down");
  }

  private static LinkName name(int card, int peer) {
    return LinkName.parse("ici.card[" + card + "].card[" + peer + "]").orElseThrow();
  }
}
