package org.kilocard.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kilocard.job.Dimension;
import org.kilocard.job.Parallelism;
import org.kilocard.job.ProcessGroups;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.LinkFault;
import org.kilocard.topology.LinkName;
import org.kilocard.topology.Tier;
import org.kilocard.topology.Tiers;

class ExplanationTest {
  private static Parallelism layout(int tensor, int data, int pipeline) {
    return new Parallelism(tensor, 1, pipeline, 1, 1, 1, data, 1, true, List.of(Dimension.values()), List.of());
  }

  private static List<Tier> nodes(int cards) {
    return List.of(Tiers.crossbar("nvlink", cards, 100e9), Tiers.crossbar("ib", 0, 10e9));
  }

  /** Why two ranks differ, of a job with slow cards and broken links. */
  private static String why(Parallelism layout, List<Tier> tiers, double[] paces, List<LinkFault> faults,
      int rank, int other) {
    Fabric fabric = new Fabric(tiers, layout.cards(), 1, faults);
    int[] programs = new int[layout.cards()];
    Arrays.setAll(programs, r -> layout.coordinate(Dimension.PIPELINE, r));
    double[] all = Arrays.copyOf(paces, layout.cards());
    Arrays.fill(all, paces.length, all.length, 1);
    return Explanation.of(new ProcessGroups(layout, 1), fabric, programs, all)
        .between(rank, other).map(Explanation.Difference::toString).orElse("alike");
  }

  private static String whySlow(int rank, int other) {
    // Tensor 4 on nodes of 4, data 4; rank 2 is slow.
    return why(layout(4, 4, 1), nodes(4), new double[] {1, 1, 0.8}, List.of(), rank, other);
  }

  private static LinkFault fault(String link, double rate) {
    return new LinkFault(LinkName.parse(link).orElseThrow(), rate);
  }

  @Test
  void ranksOfOneClassAreAlike() {
    assertThat(whySlow(5, 13)).isEqualTo("alike");
  }

  @Test
  void aSlowCardIsNamedItself() {
    assertThat(whySlow(2, 5)).isEqualTo("rank 2 computes at 0.8 of the pace");
    assertThat(whySlow(5, 2)).isEqualTo("rank 2 computes at 0.8 of the pace");
  }

  @Test
  void whoWaitsForASlowCardIsToldThroughWhichGroup() {
    // Rank 0 is in its tensor group {0 … 3}, rank 6 in its data group {2, 6, 10, 14}.
    assertThat(whySlow(0, 5)).isEqualTo("through tensor group: rank 2 computes at 0.8 of the pace");
    assertThat(whySlow(6, 5)).isEqualTo("through data group: rank 2 computes at 0.8 of the pace");
  }

  @Test
  void aWayOfSeveralStepsIsTold() {
    // Tensor 1: two pipelines of 3 and no other groups but the pairs and data groups of 2. Rank 5 (stage 2) is slow.
    // Ranks 0 and 1 (stage 0) meet in one data group and differ: 1's pipeline 1-3-5 leads to rank 5, as does the pair
    // 5-1 by which the last stage is joined to the first.
    String why = why(layout(1, 2, 3), nodes(2), new double[] {1, 1, 1, 1, 1, 0.5}, List.of(), 2, 3);
    assertThat(why).isEqualTo("through pipeline neighbours: rank 5 computes at 0.5 of the pace");
  }

  @Test
  void twoSlowCardsAreBothNamed() {
    assertThat(why(layout(4, 1, 1), nodes(4), new double[] {0.5, 0.25}, List.of(), 0, 1))
        .isEqualTo("rank 1 computes at 0.25 of the pace, rank 0 at 0.5");
  }

  @Test
  void aDegradedLinkIsNamedWithItsRate() {
    // Nodes of 4 hold a tensor group each; a port of card 1 of node 2 has half of its 100 GB/s.
    String why = why(layout(4, 4, 1), nodes(4), new double[0], List.of(fault("nvlink[2].card[1]", 0.5)), 8, 0);
    assertThat(why).startsWith("through tensor group: nvlink[2].card[1] (card ").contains(" has 50 GB/s, nvlink[0].card[")
        .endsWith(" 100 GB/s");
  }

  @Test
  void aRaggedLastNodeIsNamedWithItsCards() {
    // Tensor 2, 12 cards on nodes of 8: of the data group {0, 2, … 10} four lie in node 0 and two in node 1.
    assertThat(why(layout(2, 6, 1), nodes(8), new double[0], List.of(), 0, 8)).isEqualTo(
        "through tensor group, nvlink links: the data group of ranks 0, 2, … has 4 in nvlink[0], 2 in nvlink[1] "
            + "(nvlink[0] joins 8 cards of the job, nvlink[1] 4)");
  }

  @Test
  void aGroupThatStraddlesNodesIsToldFromOneThatDoesNot() {
    // Tensor 4 on nodes of 6: {0 … 3} lies in one node, {4 … 7} two and two.
    assertThat(why(layout(4, 3, 1), nodes(6), new double[0], List.of(), 0, 4)).isEqualTo(
        "the tensor group of ranks 0, 1, … has 4 members in nvlink domains, that of ranks 4, 5, … "
            + "2 × 2 members");
  }

  @Test
  void pipelineNeighboursInOneNodeAreToldFromOthers() {
    // 3 cards in a chain on nodes of 2: 0 and 1 share a node, 1 and 2 do not. All three run other programs.
    assertThat(why(layout(1, 2, 3), nodes(4), new double[0], List.of(), 0, 4)).isEqualTo(
        "ranks 0 and 4 run different programs");
    assertThat(why(layout(1, 3, 2), nodes(4), new double[0], List.of(), 0, 1)).isEqualTo(
        "the pair of ranks 0 and 3 has 2 members in nvlink domains, that of ranks 1 and 4 "
            + "2 × 1 members");
  }

  @Test
  void portsDifferByHowManyMembersSendBesideThem() {
    // Data 3 on nodes of 2: of the group {0, 1, 2} two are in node 0. A card sends half of its ring through its port of
    // ib where there are two, all where it is alone. The neighbours 3, 4 and 5 have node 1 in common with rank 2.
    assertThat(why(layout(1, 3, 2), nodes(2), new double[0], List.of(), 0, 2)).isEqualTo(
        "through pipeline neighbours, ib links: the data group of ranks 0, 1, … has 2 in nvlink[0], 1 in nvlink[1]");
  }

  @Test
  void aPortThatIsDownIsNamedWhateverItChanges() {
    // Nodes of 4 with a tensor group each; data groups {0, 4, 8, 12} and so on cross ib. The port of card 5 is down, so
    // that its data group {1, 5, 9, 13} sends through the ports of 4, 6 and 7.
    List<LinkFault> down = List.of(fault("ib.card[5]", 0));
    assertThat(why(layout(4, 4, 1), nodes(4), new double[0], down, 1, 0))
        .isEqualTo("through data group: ib.card[5] is down, its traffic takes other ports");
    assertThat(why(layout(4, 4, 1), nodes(4), new double[0], down, 4, 5)).contains("ib.card[5] is down");
    // Ranks 6 and 10 are of one ring, whose slowest port sets the pace of both.
    assertThat(why(layout(4, 4, 1), nodes(4), new double[0], down, 6, 10)).isEqualTo("alike");
  }
}
