package org.kilocard.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.kilocard.collective.Operation;
import org.kilocard.input.Overrides;
import org.kilocard.job.Communication;
import org.kilocard.job.Overlap;
import org.kilocard.job.UnitMode;
import org.kilocard.job.Faults;
import org.kilocard.hardware.StackFile;
import org.kilocard.input.YamlDocument;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.TopologyFile;
import org.kilocard.world.Simulator;

/** UnifiedBus against what is published of it, and memory semantics against messages on the same wires. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnifiedBusTest {
  private static final String DIES = "cloudmatrix384-dies";

  @AutoClose
  private final Simulator simulator = new Simulator();

  /** From card 0 to a card so far away that the pair spans {@code cards} cards. */
  private double readUs(long bytes, int pairs) {
    return Questions.on(DIES, Operation.SEND, 2 * pairs, bytes).named("access").timePs(simulator) / 1e6;
  }

  @Test
  void aReadTakesTheLatencyOfItsDistance() {
    // arXiv 2506.12708, section 3: 512 B in 1.2 us inside a node of 16 dies, in 1.9 us beyond; between the dies of
    // a package 0.2 us (arXiv 2607.26444, table 1). 512 B take 3 ns.
    assertThat(readUs(512, 1)).isCloseTo(0.2, within(0.005));
    assertThat(readUs(512, 4)).isCloseTo(1.2, within(0.005));
    assertThat(readUs(512, 16)).isCloseTo(1.9, within(0.005));
  }

  @Test
  void aReadReachesTheRateThatIsMeasured() {
    // 167 GB/s inside a node and 164 GB/s between nodes: 1 GiB in 6.43 and 6.55 ms.
    long gib = 1L << 30;
    assertThat(gib / readUs(gib, 4) / 1e3 / 167 - 1).isCloseTo(-0.008, offset(0.001));
    assertThat(gib / readUs(gib, 16) / 1e3 / 164 - 1).isCloseTo(0.010, offset(0.001));
  }

  @Test
  void memorySemanticsSpareTheRendezvousAndTheWorkRequestOfEveryStep() {
    // All-to-all: one step, 1.7 us and 7.5 us less. A ring of 32 dies, one SIO step in 16 pairs left out: 31 steps.
    for (long bytes : new long[] {4096, 1 << 20, 1 << 28}) {
      assertThat(with("message", Operation.ALL_TO_ALL, bytes) - with("memory", Operation.ALL_TO_ALL, bytes))
          .isCloseTo(7.5 + 1.7, within(0.001));
    }
    assertThat(with("message", Operation.ALL_GATHER, 1 << 20) - with("memory", Operation.ALL_GATHER, 1 << 20))
        .isCloseTo(7.5 + 16 * 1.7, within(0.001));
    // A third of a small exchange, nothing of a large one.
    assertThat(with("message", Operation.ALL_TO_ALL, 4096) / with("memory", Operation.ALL_TO_ALL, 4096))
        .isGreaterThan(1.25);
    assertThat(with("message", Operation.ALL_TO_ALL, 1 << 28) / with("memory", Operation.ALL_TO_ALL, 1 << 28))
        .isLessThan(1.01);
  }

  /** Microseconds among 32 dies whose UB has these semantics. */
  private double with(String transport, Operation operation, long bytes) {
    Cluster cluster = TopologyFile.read(Overrides.parse(List.of("tiers[1].transport=" + transport)).applyTo(
        YamlDocument.parse(Questions.CATALOGUE.resolve(TopologyFile.FOLDER, DIES))), Questions.CATALOGUE);
    return ask(cluster, operation, 32, bytes, new Communication(UnitMode.SHARED, 0, none(), Map.of()));
  }

  @Test
  void halfOfTheVectorCoresReachNearlyTheWholeRate() {
    // 24 of 48 cores at 6.5 GB/s: 156 GB/s, 95 % of the 164 that are read; 8 cores a third of that. The ring itself
    // gets 0.765 of 196 GB/s, 150 GB/s, from 24 cores on.
    assertThat(rate("aiv", 8)).isCloseTo(8 * 6.5, offset(0.5));
    assertThat(rate("aiv", 16)).isCloseTo(16 * 6.5, offset(1.0));
    assertThat(rate("aiv", 24)).isCloseTo(150, offset(1.0));
    assertThat(rate("aiv", 48)).isCloseTo(150, offset(1.0));
  }

  @Test
  void sdmaStartsLateRunsSlowerAndTakesHardlyAnyUnits() {
    // 90 us to submit descriptors, and 9 % longer: 16 GiB around 8 packages.
    assertThat(rate("sdma", 0) / rate("aiv", 24)).isCloseTo(1 / 1.09, offset(0.002));
    double late = gather("sdma", 0, 1) - gather("aiv", 24, 1);
    assertThat(late).isCloseTo(90, within(0.1));
  }

  /** GB/s that a die sends over UB in an all-gather of four packages, one die each. */
  private double rate(String engine, int cores) {
    long bytes = 16L << 30;
    return 0.75 * bytes / gather(engine, cores, bytes) / 1e3;
  }

  private double gather(String engine, int cores, long bytes) {
    Cluster cluster = TopologyFile.load(Questions.CATALOGUE, DIES);
    Communication driven = new Communication(engine.equals("aiv") ? UnitMode.SHARED : UnitMode.OFFLOAD, cores, none(),
        Map.of(), Optional.of(engine));
    return ask(cluster, Operation.ALL_GATHER, 4, 1, bytes, driven);
  }

  private static Overlap none() {
    return new Overlap(false, false, false, false, false);
  }

  private double ask(Cluster cluster, Operation operation, int cards, long bytes, Communication driven) {
    return ask(cluster, operation, cards, 2, bytes, driven);
  }

  private double ask(
      Cluster cluster, Operation operation, int cards, int perPackage, long bytes, Communication driven) {
    return new Questions(new CollectiveQuestion(cluster, StackFile.load(Questions.CATALOGUE, cluster.stack()),
        operation, List.of(bytes), new Members(cards, perPackage, 2), driven, Optional.empty(), List.of(),
        Faults.NONE, true)).timePs(simulator) / 1e6;
  }
}
