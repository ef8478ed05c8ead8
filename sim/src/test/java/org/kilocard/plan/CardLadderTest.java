package org.kilocard.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.TopologyFile;

final class CardLadderTest {
  @ParameterizedTest
  @ValueSource(strings = {"h100-nvl8-ib", "gb200-nvl72-ib", "cloudmatrix384", "tpu-v5p-8960", "tpu-v6e-256",
      "trn2-ultraserver", "atlas950-8192"})
  void risesToTheWholeTopology(String topology) {
    Cluster cluster = TopologyFile.load(Plans.CATALOGUE, topology);
    assertThat(CardLadder.of(cluster)).isSorted().doesNotHaveDuplicates()
        .allMatch(cards -> cards >= 1 && cards <= cluster.mostCards());
    cluster.cards().ifPresent(all -> assertThat(CardLadder.of(cluster)).endsWith(all));
  }

  @Test
  void nodesBelowAndAboveOne() {
    Cluster cluster = TopologyFile.load(Plans.CATALOGUE, "h100-nvl8-ib");
    assertThat(CardLadder.of(cluster)).startsWith(1, 2, 3, 4, 5, 6, 7, 8, 16, 24, 32, 40, 48, 56, 64, 80);
    assertThat(CardLadder.between(cluster, 1024, 1280)).containsExactly(1088, 1152, 1216);
    assertThat(CardLadder.between(cluster, 32, 40)).isEmpty();
    assertThat(CardLadder.between(cluster, 0, 1)).isEmpty();
  }
}
