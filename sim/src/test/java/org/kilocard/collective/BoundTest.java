package org.kilocard.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.StackFile;
import org.kilocard.input.Catalogue;
import org.kilocard.job.Communication;
import org.kilocard.job.Overlap;
import org.kilocard.job.UnitMode;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Placement;
import org.kilocard.topology.Tiers;
import org.kilocard.topology.TopologyFile;

class BoundTest {
  private static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));
  private static final List<Cluster> CLUSTERS = CATALOGUE.names(TopologyFile.FOLDER).stream()
      .map(name -> TopologyFile.load(CATALOGUE, name))
      .toList();
  private static final long MS = 1_000_000_000;
  private static final long US = 1_000_000;

  /** Nodes of 4 at 100 GB/s, 10 GB/s between them, latencies of 1 us. */
  private static Placement first(int cards) {
    return new Placement(new Fabric(
        List.of(Tiers.crossbar("node", 4, 100e9), Tiers.crossbar("net", 0, 10e9)), 16),
        IntStream.range(0, cards).toArray());
  }

  private static long bound(Operation operation, long bytes, int cards) {
    return Bound.ofPs(Call.of("test", operation, bytes), first(cards), tier -> true);
  }

  @Test
  void switchesThatReduceLiftTheTransfersOfAnAllReduce() {
    // 4 cards, no help: 3 transfers of 100 MB to bring the sum together and 3 back, 600 MB into 4 cards at 100 GB/s.
    Call call = Call.of("test", Operation.ALL_REDUCE, 100_000_000);
    assertThat(Bound.ofPs(call, first(4), tier -> false)).isEqualTo(MS * 3 / 2 + US);
    // 12 cards in 3 nodes, 12 ports of 10 GB/s: 2 transfers there and 2 back, 400 MB, 3.333 ms. Where the network
    // reduces, 100 MB into each node, 2.5 ms; where only the nodes' switches do, the network is no faster for it.
    assertThat(Bound.ofPs(call, first(12), tier -> false)).isCloseTo(MS * 10 / 3 + US, within(1L));
    assertThat(Bound.ofPs(call, first(12), tier -> tier.name().equals("node"))).isCloseTo(MS * 10 / 3 + US, within(1L));
    assertThat(bound(Operation.ALL_REDUCE, 100_000_000, 12)).isEqualTo(MS * 5 / 2 + US);
  }

  @Test
  void insideANodeThePortsOfACardBound() {
    // 4 cards. All-reduce: all 100 MB must come in, 1 ms. Gather: 75 MB. All-to-all: 75 MB of the buffers of
    // others.
    assertThat(bound(Operation.ALL_REDUCE, 100_000_000, 4)).isEqualTo(MS + US);
    assertThat(bound(Operation.ALL_GATHER, 100_000_000, 4)).isEqualTo(MS * 3 / 4 + US);
    assertThat(bound(Operation.REDUCE_SCATTER, 100_000_000, 4)).isEqualTo(MS * 3 / 4 + US);
    assertThat(bound(Operation.ALL_TO_ALL, 100_000_000, 4)).isEqualTo(MS * 3 / 4 + US);
  }

  @Test
  void betweenNodesThePortsOfTheNodeBound() {
    // 8 cards, 4 ports of 10 GB/s into each node. All-reduce: 100 MB, 2.5 ms; gather: the 50 MB of the other
    // node, 1.25 ms; all-to-all: half of the buffer of each, 50 MB per port, 5 ms.
    assertThat(bound(Operation.ALL_REDUCE, 100_000_000, 8)).isEqualTo(MS * 5 / 2 + US);
    assertThat(bound(Operation.ALL_GATHER, 100_000_000, 8)).isEqualTo(MS * 5 / 4 + US);
    assertThat(bound(Operation.ALL_TO_ALL, 100_000_000, 8)).isEqualTo(MS * 5 + US);
  }

  @Test
  void aBroadcastMustReachEveryNode() {
    // 4 cards: 100 MB into a card at 100 GB/s. 8 cards: into a node over 4 ports of 10 GB/s, 2.5 ms. 5: into a lone card.
    for (Operation operation : List.of(Operation.BROADCAST, Operation.REDUCE)) {
      assertThat(bound(operation, 100_000_000, 4)).isEqualTo(MS + US);
      assertThat(bound(operation, 100_000_000, 8)).isEqualTo(MS * 5 / 2 + US);
      assertThat(bound(operation, 100_000_000, 5)).isEqualTo(MS * 10 + US);
    }
  }

  @Test
  void theSmallestNodeBoundsAnUnevenGroup() {
    // 5 cards: card 4 is alone in its node and must take in 80 MB of a gather over one port of 10 GB/s.
    assertThat(bound(Operation.ALL_GATHER, 100_000_000, 5)).isEqualTo(MS * 8 + US);
  }

  static LongStream seeds() {
    return LongStream.range(0, 400);
  }

  /**
   * No plan of any algorithm with the constants of the catalogue is predicted to be faster than the bound.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void noPlanBeatsTheBound(long seed) {
    Random random = new Random(seed);
    Cluster cluster = CLUSTERS.get(random.nextInt(CLUSTERS.size()));
    Stack stack = StackFile.load(CATALOGUE, cluster.stack());
    int cards = 2 + random.nextInt(Math.min(cluster.mostCards(), 1000) - 1);
    int[] members = IntStream.range(0, cards).filter(c -> random.nextInt(1 + cards / 30) == 0).toArray();
    Placement placement = new Placement(new Fabric(cluster.tiers(), cards),
        members.length < 2 ? new int[] {0, cards - 1} : members);
    UnitMode mode = UnitMode.values()[random.nextInt(3)];
    Communication communication =
        new Communication(mode, mode == UnitMode.RESERVED ? 1 + random.nextInt(30) : 0,
        new Overlap(true, true, true, true, true), Map.of());
    AutoPlanner planner = new AutoPlanner(new Wires(stack, communication, cluster.accelerator()));
    for (Operation operation : Operation.values()) {
      if (operation == Operation.SEND && placement.size() > 2) {
        break;
      }
      long bytes = 1L << random.nextInt(34);
      boolean tokens = operation == Operation.DISPATCH || operation == Operation.COMBINE;
      Call call = new Call("test", operation, bytes,
          tokens ? Optional.of(routed(random, placement.size())) : Optional.empty());
      for (String name : planner.able(operation, placement)) {
        Map<String, String> named = Map.of(operation.name().toLowerCase(Locale.ROOT), name);
        Plan plan = new AutoPlanner(new Wires(stack, new Communication(communication.unitMode(), communication.units(),
            communication.overlap(), named), cluster.accelerator())).plan(call, placement);
        assertThat(plan.algorithm()).startsWith(name + " ");
        assertThat(Prediction.seconds(plan, placement) * 1e12).as("%s on %s over %s by %s", call, cluster.name(),
            IntStream.of(placement.members()).boxed().toList(), plan).isGreaterThanOrEqualTo(plan.boundPs() - 1);
      }
    }
  }

  /**
   * Every member holds as many experts as the others; groups are any divisor of them. Below a load of 1 tokens are
   * dropped.
   */
  private static Routed routed(Random random, int members) {
    int experts = members * (1 + random.nextInt(8));
    int groups = 1 + random.nextInt(Math.min(experts, 16));
    while (experts % groups != 0) {
      groups--;
    }
    int limit = 1 + random.nextInt(groups);
    int topK = 1 + random.nextInt(Math.min(8, experts / groups * limit));
    return new Routed(4096, topK, experts, limit, groups, 0.2 + 1.8 * random.nextDouble());
  }
}
