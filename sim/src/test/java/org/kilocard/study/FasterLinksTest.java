package org.kilocard.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.collective.Operation;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.Near;
import org.kilocard.topology.Tier;
import org.kilocard.topology.TopologyFile;

/** Doubling the rate of a tier slows no collective, and halving its latency neither, on every topology. */
class FasterLinksTest {
  static Stream<String> topologies() {
    return Questions.CATALOGUE.names(TopologyFile.FOLDER).stream();
  }

  @ParameterizedTest
  @MethodSource("topologies")
  void slowNothing(String topology) {
    SplittableRandom random = new SplittableRandom(20261125);
    List<Operation> operations = List.of(Operation.ALL_REDUCE, Operation.ALL_GATHER, Operation.REDUCE_SCATTER,
        Operation.ALL_TO_ALL, Operation.BROADCAST, Operation.SEND);
    for (int i = 0; i < 24; i++) {
      Operation operation = operations.get(i % operations.size());
      long bytes = 1L << random.nextInt(8, 33);
      CollectiveQuestion question = Questions.on(topology, operation, 2 << random.nextInt(7), bytes).question();
      long before = CollectiveStudy.predictedPs(question).get(0);
      for (int t = 0; t < question.cluster().tiers().size(); t++) {
        if (question.cluster().tiers().get(t).grid().isEmpty()) {
          long after = CollectiveStudy.predictedPs(with(question, faster(question.cluster(), t))).get(0);
          assertThat(after).as("%s of %d bytes, tier %d", operation, bytes, t).isLessThanOrEqualTo(before);
        }
      }
    }
  }

  private static Cluster faster(Cluster cluster, int tier) {
    List<Tier> tiers = new ArrayList<>(cluster.tiers());
    Tier t = tiers.get(tier);
    tiers.set(tier, new Tier(t.name(), t.kind(), t.cards(), 2 * t.bytesPerSecond(), t.latencyPs() / 2, t.rails(),
        t.radix(), t.levels(), t.oversubscription(), t.routing(), t.transport(), t.grid(),
        t.near().map(near -> new Near(near.cards(), near.latencyPs() / 2)), t.reduces()));
    return new Cluster(cluster.name(), cluster.accelerator(), cluster.stack(), cluster.cards(), tiers);
  }

  private static CollectiveQuestion with(CollectiveQuestion q, Cluster cluster) {
    return new CollectiveQuestion(cluster, q.stack(), q.operation(), q.sizes(), q.members(), q.communication(),
        q.routing(), q.beside(), q.faults(), q.fold());
  }
}
