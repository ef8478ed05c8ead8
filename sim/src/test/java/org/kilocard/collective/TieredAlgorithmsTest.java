package org.kilocard.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kilocard.hardware.AcceleratorFile;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.hardware.Stacks;
import org.kilocard.hardware.TransportConstants;
import org.kilocard.input.Catalogue;
import org.kilocard.job.Communication;
import org.kilocard.job.Overlap;
import org.kilocard.job.UnitMode;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Placement;
import org.kilocard.topology.Tiers;

/**
 * Algorithms that treat inner and outer links differently, against hand calculations. Nodes of 4 at 100 GB/s, 10 GB/s
 * between them, latencies 1 us. Rings: base 5 us, hop 2 us, efficiency 0.8; pairs: base 3 us, hop 0.5 us, efficiency
 * 0.5. So a step of a ring takes 3 us, one of an exchange 1.5 us.
 */
class TieredAlgorithmsTest {
  private static final long US = 1_000_000;
  private static final double S = 1e-12;
  private static final Fabric NODES =
      new Fabric(List.of(Tiers.crossbar("node", 4, 100e9), Tiers.crossbar("net", 0, 10e9)), 64);
  private static final Placement SIXTEEN = first(16);

  private static Placement first(int cards) {
    return new Placement(NODES, IntStream.range(0, cards).toArray());
  }

  private static TransportConstants transport(String name) {
    return new TransportConstants(name,
        List.of(Stacks.protocol("simple", ProtocolUse.RING, 5 * US, 2 * US, 0.8, 0),
            Stacks.protocol("pairs", ProtocolUse.EXCHANGE, 3 * US, 0.5 * US, 0.5, 0)),
        Stacks.constant(6), Stacks.constant(0), Stacks.constant(0));
  }

  private static Wires wires(Map<String, String> algorithms) {
    return new Wires(Stacks.of(false, transport("node"), transport("net")),
        new Communication(UnitMode.SHARED, 0, new Overlap(true, true, true, true, true), algorithms),
        AcceleratorFile.load(new Catalogue(Path.of("..")), "h100"));
  }

  private static Plan plan(Algorithm algorithm, Operation operation, long bytes, Placement placement) {
    assertThat(algorithm.handles(operation, placement, wires(Map.of()))).isTrue();
    return algorithm.plan(Call.of("test", operation, bytes), placement, wires(Map.of()));
  }

  private static boolean handles(Algorithm algorithm, Operation operation, Placement placement) {
    return algorithm.handles(operation, placement, wires(Map.of()));
  }

  /** What a member sends on a tier. */
  private static double sent(Plan plan, Placement placement, int tier) {
    TierFlow flow = plan.flows().get(tier);
    assertThat(flow.tier()).isEqualTo(tier);
    return flow.bytes() * placement.heaviest(flow.pattern(), tier);
  }

  @Test
  void aTreeGoesUpAndDownInLogarithmicSteps() {
    // 4 nodes of 4: 2 · 3 steps along the chains, 2 · 2 across: 5 + 10 · 3 us. The ring: 5 + 30 · 3 us. 16 MB: 2 · 3/4 · 16
    // inside, 2 · 16 / 4 ports outside: 8 MB at 0.92 · 8 = 7.36 GB/s.
    Plan tree = plan(new TreeAllReduce(), Operation.ALL_REDUCE, 16_000_000, SIXTEEN);
    assertThat(tree.startupPs()).isEqualTo(35 * US);
    assertThat(sent(tree, SIXTEEN, 0)).isCloseTo(24e6, within(1e-3));
    assertThat(sent(tree, SIXTEEN, 1)).isCloseTo(8e6, within(1e-3));
    assertThat(Prediction.seconds(tree, SIXTEEN)).isCloseTo(8e6 / 7.36e9 + 35e-6, within(S));
    // 7 nodes: log2 rounded down, 2 steps; the depth of a binary tree of 7.
    assertThat(plan(new TreeAllReduce(), Operation.ALL_REDUCE, 8, first(28)).startupPs()).isEqualTo(35 * US);
    // 4 nodes, the last with one card: chains of 4, still.
    assertThat(plan(new TreeAllReduce(), Operation.ALL_REDUCE, 8, first(13)).startupPs()).isEqualTo(35 * US);
    assertThat(handles(new TreeAllReduce(), Operation.ALL_REDUCE, first(4))).isFalse();
  }

  @Test
  void smallAllReducesTakeTheTreeAndLargeOnesTheRing() {
    // Ring: 95 us + 15/16 · S/2 at 8 GB/s, 58.594 ps per byte; tree: 35 us + S/2 at 7.36 GB/s, 67.935 ps per byte. Equal
    // at 60 us / 9.341 ps = 6.423 MB.
    Planner auto = new AutoPlanner(wires(Map.of()));
    assertThat(auto.plan(Call.of("x", Operation.ALL_REDUCE, 6_420_000), SIXTEEN).algorithm()).isEqualTo("tree simple");
    assertThat(auto.plan(Call.of("x", Operation.ALL_REDUCE, 6_426_000), SIXTEEN).algorithm()).isEqualTo("ring simple");
  }

  @Test
  void halvingSendsTheLargestPartsToTheNearest() {
    // 16 cards, 16 MB: 8 and 4 MB inside at 80 GB/s, 150 us; 2 and 1 MB outside at 8 GB/s, 375 us; 4 steps of 3 us.
    Plan scatter = plan(new HalvingDoubling(), Operation.REDUCE_SCATTER, 16_000_000, SIXTEEN);
    assertThat(sent(scatter, SIXTEEN, 0)).isCloseTo(12e6, within(1e-3));
    assertThat(sent(scatter, SIXTEEN, 1)).isCloseTo(3e6, within(1e-3));
    assertThat(scatter.startupPs()).isEqualTo(17 * US);
    assertThat(Prediction.seconds(scatter, SIXTEEN)).isCloseTo(17e-6 + 525e-6, within(S));
    Plan gather = plan(new HalvingDoubling(), Operation.ALL_GATHER, 16_000_000, SIXTEEN);
    assertThat(Prediction.seconds(gather, SIXTEEN)).isCloseTo(17e-6 + 525e-6, within(S));
    Plan both = plan(new HalvingDoubling(), Operation.ALL_REDUCE, 16_000_000, SIXTEEN);
    assertThat(Prediction.seconds(both, SIXTEEN)).isCloseTo(29e-6 + 1050e-6, within(S));
    // In one node: 3/4 of 16 MB at 80 GB/s after 2 steps.
    assertThat(Prediction.seconds(plan(new HalvingDoubling(), Operation.ALL_GATHER, 16_000_000, first(4)), first(4)))
        .isCloseTo(11e-6 + 150e-6, within(S));
    assertThat(handles(new HalvingDoubling(), Operation.ALL_GATHER, first(12))).isFalse();
    assertThat(handles(new HalvingDoubling(), Operation.ALL_GATHER, new Placement(NODES, 0, 1, 2, 4))).isFalse();
  }

  @Test
  void aHierarchyPaysEveryPhase() {
    // 12 cards in 3 nodes, 12 MB. Out: 3 steps, 9 MB at 80 GB/s, 112.5 us; across, on a quarter: 2 · 2 steps, 2 · 2/3 · 3 MB
    // at 8 GB/s, 500 us; back as out. 3 bases of 5 us, 10 steps of 3 us.
    Placement twelve = first(12);
    Plan reduce = plan(new Hierarchical(), Operation.ALL_REDUCE, 12_000_000, twelve);
    assertThat(reduce.startupPs()).isEqualTo(45 * US);
    assertThat(sent(reduce, twelve, 0)).isCloseTo(18e6, within(1e-3));
    assertThat(sent(reduce, twelve, 1)).isCloseTo(4e6, within(1e-3));
    assertThat(Prediction.seconds(reduce, twelve)).isCloseTo(45e-6 + 725e-6, within(S));
    assertThat((double) reduce.alonePs(twelve)).isCloseTo(770e6, within(2.0));
    // One way: 2 bases, 5 steps, half of the bytes.
    for (Operation operation : List.of(Operation.ALL_GATHER, Operation.REDUCE_SCATTER)) {
      assertThat(Prediction.seconds(plan(new Hierarchical(), operation, 12_000_000, twelve), twelve))
          .isCloseTo(25e-6 + 362.5e-6, within(S));
    }
    assertThat(handles(new Hierarchical(), Operation.ALL_REDUCE, first(4))).isFalse();
    assertThat(handles(new Hierarchical(), Operation.ALL_REDUCE, first(5))).isFalse();
  }

  @Test
  void onePartnerAtATimeTakesAStepEach() {
    // 16 cards, 16 MB: 3 steps and 3 MB inside at 50 GB/s, 60 us; 12 and 12 MB outside at 5 GB/s, 2400 us; 15 · 1.5 us.
    Plan plan = plan(new PairwiseAllToAll(), Operation.ALL_TO_ALL, 16_000_000, SIXTEEN);
    assertThat(plan.startupPs()).isEqualTo(3 * US + 15 * 1_500_000);
    assertThat(Prediction.seconds(plan, SIXTEEN)).isCloseTo(25.5e-6 + 2460e-6, within(S));
    assertThat(handles(new PairwiseAllToAll(), Operation.ALL_TO_ALL, first(5))).isFalse();
  }

  @Test
  void onRailsAllButTheOwnRailCrossesTheNodeFirst() {
    // 16 cards, 16 MB: 3/4 of it to the other three rails, 12 MB; 12 MB beyond the node at 5 GB/s. Two
    // stages of 3 + 1.5 us each.
    Plan plan = plan(new RailAllToAll(), Operation.ALL_TO_ALL, 16_000_000, SIXTEEN);
    assertThat(sent(plan, SIXTEEN, 0)).isCloseTo(12e6, within(1e-3));
    assertThat(sent(plan, SIXTEEN, 1)).isCloseTo(12e6, within(1e-3));
    assertThat(Prediction.seconds(plan, SIXTEEN)).isCloseTo(9e-6 + 2400e-6, within(S));
    // The last node with one card instead of four: in the others still 3/4 of 13 MB; beyond the node 9/13 of it from
    // them, 12/13 from the one.
    Placement uneven = first(13);
    Plan ragged = plan(new RailAllToAll(), Operation.ALL_TO_ALL, 13_000_000, uneven);
    assertThat(sent(ragged, uneven, 0)).isCloseTo(9.75e6, within(1e-3));
    assertThat(sent(ragged, uneven, 1)).isCloseTo(12e6, within(1e-3));
    assertThat(ragged.startupPs()).isEqualTo(9 * US);
  }

  @Test
  void broadcastPassesAllBytesOn() {
    // 16 cards, 16 MB: 3/4 inside, 1/4 outside: 4 MB at 8 GB/s. Ring: 15 steps of 3 us; tree: 3 + 2, 7.36 GB/s.
    for (Operation operation : List.of(Operation.BROADCAST, Operation.REDUCE)) {
      Plan ring = plan(new RingBroadcast(), operation, 16_000_000, SIXTEEN);
      assertThat(sent(ring, SIXTEEN, 0)).isCloseTo(12e6, within(1e-3));
      assertThat(Prediction.seconds(ring, SIXTEEN)).isCloseTo(50e-6 + 500e-6, within(S));
      Plan tree = plan(new TreeBroadcast(), operation, 16_000_000, SIXTEEN);
      assertThat(Prediction.seconds(tree, SIXTEEN)).isCloseTo(20e-6 + 4e6 / 7.36e9, within(S));
    }
  }

  @Test
  void whatNoLibraryTakesByItselfMustBeNamed() {
    // 64 KiB among 16 cards: 4 steps instead of 15, but only when asked for.
    Call call = Call.of("x", Operation.ALL_GATHER, 1 << 16);
    AutoPlanner auto = new AutoPlanner(wires(Map.of()));
    AutoPlanner named = new AutoPlanner(wires(Map.of("all_gather", "halving-doubling")));
    assertThat(auto.plan(call, SIXTEEN).algorithm()).isEqualTo("ring simple");
    assertThat(auto.consider(call, SIXTEEN)).extracting(Considered::algorithm).containsExactly("ring simple");
    assertThat(named.plan(call, SIXTEEN).algorithm()).isEqualTo("halving-doubling simple");
    assertThat(named.plan(call, first(12)).algorithm()).isEqualTo("ring simple");
  }
}
