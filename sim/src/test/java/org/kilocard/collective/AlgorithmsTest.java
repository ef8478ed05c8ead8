package org.kilocard.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.AcceleratorFile;
import org.kilocard.hardware.Protocol;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.Stacks;
import org.kilocard.hardware.TransportConstants;
import org.kilocard.input.Catalogue;
import org.kilocard.job.Communication;
import org.kilocard.job.Overlap;
import org.kilocard.job.UnitMode;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;
import org.kilocard.topology.Tiers;

/**
 * Plans against their closed forms. Links of 100 GB/s in nodes of 4, 10 GB/s between them, latencies 1 and 1
 * us.
 */
class AlgorithmsTest {
  private static final long US = 1_000_000;
  private static final double S = 1e-12;
  private static final Overlap OVERLAP = new Overlap(true, true, true, true, true);
  private static final Accelerator CARD = AcceleratorFile.load(new Catalogue(Path.of("..")), "h100");

  private static final Fabric NODES =
      new Fabric(List.of(Tiers.crossbar("node", 4, 100e9), Tiers.crossbar("net", 0, 10e9)), 64);

  private static Placement first(int cards) {
    return new Placement(NODES, IntStream.range(0, cards).toArray());
  }

  /** Rings: base 5 us, hop 2 us, efficiency 0.8; pairs: base 3 us, hop 0.5 us, efficiency 0.5. */
  private static TransportConstants transport(String name, Protocol... more) {
    List<Protocol> protocols = new ArrayList<>(List.of(more));
    protocols.add(Stacks.protocol("simple", ProtocolUse.RING, 5 * US, 2 * US, 0.8, 0));
    protocols.add(Stacks.protocol("pairs", ProtocolUse.EXCHANGE, 3 * US, 0.5 * US, 0.5, 0));
    return new TransportConstants(name, protocols, Stacks.constant(6), Stacks.constant(20 * US),
        Stacks.constant(4 * US));
  }

  private static Wires wires(boolean deduplicated, UnitMode mode, int units, Protocol... onNode) {
    return wires(Stacks.of(deduplicated, transport("node", onNode), transport("net")), mode, units, Map.of());
  }

  private static Wires wires(Stack stack, UnitMode mode, int units, Map<String, String> algorithms) {
    return new Wires(stack, new Communication(mode, units, OVERLAP, algorithms), CARD);
  }

  private static Wires plain() {
    return wires(false, UnitMode.OFFLOAD, 0);
  }

  private static Call call(Operation operation, long bytes) {
    return Call.of("test", operation, bytes);
  }

  private static double seconds(Plan plan, Placement placement) {
    return Prediction.seconds(plan, placement);
  }

  @Test
  void ringAllReduceInANode() {
    // 4 cards, 800 MB: 6 steps of 1 + 2 us after 5 us and the 20 us of the copy engines; each sends 2 · 3/4 ·
    // 800 MB at 80 GB/s, 15 ms.
    Plan plan = new RingAllReduce().plan(call(Operation.ALL_REDUCE, 800_000_000), first(4), plain());
    assertThat(plan.startupPs()).isEqualTo(5 * US + 20 * US + 6 * 3 * US);
    assertThat(plan.flows()).containsExactly(
        new TierFlow(0, Pattern.RING, 1.2e9, 0.8, Double.POSITIVE_INFINITY));
    assertThat(seconds(plan, first(4))).isCloseTo(0.015 + 43e-6, within(S));
    assertThat(plan.algorithm()).isEqualTo("ring simple");
    // Not less than 2 · 3/4 · 800 MB into each card at 100 GB/s, and one hop.
    assertThat(plan.boundPs()).isEqualTo(12_000 * US + US);
  }

  @Test
  void ringAllGatherOverTwoNodes() {
    // 8 cards, 800 MB: 700 MB go round. 5 steps inside nodes, 2 between them: of the 8 edges of the ring a chunk
    // leaves out one, for 6 of 8 chunks one inside. 3/4 inside: 525 MB at 80 GB/s =
    // 6.5625 ms; 1/4 outside: 175 MB at 8 GB/s = 21.875 ms.
    Plan plan = new RingAllGather().plan(call(Operation.ALL_GATHER, 800_000_000), first(8), plain());
    assertThat(plan.startupPs()).isEqualTo(25 * US + 7 * 3 * US);
    assertThat(plan.flows()).extracting(TierFlow::tier).containsExactly(0, 1);
    assertThat(plan.flows()).allSatisfy(f -> assertThat(f.bytes()).isEqualTo(7e8));
    assertThat(seconds(plan, first(8))).isCloseTo(0.021875 + 46e-6, within(S));
    // A node must receive 400 MB over 4 ports of 10 GB/s: 10 ms.
    assertThat(plan.boundPs()).isEqualTo(10_000 * US + US);
  }

  @Test
  void ringReduceScatterIsAnAllGatherBackwards() {
    for (int n : new int[] {2, 4, 7, 64}) {
      Plan gather = new RingAllGather().plan(call(Operation.ALL_GATHER, 12_345_678), first(n), plain());
      Plan scatter = new RingReduceScatter()
          .plan(call(Operation.REDUCE_SCATTER, 12_345_678), first(n), plain());
      assertThat(scatter.flows()).isEqualTo(gather.flows());
      assertThat(scatter.startupPs()).isEqualTo(gather.startupPs());
      assertThat(scatter.boundPs()).isEqualTo(gather.boundPs());
    }
  }

  @Test
  void aRingOfOneCardPerNodeHasNoInnerTraffic() {
    // Cards 0, 4, 8: 3 nodes, 2 steps; 2/3 of 300 MB at 8 GB/s = 25 ms.
    Placement spread = new Placement(NODES, 0, 4, 8);
    Plan plan = new RingAllGather().plan(call(Operation.ALL_GATHER, 300_000_000), spread, plain());
    assertThat(plan.flows()).extracting(TierFlow::tier).containsExactly(1);
    assertThat(plan.startupPs()).isEqualTo(25 * US + 2 * 3 * US);
    assertThat(seconds(plan, spread)).isCloseTo(0.025 + 31e-6, within(S));
  }

  @Test
  void inNetworkAllReduceReadsOnceAndWritesOnce() {
    // 4 cards, 800 MB: (4 + 1)/4 of it out of and into each card at 90 GB/s, after 7 us and two hops.
    Wires wires = wires(false, UnitMode.SHARED, 0,
        Stacks.protocol("nvls", ProtocolUse.IN_NETWORK, 7 * US, 0, 0.9, 0));
    Plan plan = new NvlsAllReduce().plan(call(Operation.ALL_REDUCE, 800_000_000), first(4), wires);
    assertThat(plan.startupPs()).isEqualTo(7 * US + 2 * US);
    assertThat(seconds(plan, first(4))).isCloseTo(1e9 / 90e9 + 9e-6, within(S));
    assertThat(new NvlsAllReduce().handles(Operation.ALL_REDUCE, first(8), wires)).isFalse();
    assertThat(new NvlsAllReduce().handles(Operation.ALL_REDUCE, first(4), plain())).isFalse();
  }

  @Test
  void directAllToAllOverTwoNodes() {
    // 8 cards, send buffers of 80 MB: 3/8 to the node at 50 GB/s = 0.6 ms, 4/8 beyond at 5 GB/s = 8 ms; a
    // step on each.
    Plan plan = new DirectAllToAll().plan(call(Operation.ALL_TO_ALL, 80_000_000), first(8), plain());
    assertThat(plan.startupPs()).isEqualTo(23 * US + 2 * 1_500_000);
    assertThat(seconds(plan, first(8))).isCloseTo(0.008 + 26e-6, within(S));
  }

  @Test
  void aMessageTakesARendezvousAndOneStep() {
    // 10 MB over the outer tier at 5 GB/s = 2 ms, after 4 + 3 + 20 + 1 + 0.5 us.
    Placement pair = new Placement(NODES, 3, 4);
    Plan plan = new PointToPoint().plan(call(Operation.SEND, 10_000_000), pair, plain());
    assertThat(plan.startupPs()).isEqualTo(28 * US + 500_000);
    assertThat(seconds(plan, pair)).isCloseTo(0.002 + 28.5e-6, within(S));
    assertThat(plan.flows()).extracting(TierFlow::pattern).containsExactly(Pattern.SEND);
    Plan back = new PointToPoint().plan(call(Operation.SEND_BACK, 10_000_000), pair, plain());
    assertThat(back.flows()).extracting(TierFlow::pattern).containsExactly(Pattern.SEND_BACK);
    // On a tier of 110 GB/s in all, but the node must receive the 10 MB over 10 GB/s: 1 ms and a hop.
    assertThat(plan.boundPs()).isEqualTo(1_000 * US + US);
  }

  private static Call tokens(Operation operation, long bytes, Routed routed) {
    return new Call("test", operation, bytes, Optional.of(routed));
  }

  @Test
  void everyExpertGetsACopyUnlessTokensAreDeduplicated() {
    // 8 cards, top 4, 10 MB of tokens each: 40 MB of copies, 3/8 in the node, 4/8 beyond: 20 MB at 5 GB/s = 4
    // ms.
    Routed routed = new Routed(1000, 4, 32, 1, 1, 1);
    Plan plan = new DirectAllToAll().plan(tokens(Operation.DISPATCH, 10_000_000, routed), first(8), plain());
    assertThat(seconds(plan, first(8))).isCloseTo(0.004 + 26e-6, within(S));
    // Busiest member 1.5 times the mean.
    Routed uneven = new Routed(1000, 4, 32, 1, 1, 1.5);
    Plan slow = new DirectAllToAll().plan(tokens(Operation.DISPATCH, 10_000_000, uneven), first(8), plain());
    assertThat(seconds(slow, first(8))).isCloseTo(0.006 + 26e-6, within(S));
  }

  @Test
  void aDeduplicatedTokenCrossesOncePerNodeAndCard() {
    // 8 cards in 2 nodes, 8 experts, one per card, top 2. Both in one node: 2 · C(4,2)/C(8,2) = 12/28. So 3/7
    // + 2 · 4/7 = 11/7 nodes, of which half are the other one: 11/14 crossings of a token. 2 cards per token,
    // 3/4 of them not the one where it lands: 1.5 forwardings.
    Routed routed = new Routed(1000, 2, 8, 1, 1, 1);
    Wires wires = wires(true, UnitMode.OFFLOAD, 0);
    Plan plan = new DeduplicatedAllToAll()
        .plan(tokens(Operation.COMBINE, 14_000_000, routed), first(8), wires);
    assertThat(sent(plan, first(8), 0)).isCloseTo(21e6, within(1e-3));
    assertThat(sent(plan, first(8), 1)).isCloseTo(11e6, within(1e-3));
    // 11 MB at 5 GB/s.
    assertThat(seconds(plan, first(8))).isCloseTo(0.0022 + 26e-6, within(S));
    // The node must receive 11 MB per card over 10 GB/s.
    assertThat(plan.boundPs()).isBetween(1_100 * US + US - 1, 1_100 * US + US);
  }

  @Test
  void aSmallNodeReceivesTheTokensOfAllOthersOverFewPorts() {
    // Cards 3 to 7: one card of node 0, four of node 1; 5 experts, one each, top 2. A token has an expert on
    // card 3 with 2/5: the four cards of node 1 send it 4 · 2/5 = 1.6 tokens for each of its own.
    Placement uneven = new Placement(NODES, 3, 4, 5, 6, 7);
    Routed routed = new Routed(1000, 2, 5, 1, 1, 1);
    Plan plan = new DeduplicatedAllToAll().plan(
        tokens(Operation.DISPATCH, 10_000_000, routed), uneven, wires(true, UnitMode.OFFLOAD, 0));
    assertThat(sent(plan, uneven, 1)).isCloseTo(16e6, within(1e-3));
    assertThat(plan.boundPs()).isBetween(1_600 * US + US - 1, 1_600 * US + US);
  }

  private static double sent(Plan plan, Placement placement, int tier) {
    TierFlow flow = plan.flows().get(tier);
    assertThat(flow.tier()).isEqualTo(tier);
    return flow.bytes() * placement.heaviest(flow.pattern(), tier);
  }

  @Test
  void theProtocolThatIsFastestForTheSizeIsTaken() {
    // Per step 3 us against 1.1 us, 80 GB/s against 20 GB/s, 25 us of base against 20 us: for a gather of S
    // in a node of 4, 34 us + 0.75 S / 80 GB/s against 23.3 us + 0.75 S / 20 GB/s, equal at 0.75 S = 285.3
    // kB.
    Wires wires =
        wires(false, UnitMode.OFFLOAD, 0, Stacks.protocol("ll", ProtocolUse.RING, 0, 100_000, 0.2, 0));
    Planner planner = new AutoPlanner(wires);
    assertThat(planner.plan(call(Operation.ALL_GATHER, 370_000), first(4)).algorithm()).isEqualTo("ring ll");
    assertThat(planner.plan(call(Operation.ALL_GATHER, 390_000), first(4)).algorithm())
        .isEqualTo("ring simple");
    // Each tier takes its own: 6/8 of the small one inside, 1/8 outside, where there is only one.
    assertThat(planner.plan(call(Operation.ALL_GATHER, 100_000), first(8)).algorithm())
        .isEqualTo("ring ll/simple");
  }

  @Test
  void theAlgorithmThatIsFastestForTheSizeIsTakenUnlessNamed() {
    Protocol nvls = Stacks.protocol("nvls", ProtocolUse.IN_NETWORK, 60 * US, 0, 0.9, 0);
    Stack stack = Stacks.of(false, transport("node", nvls), transport("net"));
    Planner auto = new AutoPlanner(wires(stack, UnitMode.SHARED, 0, Map.of()));
    // In a node of 4: 5 + 18 us + 1.5 S / 80 GB/s against 62 us + 1.25 S / 90 GB/s, equal at S = 8.02 MB.
    assertThat(auto.plan(call(Operation.ALL_REDUCE, 7_900_000), first(4)).algorithm())
        .isEqualTo("ring simple");
    assertThat(auto.plan(call(Operation.ALL_REDUCE, 8_100_000), first(4)).algorithm()).isEqualTo("nvls nvls");
    assertThat(auto.plan(call(Operation.ALL_REDUCE, 8_100_000), first(8)).algorithm())
        .isEqualTo("ring simple");
    Planner named = new AutoPlanner(wires(stack, UnitMode.SHARED, 0, Map.of("all_reduce", "ring")));
    assertThat(named.plan(call(Operation.ALL_REDUCE, 8_100_000), first(4)).algorithm())
        .isEqualTo("ring simple");
    // What is named but cannot be: the others.
    Planner partly = new AutoPlanner(wires(stack, UnitMode.SHARED, 0, Map.of("all_reduce", "nvls")));
    assertThat(partly.plan(call(Operation.ALL_REDUCE, 1000), first(4)).algorithm()).isEqualTo("nvls nvls");
    assertThat(partly.plan(call(Operation.ALL_REDUCE, 1000), first(8)).algorithm()).isEqualTo("tree simple");
    assertThat(AutoPlanner.names(Operation.ALL_REDUCE))
        .containsExactly("halving-doubling", "hierarchical", "multi-ring", "nvls", "nvls-tree", "ring", "sharp",
            "tree");
  }

  @Test
  void reservedUnitsCapWhatACardCopies() {
    // 10 units of 3 GB/s each: 30 GB/s of payload, less than the 80 of the link; 600 MB of a gather in a node
    // of 4 take 20 ms. With 40 units the link is the limit: 7.5 ms. Nothing is taken from kernels either way.
    Protocol unit = Stacks.protocol("units", ProtocolUse.RING, 0, 0, 0.8, 3e9);
    Plan few = new RingAllGather().plan(call(Operation.ALL_GATHER, 800_000_000), first(4),
        wires(false, UnitMode.RESERVED, 10, unit));
    Plan many = new RingAllGather().plan(call(Operation.ALL_GATHER, 800_000_000), first(4),
        wires(false, UnitMode.RESERVED, 40, unit));
    assertThat(seconds(few, first(4))).isCloseTo(0.02 + 3e-6, within(S));
    assertThat(seconds(many, first(4))).isCloseTo(0.0075 + 3e-6, within(S));
    assertThat(few.units()).isZero();
  }

  @Test
  void sharedUnitsAreThoseOfTheJobOrOfTheStack() {
    Plan stack = new RingAllGather()
        .plan(call(Operation.ALL_GATHER, 1000), first(4), wires(false, UnitMode.SHARED, 0));
    Plan job = new RingAllGather()
        .plan(call(Operation.ALL_GATHER, 1000), first(4), wires(false, UnitMode.SHARED, 9));
    assertThat(stack.units()).isEqualTo(6);
    assertThat(job.units()).isEqualTo(9);
  }

  @Test
  void gathersPipelinedWithAProductTakeTheUnitsThatTheStackSaysForThem() {
    TransportConstants plain = transport("node");
    TransportConstants copied = new TransportConstants("node", plain.protocols(), plain.units(),
        Optional.of(Stacks.constant(1)), plain.offloadStartPs(), plain.rendezvousPs(), Optional.empty(), Map.of());
    Wires without = wires(Stacks.of(false, plain, transport("net")), UnitMode.SHARED, 0, Map.of());
    Wires with = wires(Stacks.of(false, copied, transport("net")), UnitMode.SHARED, 0, Map.of());
    Call call = call(Operation.ALL_GATHER, 1000);
    assertThat(new RingAllGather().plan(call.inParts(), first(4), without).units()).isEqualTo(6);
    assertThat(new RingAllGather().plan(call.inParts(), first(4), with).units()).isEqualTo(1);
    assertThat(new RingAllGather().plan(call, first(4), with).units()).isEqualTo(6);
    // Over the network too, whose transport says nothing of its own.
    assertThat(new RingAllGather().plan(call.inParts(), first(8), with).units()).isEqualTo(6);
    Wires reserved = wires(Stacks.of(false, copied, transport("net")), UnitMode.RESERVED, 8, Map.of());
    assertThat(new RingAllGather().plan(call.inParts(), first(4), reserved).units()).isZero();
  }

  @Test
  void copyEnginesNeedAStartAndNoUnits() {
    Protocol unit = Stacks.protocol("units", ProtocolUse.RING, 0, 0, 0.8, 1e9);
    Call call = call(Operation.ALL_GATHER, 800_000_000);
    Plan shared = new RingAllGather().plan(call, first(4), wires(false, UnitMode.SHARED, 6, unit));
    Plan offload = new RingAllGather().plan(call, first(4), wires(false, UnitMode.OFFLOAD, 0, unit));
    assertThat(offload.startupPs()).isEqualTo(shared.startupPs() + 20 * US);
    // 6 units copy 6 GB/s; copy engines fill the 80 GB/s of the link.
    assertThat(shared.flows().get(0).cardBytesPerSecond()).isEqualTo(6e9);
    assertThat(offload.flows().get(0).cardBytesPerSecond()).isInfinite();
    assertThat(offload.units()).isZero();
  }

  @Test
  void unitsOfADispatchCopyWhatACardReceives() {
    // Deduplicated tokens of 8 cards as above: 1.5 of 10 MB sent in the node, but each card receives 2
    // copies, 20 MB. 5 units of 2 GB/s: 2 ms, as if the node sent 7.5 GB/s.
    Protocol unit = Stacks.protocol("dispatch", ProtocolUse.DISPATCH, 0, 0, 1, 2e9);
    Routed routed = new Routed(1000, 2, 8, 1, 1, 1);
    Plan plan = new DeduplicatedAllToAll().plan(tokens(Operation.DISPATCH, 10_000_000, routed), first(4),
        wires(true, UnitMode.RESERVED, 5, unit));
    // One node: 2 of 8 experts, 2 per card: both on one card with 1/7, so 13/7 cards per token.
    assertThat(sent(plan, first(4), 0)).isCloseTo(1e7 * 13 / 7 * 3 / 4, within(1e-3));
    assertThat(plan.flows().get(0).cardBytesPerSecond()).isCloseTo(10e9 * 3 / 4, within(1.0));
  }

  @Test
  void aCallWithoutBytesIsNothing() {
    for (Operation operation : List.of(Operation.ALL_REDUCE, Operation.ALL_GATHER, Operation.ALL_TO_ALL)) {
      Plan plan = new AutoPlanner(plain()).plan(call(operation, 0), first(8));
      assertThat(plan.flows()).isEmpty();
      assertThat(plan.startupPs()).isZero();
      assertThat(plan.boundPs()).isZero();
      assertThat(plan.slowdown()).isZero();
    }
  }

  @Test
  void memoryTrafficOfACallSlowsKernels() {
    // 600 MB sent in 7.5 ms + 34 us, read and written: 2 · 600 MB / 7.534 ms = 159.3 GB/s of the 3,350 of the
    // memory.
    Plan plan = new RingAllGather().plan(call(Operation.ALL_GATHER, 800_000_000), first(4), plain());
    double share = 2 * 600e6 / seconds(plan, first(4)) / CARD.memoryBytesPerSecond();
    assertThat(plan.slowdown())
        .isCloseTo(CARD.kernels().memory().contention().value() * share, within(1e-12)).isBetween(0.0, 1.0);
  }

  @Test
  void callsAreChecked() {
    assertThatThrownBy(() -> call(Operation.DISPATCH, 1)).hasMessageContaining("dispatch needs a routing");
    assertThatThrownBy(() -> call(Operation.SEND, -1)).hasMessageContaining("negative bytes");
    assertThatThrownBy(() -> tokens(Operation.SEND, 1, new Routed(1, 1, 1, 1, 1, 1)))
        .hasMessageContaining("has no routing");
  }
}
