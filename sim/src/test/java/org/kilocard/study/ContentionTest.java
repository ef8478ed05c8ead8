package org.kilocard.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kilocard.collective.Operation;
import org.kilocard.hardware.AcceleratorFile;
import org.kilocard.hardware.Stacks;
import org.kilocard.input.Catalogue;
import org.kilocard.job.Communication;
import org.kilocard.job.Faults;
import org.kilocard.job.Overlap;
import org.kilocard.job.UnitMode;
import org.kilocard.report.CollectiveRow;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.LinkFault;
import org.kilocard.topology.LinkName;
import org.kilocard.topology.Routing;
import org.kilocard.topology.SpineFault;
import org.kilocard.topology.Tier;
import org.kilocard.topology.Tiers;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

/**
 * Contention against hand calculations: a stack without start-up, at the full rate of the links. Nodes of 4 cards at 100
 * GB/s and 1 us, between them a Clos of 10 GB/s and 2 us. Times in milliseconds; latencies are left to the tolerance.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContentionTest {
  private static final long MB = 1_000_000;
  private static final double LATENCIES = 0.2;

  @AutoClose
  private final Simulator simulator = new Simulator();

  private static Tier net(int rails, int radix, double oversubscription, Routing routing) {
    return Tiers.clos("net", 0, 10e9, rails, radix, oversubscription, routing);
  }

  private CollectiveRow ask(Tier net, Operation operation, int cards, long bytes, List<LinkFault> faults,
      CollectiveQuestion.Beside... beside) {
    return ask(List.of(Tiers.crossbar("node", 4, 100e9), net), new Members(cards, 4, 4), operation, bytes, faults,
        beside);
  }

  private CollectiveRow ask(List<Tier> tiers, Members members, Operation operation, long bytes,
      List<LinkFault> faults, CollectiveQuestion.Beside... beside) {
    return CollectiveStudy.answer(question(tiers, members, operation, bytes, faults, beside), simulator, Progress.NONE)
        .rows().get(0);
  }

  private static CollectiveQuestion question(List<Tier> tiers, Members members, Operation operation, long bytes,
      List<LinkFault> faults, CollectiveQuestion.Beside... beside) {
    Cluster cluster = new Cluster("test", AcceleratorFile.load(new Catalogue(Path.of("..")), "h100"), "test",
        OptionalInt.empty(), tiers);
    return new CollectiveQuestion(cluster, Stacks.of(false, Stacks.free("node"), Stacks.free("net")), operation,
        List.of(bytes), members,
        new Communication(UnitMode.OFFLOAD, 0, new Overlap(false, false, false, false, false), Map.of()),
        Optional.empty(), List.of(beside), new Faults(List.of(), faults), true);
  }

  private static double ms(CollectiveRow row) {
    return row.timePs() / 1e9;
  }

  @Test
  void anIncastOfThreeSendersLeavesEachAThird() {
    // 3 broadcasts of 400 MB into the same 4 cards of another node come over 4 ports of 10 GB/s, 10 ms each alone.
    double alone = ms(ask(net(1, 64, 1, Routing.ADAPTIVE), Operation.BROADCAST, 8, 400 * MB, List.of()));
    CollectiveQuestion.Beside other = new CollectiveQuestion.Beside(Operation.BROADCAST, 400 * MB);
    double incast = ms(ask(net(1, 64, 1, Routing.ADAPTIVE), Operation.BROADCAST, 8, 400 * MB, List.of(), other, other));
    assertThat(alone).isCloseTo(10, within(LATENCIES));
    assertThat(incast).isCloseTo(30, within(3 * LATENCIES));
  }

  @Test
  void twoRingsThatShareARailTakeTurns() {
    // Two nodes, 8 cards, gathers of 800 MB: 700 MB go round, a quarter of it through each of 4 rails of 10 GB/s:
    // 17.5 ms. A second ring on the same rails makes that 35 ms; one of half the size is through after 17.5 ms, and the
    // first has then 8.75 ms to go: 26.25 ms.
    Tier rails = net(4, 64, 1, Routing.ADAPTIVE);
    assertThat(ms(ask(rails, Operation.ALL_GATHER, 8, 800 * MB, List.of()))).isCloseTo(17.5, within(LATENCIES));
    assertThat(ms(ask(rails, Operation.ALL_GATHER, 8, 800 * MB, List.of(),
        new CollectiveQuestion.Beside(Operation.ALL_GATHER, 800 * MB)))).isCloseTo(35, within(LATENCIES));
    assertThat(ms(ask(rails, Operation.ALL_GATHER, 8, 800 * MB, List.of(),
        new CollectiveQuestion.Beside(Operation.ALL_GATHER, 400 * MB)))).isCloseTo(26.25, within(LATENCIES));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 2, 4})
  void anAllToAllOverAnOversubscribedSpineWaitsForTheTrunks(double oversubscription) {
    // 32 cards, leaves of 8 (radix 16, two nodes each): a card sends 24/32 of 320 MB beyond its leaf, 8 cards 1.92 GB
    // over a trunk of 80 GB/s over the oversubscription: 24 ms times that. The ports carry 28/32: 28 ms. So 1:1 is
    // bound by the ports, 1:2 takes 48, 1:4 takes 96 ms.
    double expected = Math.max(28, 24 * oversubscription);
    assertThat(ms(ask(net(1, 16, oversubscription, Routing.ADAPTIVE), Operation.ALL_TO_ALL, 32, 320 * MB, List.of())))
        .isCloseTo(expected, within(LATENCIES));
  }

  @Test
  void hashedFlowsThatCollideHalveEachOther() {
    // 16 sends of 100 MB, card i to card i + 16, leaves of 8 cards with 8 uplinks of 10 GB/s: ideal routing takes 10
    // ms. A hash throws 8 flows into 8 uplinks: some uplink has two or more, 20 ms or a multiple, never less than the
    // fullest uplink.
    double ideal = ms(ask(net(1, 16, 1, Routing.IDEAL), Operation.SEND, 32, 100 * MB, List.of()));
    double adaptive = ms(ask(net(1, 16, 1, Routing.ADAPTIVE), Operation.SEND, 32, 100 * MB, List.of()));
    double hashed = ms(ask(net(1, 16, 1, Routing.ECMP), Operation.SEND, 32, 100 * MB, List.of()));
    assertThat(ideal).isCloseTo(10, within(LATENCIES));
    assertThat(adaptive).isEqualTo(ideal);
    assertThat(hashed / 10).isGreaterThan(1.9);
    assertThat(hashed / 10 - Math.rint(hashed / 10)).isBetween(-0.05, 0.05);
  }

  @Test
  void aDeadSpineTakesItsShareFromEveryTrunk() {
    // As above at 1:1, 8 spines. 1.92 GB over 80 GB/s take 24 ms, hidden behind the ports' 28 ms; with 7 of 8 spines
    // 27.4 ms, still hidden; with 4 of 8 spines 48 ms.
    Tier net = net(1, 16, 1, Routing.ADAPTIVE);
    SpineFault spine = SpineFault.parse("net.spine[3]").orElseThrow();
    assertThat(ms(ask(net, Operation.ALL_TO_ALL, 32, 320 * MB, spine.trunks(net, 32, 0))))
        .isCloseTo(28, within(LATENCIES));
    List<LinkFault> half = new ArrayList<>();
    for (int leaf = 0; leaf < 4; leaf++) {
      half.add(new LinkFault(LinkName.parse("net.leaf[" + leaf + "]").orElseThrow(), 0.5));
    }
    assertThat(ms(ask(net, Operation.ALL_TO_ALL, 32, 320 * MB, half))).isCloseTo(48, within(LATENCIES));
    // Of two spines one is dead: radix 4, a leaf of 2 cards. Each sends 28/32 of 320 MB beyond its node, 560 MB over
    // one uplink of 10 GB/s: 56 ms.
    Tier thin = net(1, 4, 1, Routing.ADAPTIVE);
    assertThat(ms(ask(thin, Operation.ALL_TO_ALL, 32, 320 * MB,
        SpineFault.parse("net.spine[1]").orElseThrow().trunks(thin, 32, 0)))).isCloseTo(56, within(LATENCIES));
  }

  @Test
  void anUnevenAllToAllTakesAsLongAsItsBusiestMember() {
    // One of 4 cards receives 4 where the others receive 1 each: 4 / 1.75 of the mean. 3/4 of 700 MB at 100 GB/s are
    // 5.25 ms; the busiest receives 16/7 of that, 12 ms, and its port bounds it.
    CollectiveQuestion even = question(List.of(Tiers.crossbar("node", 4, 100e9)), new Members(4, 4, 4),
        Operation.ALL_TO_ALL, 700 * MB, List.of());
    CollectiveRow uneven = CollectiveStudy.answer(new CollectiveQuestion(even.cluster(), even.stack(),
        even.operation(), even.sizes(), even.members(), even.communication(), even.routing(), even.beside(),
        even.faults(), even.fold(), 4 / 1.75), simulator, Progress.NONE).rows().get(0);
    assertThat(ms(uneven)).isCloseTo(12, within(0.01));
    assertThat((double) uneven.timePs() / uneven.boundPs()).isBetween(1.0, 1.001);
  }

  @Test
  void aDeadRailIsCarriedByTheOtherThree() {
    // Card 0 of node 0 loses its port: its quarter of the ring, 175 MB, goes through the other three ports of the
    // node, 175 + 58.3 MB each: 23.3 ms instead of 17.5.
    LinkFault dead = new LinkFault(LinkName.parse("net.card[0]").orElseThrow(), 0);
    assertThat(ms(ask(net(4, 64, 1, Routing.ADAPTIVE), Operation.ALL_GATHER, 8, 800 * MB, List.of(dead))))
        .isCloseTo(23.33, within(LATENCIES));
  }

  @ParameterizedTest
  @EnumSource(names = {"ALL_TO_ALL", "REDUCE_SCATTER", "ALL_GATHER"})
  void withoutContentionLargeMessagesReachTheBoundAtTheRateOfTheWires(Operation operation) {
    // Efficiency 1: what is left above the bound are latencies, below 1 % at 1 GB per card.
    for (int cards : new int[] {4, 64}) {
      List<Tier> one = List.of(Tiers.crossbar("node", cards, 100e9));
      CollectiveRow row = ask(one, new Members(cards, cards, cards), operation, 1_000 * MB, List.of());
      assertThat((double) row.timePs() / row.boundPs()).isBetween(1.0, 1.01);
    }
    // A ring also passes what its node already has: 63/64 of the buffer where 15/16 must come in, 5 % more.
    CollectiveRow across = ask(net(1, 64, 1, Routing.ADAPTIVE), operation, 64, 10_000 * MB, List.of());
    assertThat((double) across.timePs() / across.boundPs()).isBetween(1.0,
        operation == Operation.ALL_TO_ALL ? 1.01 : 1.06);
  }
}
