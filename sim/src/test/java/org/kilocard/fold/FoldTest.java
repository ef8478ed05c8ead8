package org.kilocard.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.collective.Plan;
import org.kilocard.collective.Planner;
import org.kilocard.collective.TierFlow;
import org.kilocard.job.Dimension;
import org.kilocard.job.Parallelism;
import org.kilocard.job.ProcessGroups;
import org.kilocard.job.Role;
import org.kilocard.program.ProgramBuilder;
import org.kilocard.program.Stream;
import org.kilocard.timeline.CardTrack;
import org.kilocard.timeline.Timeline;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Tier;
import org.kilocard.topology.Tiers;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;
import org.kilocard.world.WorldSpec;

class FoldTest {
  private static final long US = 1_000_000;

  private static Parallelism layout(int tensor, int data, int pipeline) {
    return new Parallelism(tensor, 1, pipeline, 1, 1, 1, data, 1, true, List.of(Dimension.values()),
        List.of());
  }

  private static Quotient fold(Parallelism layout, List<Tier> tiers, boolean folded, double... paces) {
    ProcessGroups groups = new ProcessGroups(layout, 1);
    Fabric fabric = new Fabric(tiers, layout.cards());
    int[] programs = new int[layout.cards()];
    Arrays.setAll(programs, r -> layout.coordinate(Dimension.PIPELINE, r));
    double[] all = Arrays.copyOf(paces, layout.cards());
    for (int i = paces.length; i < all.length; i++) {
      all[i] = 1;
    }
    return folded ? Fold.fold(groups, fabric, programs, all) : Fold.unfolded(groups, fabric, programs, all);
  }

  private static List<Tier> nodes(int cards) {
    return List.of(Tiers.crossbar("inner", cards, 100e9), Tiers.crossbar("outer", 0, 10e9));
  }

  @Test
  void fullNodesOfOnePipelineRankAreOneClass() {
    // Tensor 8 fills a node, 16 copies of it: 128 cards that do the same. One class of ranks, one of each
    // role's groups (all 128 ranks hold the same part of the experts, if there were any), one of domains on
    // each tier.
    Quotient q = fold(layout(8, 16, 1), nodes(8), true);
    assertThat(q.ranks()).singleElement().satisfies(r -> assertThat(r.size()).isEqualTo(128));
    assertThat(q.groups()).extracting(GroupClass::role, GroupClass::size)
        .containsExactly(tuple(Role.TENSOR, 16), tuple(Role.DATA, 8), tuple(Role.EXPERT_DATA, 1));
    assertThat(q.domains()).extracting(DomainClass::tier, DomainClass::size)
        .containsExactly(tuple(0, 16), tuple(1, 1));
    assertThat(q.domains().get(0).links()).containsExactly(
        new LinkClass("card out", 128, 100e9), new LinkClass("card in", 128, 100e9));
  }

  @Test
  void pipelineRanksAreClassesOfTheirOwn() {
    // 4 pipeline ranks of 8: 4 classes of ranks; pairs 0-1, 1-2, 2-3 and 3-0 are 4 classes of groups.
    Quotient q = fold(layout(8, 1, 4), nodes(8), true);
    assertThat(q.ranks()).hasSize(4).allSatisfy(r -> assertThat(r.size()).isEqualTo(8));
    assertThat(q.groups()).filteredOn(g -> g.role() == Role.PIPELINE_NEXT).hasSize(4);
  }

  @Test
  void aRaggedNodeSplitsTheLinksButNotTheCards() {
    // Data 12 on nodes of 8: one ring over 8 cards of node 0 and 4 of node 1. Whatever the ring does, it does
    // to all 12 alike: one class of cards. But each sends 7/8 of its bytes inside node 0 and 3/4 inside node
    // 1, the rest outside.
    Quotient q = fold(layout(1, 12, 1), nodes(8), true);
    assertThat(q.ranks()).extracting(RankClass::size).containsExactly(12);
    assertThat(q.domains()).extracting(DomainClass::tier, DomainClass::size)
        .containsExactly(tuple(0, 1), tuple(0, 1), tuple(1, 1));
    assertThat(q.domains()).flatExtracting(DomainClass::links).extracting(LinkClass::size)
        .containsExactly(8, 8, 4, 4, 8, 8, 4, 4);
    GroupClass ring = q.groups().get(0);
    assertThat(ring.arrivals()).isEqualTo(1);
    assertThat(ring.loads().get(new GroupClass.Traffic(Pattern.RING, 0))).extracting(d -> d.shares()[0])
        .containsExactly(7 / 8.0, 3 / 4.0);
    assertThat(ring.loads().get(new GroupClass.Traffic(Pattern.RING, 1))).singleElement()
        .satisfies(d -> assertThat(d.shares()).containsExactly(1 / 8.0, 1 / 8.0, 1 / 4.0, 1 / 4.0))
        .satisfies(d -> assertThat(d.measure()).isEqualTo(1 / 4.0));
  }

  @Test
  void aSlowCardSplitsWhatItTouches() {
    // Tensor 4 on nodes of 4, data 4: rank 0 is slow. Its tensor group 0-3 waits for it, and so do all data
    // groups: {0}, {1, 2, 3}, {4, 8, 12} (its data group), and the other nine.
    Quotient q = fold(layout(4, 4, 1), nodes(4), true, 0.5);
    assertThat(q.ranks()).extracting(RankClass::representative, RankClass::size, RankClass::pace)
        .containsExactly(
        tuple(0, 1, 0.5), tuple(1, 3, 1.0), tuple(4, 3, 1.0), tuple(5, 9, 1.0));
  }

  @Test
  void unfoldedEverythingIsAClass() {
    Quotient q = fold(layout(2, 4, 2), nodes(4), false);
    assertThat(q.ranks()).hasSize(16);
    // 8 tensor groups, 2 tensor places × 2 pipeline ranks of data groups, 2 pipeline ranks, 16 cards with a
    // next one.
    assertThat(q.groups()).hasSize(8 + 4 + 2 + 16);
    assertThat(q.domains()).hasSize(4 + 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aGroupIsDoneEarlierInTheNodeWhereItHasFewerMembers(boolean folded) {
    // Nodes of 5, tensor 2, data 10. Of the even ranks, a data group, 3, 2, 3 and 2 lie in the four nodes, of
    // the odd ones 2, 3, 2 and 3: the two groups are alike, and so are the outer and the inner nodes. The
    // data ring of 6 GB sends 2/3 of them out of the cards of a trio, 4 GB, and 1/2 out of those of a pair, 3
    // GB. Expert groups of two ranks apart exchange 8 GB, half of it with each other: {0, 2} beside a trio
    // and {1, 3} beside a pair. Ports of 100 GB/s, 50 for each of the two. Beside the trio both end after 80
    // ms. Beside the pair the ring ends after 60 ms and leaves 1 GB of the exchange, which takes 10 ms more.
    Parallelism layout =
        new Parallelism(2, 1, 1, 1, 2, 2, 10, 1, true, List.of(Dimension.values()), List.of());
    List<Tier> tiers = nodes(5);
    ProgramBuilder b = new ProgramBuilder(0);
    b.communicate(Stream.GRADIENT, Role.DATA, Call.of("data", Operation.ALL_GATHER, 6_000_000_000L), 0);
    b.communicate(Stream.EXPERT, Role.EXPERT, Call.of("expert", Operation.ALL_TO_ALL, 8_000_000_000L), 0);
    Planner innerTierOnly = (call, placement) -> new Plan("test", 0, List.of(new TierFlow(0,
        call.operation() == Operation.ALL_TO_ALL ? Pattern.PAIRS : Pattern.RING, call.bytes(), 1,
        Double.POSITIVE_INFINITY)), 0, 0, 0);
    Timeline t;
    try (Simulator simulator = new Simulator()) {
      t = simulator.run(new WorldSpec(tiers, fold(layout, tiers, folded), List.of(b.build()), innerTierOnly,
          1), Progress.NONE);
    }
    for (CardTrack card : t.cards()) {
      long exchange = switch (card.rank()) {
        case 0, 2, 5, 7, 12, 14, 17, 19 -> 80_000 * US;
        case 1, 3, 16, 18 -> 70_000 * US;
        // The partner of the others is in another node, and this test exchanges nothing there.
        default -> 0;
      };
      // Rounding up may cost a picosecond.
      assertThat(card.endPs()[0]).as("ring of rank %d", card.rank()).isBetween(80_000 * US, 80_000 * US + 1);
      assertThat(card.endPs()[1]).as("exchange of rank %d", card.rank()).isBetween(exchange, exchange + 1);
    }
    assertThat(t.cards()).hasSizeLessThanOrEqualTo(folded ? 10 : 20);
  }
}
