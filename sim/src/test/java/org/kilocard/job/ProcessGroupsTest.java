package org.kilocard.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kilocard.job.Dimension.CONTEXT;
import static org.kilocard.job.Dimension.DATA;
import static org.kilocard.job.Dimension.PIPELINE;
import static org.kilocard.job.Dimension.TENSOR;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProcessGroupsTest {
  private static List<List<Integer>> groups(Parallelism layout, int copies, Role role) {
    ProcessGroups groups = new ProcessGroups(layout, copies);
    List<List<Integer>> all = new ArrayList<>();
    for (int g = 0; g < groups.count(role); g++) {
      all.add(IntStream.of(groups.members(role, g)).boxed().toList());
    }
    return all;
  }

  private static List<Integer> ranks(int... ranks) {
    return IntStream.of(ranks).boxed().toList();
  }

  @Test
  void tensorRanksAreNeighboursInTheUsualOrder() {
    // tensor 2, data 3, pipeline 2: rank = tensor + 2 · data + 6 · pipeline.
    Parallelism layout = Jobs.layout(2, 3, 2);
    assertThat(groups(layout, 1, Role.TENSOR)).containsExactly(
        ranks(0, 1), ranks(2, 3), ranks(4, 5), ranks(6, 7), ranks(8, 9), ranks(10, 11));
    assertThat(groups(layout, 1, Role.DATA)).containsExactly(
        ranks(0, 2, 4), ranks(1, 3, 5), ranks(6, 8, 10), ranks(7, 9, 11));
    // Pairs of a rank and the next pipeline rank, the last being followed by the first.
    assertThat(groups(layout, 1, Role.PIPELINE_NEXT)).hasSize(12)
        .startsWith(ranks(0, 6), ranks(1, 7)).endsWith(ranks(10, 4), ranks(11, 5));
  }

  @Test
  void theOrderOfDimensionsMovesGroupsApart() {
    // data 3 innermost, then pipeline 2, then tensor 2: rank = data + 3 · pipeline + 6 · tensor.
    Parallelism layout = Jobs.layout(2, 3, 2, 1, 1, 1, DATA, PIPELINE, CONTEXT, TENSOR);
    assertThat(groups(layout, 1, Role.DATA)).containsExactly(
        ranks(0, 1, 2), ranks(3, 4, 5), ranks(6, 7, 8), ranks(9, 10, 11));
    assertThat(groups(layout, 1, Role.TENSOR)).containsExactly(
        ranks(0, 6), ranks(1, 7), ranks(2, 8), ranks(3, 9), ranks(4, 10), ranks(5, 11));
    assertThat(groups(layout, 1, Role.PIPELINE_NEXT))
        .startsWith(ranks(0, 3), ranks(1, 4), ranks(2, 5), ranks(3, 0));
  }

  @Test
  void contextRanksHoldTheSameParameters() {
    // tensor 2, context 2, data 2: all four ranks with the same tensor place reduce gradients together.
    Parallelism layout =
        new Parallelism(2, 2, 1, 1, 1, 1, 2, 1, true, List.of(Dimension.values()), List.of());
    assertThat(groups(layout, 1, Role.DATA)).containsExactly(ranks(0, 2, 4, 6), ranks(1, 3, 5, 7));
  }

  @Test
  void expertsAreFoldedOverTensorAndData() {
    // tensor 2, data 4, expert 4: the 8 ranks of a pipeline rank, in order, 4 to a group; ranks 4 apart hold
    // the same experts.
    Parallelism layout = Jobs.layout(2, 4, 2, 1, 4, 1);
    assertThat(groups(layout, 1, Role.EXPERT)).containsExactly(
        ranks(0, 1, 2, 3), ranks(4, 5, 6, 7), ranks(8, 9, 10, 11), ranks(12, 13, 14, 15));
    assertThat(groups(layout, 1, Role.EXPERT_DATA)).containsExactly(
        ranks(0, 4), ranks(1, 5), ranks(2, 6), ranks(3, 7), ranks(8, 12), ranks(9, 13), ranks(10, 14),
        ranks(11, 15));
  }

  @Test
  void tensorParallelExpertsAreInnermost() {
    // Of 8 ranks, pairs share an expert, 2 pairs are an expert group, and there are 2 of those.
    Parallelism layout = Jobs.layout(2, 4, 1, 1, 2, 2);
    assertThat(groups(layout, 1, Role.EXPERT))
        .containsExactly(ranks(0, 2), ranks(1, 3), ranks(4, 6), ranks(5, 7));
    assertThat(groups(layout, 1, Role.EXPERT_DATA)).containsExactly(
        ranks(0, 4), ranks(1, 5), ranks(2, 6), ranks(3, 7));
  }

  @Test
  void expertsSkipOtherPipelineRanksWhateverTheOrder() {
    // pipeline 2 innermost, then data 4: even ranks are pipeline rank 0.
    Parallelism layout = Jobs.layout(1, 4, 2, 1, 2, 1, PIPELINE, TENSOR, CONTEXT, DATA);
    assertThat(groups(layout, 1, Role.EXPERT)).containsExactlyInAnyOrder(
        ranks(0, 2), ranks(4, 6), ranks(1, 3), ranks(5, 7));
    assertThat(groups(layout, 1, Role.EXPERT_DATA)).containsExactlyInAnyOrder(
        ranks(0, 4), ranks(2, 6), ranks(1, 5), ranks(3, 7));
  }

  @Test
  void aStageOnTwoPipelineRanksHasOneDataGroup() {
    // data 2, pipeline 4: pipeline ranks 0 and 3, 1 and 2 hold the same stages.
    Parallelism layout = Jobs.layout(1, 2, 4, 1, 2, 1);
    assertThat(groups(layout, 2, Role.DATA)).containsExactly(ranks(0, 1, 6, 7), ranks(2, 3, 4, 5));
    // Experts of two cards: the same part of them is on one card of either pipeline rank.
    assertThat(groups(layout, 2, Role.EXPERT))
        .containsExactly(ranks(0, 1), ranks(2, 3), ranks(4, 5), ranks(6, 7));
    assertThat(groups(layout, 2, Role.EXPERT_DATA)).containsExactly(
        ranks(0, 6), ranks(1, 7), ranks(2, 4), ranks(3, 5));
  }

  @Test
  void groupsOfOneDoNotExist() {
    ProcessGroups groups = new ProcessGroups(Jobs.layout(1, 4, 1), 1);
    assertThat(groups.count(Role.TENSOR)).isZero();
    assertThat(groups.count(Role.EXPERT)).isZero();
    assertThat(groups.count(Role.PIPELINE_NEXT)).isZero();
    assertThat(groups.groupOf(Role.TENSOR, 2)).isEqualTo(-1);
    assertThat(groups.groupOf(Role.PIPELINE_PREVIOUS, 2)).isEqualTo(-1);
  }

  @Test
  void aRankKnowsThePairBeforeItAndThePairBehindIt() {
    ProcessGroups groups = new ProcessGroups(Jobs.layout(2, 1, 3), 1);
    // Rank 2 is tensor 0 of pipeline rank 1: with 0 before it and 4 behind it.
    assertThat(groups.members(Role.PIPELINE_NEXT, groups.groupOf(Role.PIPELINE_PREVIOUS, 2)))
        .containsExactly(0, 2);
    assertThat(groups.members(Role.PIPELINE_NEXT, groups.groupOf(Role.PIPELINE_NEXT, 2)))
        .containsExactly(2, 4);
    assertThat(groups.members(Role.PIPELINE_NEXT, groups.groupOf(Role.PIPELINE_PREVIOUS, 0)))
        .containsExactly(4, 0);
  }

  /** Every rank is in exactly one group of each role, or the role has none; groups are of equal size. */
  @Test
  void groupsPartitionTheRanks() {
    Random random = new Random(3);
    for (int i = 0; i < 300; i++) {
      List<Dimension> order = new ArrayList<>(List.of(Dimension.values()));
      Collections.shuffle(order, random);
      int tensor = 1 + random.nextInt(4);
      int data = 1 + random.nextInt(6);
      int expert = 1 + random.nextInt(4);
      int expertTensor = 1 + random.nextInt(2);
      if (tensor * data % (expert * expertTensor) == 0) {
        int copies = 1 + random.nextInt(2);
        Parallelism layout = Jobs.layout(tensor, data, 2 + 2 * random.nextInt(2), 1, expert, expertTensor,
            order.toArray(Dimension[]::new));
        ProcessGroups groups = new ProcessGroups(layout, copies);
        int perStage = layout.cards() / layout.pipeline();
        check(groups, Role.TENSOR, tensor);
        check(groups, Role.EXPERT, expert);
        check(groups, Role.DATA, data * copies);
        check(groups, Role.EXPERT_DATA, perStage / expert / expertTensor * copies);
      }
    }
  }

  private static void check(ProcessGroups groups, Role role, int size) {
    int[] seen = new int[groups.ranks()];
    for (int g = 0; g < groups.count(role); g++) {
      assertThat(groups.members(role, g)).as("%s", role).hasSize(size).isSorted();
      for (int rank : groups.members(role, g)) {
        seen[rank]++;
        assertThat(groups.groupOf(role, rank)).isEqualTo(g);
      }
    }
    assertThat(seen).as("%s", role).containsOnly(size > 1 ? 1 : 0);
  }

  @Test
  void aLayoutThatDoesNotComeOutIsRefused() {
    assertThatThrownBy(() -> Jobs.layout(2, 3, 1, 1, 4, 1)).hasMessageContaining("= 6 is not a multiple of")
        .hasMessageContaining("= 4");
    assertThatThrownBy(() -> Jobs.layout(0, 3, 1)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> Jobs.layout(1, 1, 1, 1, 1, 1, DATA, DATA, TENSOR, PIPELINE))
        .hasMessageContaining("every dimension once");
  }

  @Test
  void coordinatesCountByStrides() {
    Parallelism layout = Jobs.layout(2, 3, 4, 1, 1, 1, DATA, TENSOR, CONTEXT, PIPELINE);
    assertThat(List.of(layout.stride(DATA), layout.stride(TENSOR), layout.stride(PIPELINE)))
        .containsExactly(1, 3, 6);
    // Rank 17 = 2 · 6 + 1 · 3 + 2.
    assertThat(List.of(layout.coordinate(DATA, 17), layout.coordinate(TENSOR, 17),
        layout.coordinate(PIPELINE, 17)))
        .containsExactly(2, 1, 2);
    assertThat(layout.cards()).isEqualTo(24);
    assertThat(layout.expertData()).isEqualTo(6);
  }
}
