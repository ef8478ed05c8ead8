package org.kilocard.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.kilocard.world.Worlds.US;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.collective.Plan;
import org.kilocard.collective.Planner;
import org.kilocard.collective.TierFlow;
import org.kilocard.fold.Fold;
import org.kilocard.fold.Quotient;
import org.kilocard.job.Parallelism;
import org.kilocard.job.ProcessGroups;
import org.kilocard.job.Role;
import org.kilocard.program.Program;
import org.kilocard.program.ProgramBuilder;
import org.kilocard.timeline.LinkTrack;
import org.kilocard.timeline.Timeline;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Grids;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Routing;
import org.kilocard.topology.Tier;

class GridWorldTest {
  private static final Call GATHER = Call.of("gather", Operation.ALL_GATHER, 1_600_000_000L);
  private static final Call EXCHANGE = Call.of("exchange", Operation.ALL_TO_ALL, 1_600_000_000L);

  private static Program call(Role role, Call call) {
    ProgramBuilder b = new ProgramBuilder(0);
    b.communicate(org.kilocard.program.Stream.GRADIENT, role, call, 0);
    return b.build();
  }

  private static Timeline gather(Tier tier, boolean folded) {
    int cards = tier.cards().orElseThrow();
    return Worlds.run(List.of(tier), Worlds.layout(1, cards, 1), List.of(call(Role.DATA, GATHER)),
        Worlds.planner(Pattern.RING), folded);
  }

  private static Timeline exchange(Tier tier, int expert, boolean folded) {
    int cards = tier.cards().orElseThrow();
    return Worlds.run(List.of(tier), Worlds.layout(1, cards, 1, expert), List.of(call(Role.EXPERT, EXCHANGE)),
        Worlds.planner(Pattern.PAIRS), folded);
  }

  @Test
  void aGatherKeepsAllLinksOfATorusBusy() {
    // 4 x 4: of 1.6 GB each card receives 1.5 GB over 4 links of 10 GB/s: 37.5 ms, after 1 us.
    Timeline t = gather(Grids.torus(4, 4), true);
    assertThat(t.endPs()).isEqualTo(37_500 * US + US);
    assertThat(t.links()).allSatisfy(link -> assertThat(link.peak()).isCloseTo(1, within(1e-9)));
    assertThat(bytes(t)).isCloseTo(16 * 1.5e9, within(1.0));
  }

  @Test
  void aGatherKeepsAllLinksOfAMeshBusy() {
    // 4 x 4: 1.5 GB over 6 links of 10 GB/s: 25 ms, after 1 us.
    Timeline t = gather(Grids.mesh(Routing.SHORTEST, 4, 4), true);
    assertThat(t.endPs()).isCloseTo(25_000 * US + US, within(1L));
    assertThat(bytes(t)).isCloseTo(16 * 1.5e9, within(1.0));
  }

  @Test
  void anAllToAllTakesTheTimeOfTheBisection() {
    // 4 x 4 torus: half of the cards send half of 1.6 GB each, 6.4 GB over 8 links of 10 GB/s: 80 ms.
    assertThat(exchange(Grids.torus(4, 4), 16, true).endPs()).isEqualTo(80_000 * US + US);
    // 4 x 4 mesh: over 16 links: 40 ms.
    assertThat(exchange(Grids.mesh(Routing.SHORTEST, 4, 4), 16, true).endPs()).isEqualTo(40_000 * US + US);
    // A message of 100 MB goes 2 hops on average on the torus: 16·16·100 MB·2 = 51.2 GB.
    assertThat(bytes(exchange(Grids.torus(4, 4), 16, true))).isCloseTo(51.2e9, within(1.0));
  }

  @Test
  void neighbouringGroupsShareTheLinksThatTheyBothNeed() {
    // A ring of 8, groups {0,2,4,6} and {1,3,5,7}: each of the 8 cables carries half of both 1.2 GB each way,
    // 1.2 GB at 10 GB/s = 120 ms.
    Timeline t = Worlds.run(List.of(Grids.torus(8)), Worlds.layout(2, 4, 1), List.of(call(Role.DATA, GATHER)),
        Worlds.planner(Pattern.RING), true);
    assertThat(t.endPs()).isEqualTo(120_000 * US + US);
  }

  private static double bytes(Timeline t) {
    return t.links().stream().mapToDouble(link -> link.bytes() * link.links()).sum();
  }

  static Stream<Tier> small() {
    return Stream.of(Grids.torus(8), Grids.torus(4, 4), Grids.torus(6, 4), Grids.torus(4, 2, 3), Grids.open(4, 6),
        Grids.twisted(4, 8), Grids.twisted(3, 3, 6), Grids.mesh(Routing.SHORTEST, 4, 6),
        Grids.mesh(Routing.DETOUR, 4, 6), Grids.mesh(Routing.DETOUR, 2, 3, 4));
  }

  /** Nodes of four cards, whose ports are of 25 GB/s, as points of a grid. */
  private static List<Tier> nodes(Tier grid) {
    return List.of(Worlds.switchOf(4), Grids.of(4, 25e9, grid));
  }

  @Test
  void nodesInATorusAreAsFastAsTheLinksBetweenThem() {
    // 16 nodes of 4. Half of the cards send half of 1.6 GB each, 25.6 GB over 8 links of 10 GB/s: 320 ms.
    Timeline exchange = Worlds.run(nodes(Grids.torus(4, 4)), Worlds.layout(1, 64, 1, 64),
        List.of(call(Role.EXPERT, EXCHANGE)), Worlds.planner(Pattern.PAIRS), true);
    assertThat(exchange.endPs()).isEqualTo(320_000 * US + US);
    assertThat(exchange.cards()).hasSize(1);
    // A gather brings 63/64 of 1.6 GB into a node, over 4 links: 39.375 ms.
    Timeline gather = Worlds.run(nodes(Grids.torus(4, 4)), Worlds.layout(1, 64, 1), List.of(call(Role.DATA, GATHER)),
        Worlds.planner(Pattern.RING), true);
    assertThat(gather.endPs()).isEqualTo(39_375 * US + US);
  }

  @Test
  void aTorusOfManyNodesIsOneClass() {
    Timeline t = Worlds.run(nodes(Grids.torus(16, 16, 16)), Worlds.layout(1, 16_384, 1, 16_384),
        List.of(call(Role.EXPERT, EXCHANGE)), Worlds.planner(Pattern.PAIRS), true);
    // Half of the cards send half of 1.6 GB over 2 · 256 links: 1.28 s.
    assertThat(t.endPs()).isCloseTo(1_280_000 * US + US, within(US));
    assertThat(t.cards()).hasSize(1);
    // Ports out and in on both tiers, x, y and z.
    assertThat(t.links()).hasSize(7);
  }

  /** Two 4 x 4 meshes below a Clos of 20 GB/s, from which gathers of tensor groups borrow a quarter. */
  private static Timeline borrowing(boolean others, boolean folded) {
    List<Tier> tiers = List.of(Grids.mesh(Routing.BORROW, 4, 4), Worlds.scaleOut(20e9));
    Planner planner = (call, placement) -> new Plan("test", US, placement.lender().isPresent()
        ? List.of(flow(0, 0.75 * 1.5e9), flow(1, 0.25 * 1.5e9)) : List.of(flow(1, 3e9)), 0, 0, 0);
    ProgramBuilder b = new ProgramBuilder(0);
    b.communicate(org.kilocard.program.Stream.PARAMETER, Role.TENSOR, GATHER, 1);
    if (others) {
      b.communicate(org.kilocard.program.Stream.GRADIENT, Role.DATA, GATHER, 0);
    }
    return Worlds.run(tiers, Worlds.layout(16, 2, 1), List.of(b.build()), planner, folded);
  }

  private static TierFlow flow(int tier, double bytes) {
    return new TierFlow(tier, Pattern.RING, bytes, 1, Double.POSITIVE_INFINITY);
  }

  private static long duration(Timeline t, Role role) {
    return t.calls().stream().filter(call -> call.role() == role).findFirst().orElseThrow().durationsPs()[0];
  }

  /** Bytes of the links of the mesh, of which the gathers take one, and of the ports in. */
  private static double received(Timeline t) {
    return t.links().stream().filter(link -> !link.name().equals("card out"))
        .mapToDouble(link -> link.bytes() * link.links()).sum();
  }

  @Test
  void whatIsBorrowedGoesBackWhereTheLenderIsBusy() {
    // 1.5 GB at 60 + 20 GB/s: 18.75 ms.
    Timeline alone = borrowing(false, true);
    assertThat(alone.endPs()).isCloseTo(18_750 * US + US, within(2L));
    assertThat(received(alone)).isCloseTo(32 * 1.5e9, within(1.0));
    // Beside gathers of the data groups, which send 3 GB over the Clos for 150 ms, it takes the 25 ms of the mesh; they
    // yield a thousandth at most of the Clos meanwhile. No byte is lost or moved twice.
    Timeline busy = borrowing(true, true);
    assertThat((double) duration(busy, Role.TENSOR)).isBetween(24_980.0 * US, 25_001.0 * US);
    assertThat((double) duration(busy, Role.DATA)).isBetween(150_001.0 * US, 150_030.0 * US);
    assertThat(received(busy)).isCloseTo(32 * 4.5e9, within(1.0));
    same(busy, borrowing(true, false));
  }

  @ParameterizedTest
  @MethodSource("small")
  void foldedAndUnfoldedAgreeOnNodes(Tier grid) {
    int cards = 4 * grid.cards().orElseThrow();
    Program both = both();
    for (int tensor : new int[] {2, 3, 8}) {
      Parallelism layout = Worlds.layout(tensor, cards / tensor, 1);
      same(Worlds.run(nodes(grid), layout, List.of(both), Worlds.planner(Pattern.RING), true),
          Worlds.run(nodes(grid), layout, List.of(both), Worlds.planner(Pattern.RING), false));
    }
    for (int expert : new int[] {2, 8, cards}) {
      Parallelism layout = Worlds.layout(1, cards, 1, expert);
      List<Program> exchange = List.of(call(Role.EXPERT, EXCHANGE));
      same(Worlds.run(nodes(grid), layout, exchange, Worlds.planner(Pattern.PAIRS), true),
          Worlds.run(nodes(grid), layout, exchange, Worlds.planner(Pattern.PAIRS), false));
    }
  }

  @ParameterizedTest
  @MethodSource("small")
  void foldedAndUnfoldedAgree(Tier tier) {
    int cards = tier.cards().orElseThrow();
    for (int expert : new int[] {2, cards / 2, cards}) {
      same(exchange(tier, expert, true), exchange(tier, expert, false));
    }
    same(gather(tier, true), gather(tier, false));
    for (int tensor : new int[] {2, cards / 2}) {
      Parallelism layout = Worlds.layout(tensor, cards / tensor, 1);
      Program both = both();
      same(Worlds.run(List.of(tier), layout, List.of(both), Worlds.planner(Pattern.RING), true),
          Worlds.run(List.of(tier), layout, List.of(both), Worlds.planner(Pattern.RING), false));
    }
  }

  private static Program both() {
    ProgramBuilder b = new ProgramBuilder(0);
    b.communicate(org.kilocard.program.Stream.GRADIENT, Role.DATA, GATHER, 0);
    b.communicate(org.kilocard.program.Stream.PARAMETER, Role.TENSOR, GATHER, 1);
    return b.build();
  }

  private static void same(Timeline folded, Timeline whole) {
    assertThat((double) folded.endPs()).isCloseTo(whole.endPs(), within(whole.endPs() * 1e-9));
    assertThat(bytes(folded)).isCloseTo(bytes(whole), within(bytes(whole) * 1e-9));
    double[] expected = loads(whole);
    assertThat(loads(folded)).containsExactly(expected, within(1e-9 * expected[expected.length - 1]));
    assertThat(folded.cards().size()).isLessThanOrEqualTo(whole.cards().size());
  }

  private static double[] loads(Timeline t) {
    return t.links().stream()
        .flatMap(link -> Stream.generate(() -> link).limit(link.links()))
        .mapToDouble(LinkTrack::bytes)
        .sorted()
        .toArray();
  }

  @Test
  void fasterLinksAreNeverSlower() {
    for (int[] shape : new int[][] {{8}, {4, 4}, {2, 3, 4}}) {
      Tier slow = Grids.torusOf(10e9, shape);
      Tier fast = Grids.torusOf(20e9, shape);
      assertThat(gather(fast, true).endPs() - US)
          .isCloseTo((gather(slow, true).endPs() - US) / 2, within(1L));
      int cards = slow.cards().orElseThrow();
      assertThat(exchange(fast, cards, true).endPs()).isLessThan(exchange(slow, cards, true).endPs());
    }
  }

  @Test
  void aTorusOfManyCardsIsOneClass() {
    Tier tier = Grids.torus(16, 16, 32);
    long began = System.nanoTime();
    Timeline t = exchange(tier, 8192, true);
    double seconds = (System.nanoTime() - began) * 1e-9;
    // The long dimension of 32: 32/8 = 4 of the buffer per link, 6.4 GB at 10 GB/s.
    assertThat(t.endPs()).isCloseTo(640_000 * US + US, within(US));
    assertThat(t.cards()).hasSize(1);
    assertThat(t.links()).hasSize(3);
    assertThat(seconds).isLessThan(5);
  }

  @Test
  void aMeshOfManyCardsIsOneClass() {
    Timeline t = exchange(Grids.mesh(Routing.DETOUR, 8, 8, 8, 16), 8192, true);
    // 1/8192 of the buffer to each card; a link carries what comes from 1/k of all places for 1/k of all: 1/8
    // · 1.6 GB at 10 GB/s along the short dimensions, 1/16 along the long one.
    assertThat(t.endPs()).isCloseTo(20_000 * US + US, within(US));
    assertThat(t.cards()).hasSize(1);
    assertThat(t.links()).hasSize(4);
  }

  @Test
  void aRingOfManyCardsIsOneClass() {
    Timeline t = gather(Grids.torus(32, 32, 64), true);
    assertThat(t.cards()).hasSize(1);
    // 1.6 GB less a 65,536th over 6 links of 10 GB/s.
    assertThat((double) t.endPs() / US).isCloseTo(1.6e9 * 65535 / 65536 / 60e9 * 1e6 + 1, within(1.0));
  }

  @Test
  void groupsOfManyCardsFoldWell() {
    int[] programs = new int[8192];
    double[] paces = new double[8192];
    Arrays.fill(paces, 1);
    Quotient q = Fold.fold(new ProcessGroups(Worlds.layout(16, 512, 1, 64), 1),
        new Fabric(List.of(Grids.torus(16, 16, 32)), 8192), programs, paces);
    assertThat(q.ranks().size()).isLessThan(64);
  }
}
