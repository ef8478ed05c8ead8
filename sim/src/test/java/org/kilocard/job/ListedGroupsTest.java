package org.kilocard.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListedGroupsTest {
  @Test
  void aRankIsWhereItIsListedAndNowhereElse() {
    // Six ranks: 0, 2 and 4 share data, 1 sends to 3 and 3 to 5.
    ProcessGroups groups = new ProcessGroups(6, Map.of(
        Role.DATA, List.of(new int[] {0, 2, 4}),
        Role.PIPELINE_NEXT, List.of(new int[] {1, 3}, new int[] {3, 5})));
    assertThat(groups.ranks()).isEqualTo(6);
    assertThat(groups.count(Role.DATA)).isEqualTo(1);
    assertThat(groups.count(Role.EXPERT)).isZero();
    assertThat(groups.members(Role.DATA, 0)).containsExactly(0, 2, 4);
    int[][] expected = {
        // by rank: data, sends in, receives in
        {0, -1, -1}, {-1, 0, -1}, {0, -1, -1}, {-1, 1, 0}, {0, -1, -1}, {-1, -1, 1}};
    for (int rank = 0; rank < 6; rank++) {
      assertThat(groups.groupOf(Role.DATA, rank)).isEqualTo(expected[rank][0]);
      assertThat(groups.groupOf(Role.PIPELINE_NEXT, rank)).isEqualTo(expected[rank][1]);
      assertThat(groups.groupOf(Role.PIPELINE_PREVIOUS, rank)).isEqualTo(expected[rank][2]);
      assertThat(groups.groupOf(Role.TENSOR, rank)).isEqualTo(-1);
    }
  }
}
