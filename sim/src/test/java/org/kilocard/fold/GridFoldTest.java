package org.kilocard.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.report.Invariants;
import org.kilocard.scenario.Scenario;
import org.kilocard.study.Simulation;
import org.kilocard.timeline.CardTrack;
import org.kilocard.timeline.Timeline;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.Grids;
import org.kilocard.topology.Routing;
import org.kilocard.topology.Tier;
import org.kilocard.topology.Tiers;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

/**
 * The random jobs on tori and meshes, joined by a crossbar: folded and card by card they take the same time.
 */
class GridFoldTest {
  @AutoClose
  private static final Simulator SIMULATOR = new Simulator();

  static LongStream seeds() {
    return LongStream.range(1000, 1030);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void foldedAndUnfoldedAgree(long seed) {
    Scenario scenario = onGrid(RandomClusters.draw(seed), new Random(seed));
    Timeline folded = SIMULATOR.run(Simulation.world(scenario), Progress.NONE);
    Timeline whole = SIMULATOR.run(Simulation.world(RandomClusters.unfolded(scenario)), Progress.NONE);
    Invariants.check(folded);
    Invariants.check(whole);
    double tolerance = whole.endPs() * 1e-9;
    assertThat((double) folded.endPs()).as(scenario.name()).isCloseTo(whole.endPs(), within(tolerance));
    for (CardTrack track : folded.cards()) {
      long[] same = whole.cards().get(track.rank()).endPs();
      for (int i = 0; i < same.length; i++) {
        assertThat((double) track.endPs()[i]).as("%s, rank %d, op %d", scenario.name(), track.rank(), i)
            .isCloseTo(same[i], within(tolerance));
      }
    }
  }

  private static Scenario onGrid(Scenario s, Random random) {
    Tier grid = switch (random.nextInt(6)) {
      case 0 -> Grids.torus(4, 2);
      case 1 -> Grids.torus(4, 4, 2);
      case 2 -> Grids.twisted(4, 8);
      case 3 -> Grids.mesh(Routing.SHORTEST, 4, 4);
      case 4 -> Grids.mesh(Routing.DETOUR, 4, 2, 2);
      default -> Grids.open(3, 4);
    };
    Tier inner = new Tier("inner", grid.kind(), grid.cards(), grid.bytesPerSecond(), 700_000, 1, 2, 1, 1,
        grid.routing(), grid.transport(), grid.grid());
    Cluster cluster = new Cluster("grid", s.cluster().accelerator(), s.cluster().stack(), s.cluster().cards(),
        List.of(inner, Tiers.crossbar("outer", 0, 7.7e9)));
    return new Scenario(s.name() + " on " + inner.grid(), cluster, s.job(), s.fidelity(), true, s.seed(),
        s.faults(), s.training(), s.warnings());
  }
}
