package org.kilocard.analytic;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.kilocard.scenario.Scenario;
import org.kilocard.study.Simulation;
import org.kilocard.timeline.CallTrack;
import org.kilocard.timeline.Timeline;
import org.kilocard.topology.DomainKind;
import org.kilocard.unit.Time;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

/**
 * Estimate over simulation, and whether calls stood in each other's way there.
 *
 * @param simulatedSeconds step time of the simulation
 * @param deviation of the step time, 0.01: the estimate is 1 % longer
 * @param contention whether any call took more than 1 % longer than it does alone
 * @param grid whether groups that have no card in common can meet on a link
 */
record Compared(String what, double simulatedSeconds, double deviation, boolean contention, boolean grid) {
  private static final Set<DomainKind> GRIDS = Set.of(DomainKind.TORUS, DomainKind.MESH_ND);

  static Compared of(Scenario scenario) {
    try (Simulator simulator = new Simulator()) {
      return of(scenario, simulator);
    }
  }

  static Compared of(Scenario scenario, Simulator simulator) {
    Timeline timeline = Simulation.run(scenario, simulator, Progress.NONE).timeline().orElseThrow();
    Estimate estimate = AnalyticModel.of(scenario.cluster(), scenario.job()).evaluate(scenario.job());
    return new Compared(scenario.name() + " on " + scenario.cluster().name() + " " + scenario.job().parallelism(),
        Time.seconds(timeline.endPs()), (double) estimate.stepPs() / timeline.endPs() - 1,
        contention(timeline, estimate),
        scenario.cluster().tiers().stream().anyMatch(t -> GRIDS.contains(t.kind())));
  }

  private static boolean contention(Timeline timeline, Estimate estimate) {
    Map<Object, Long> alone = new HashMap<>();
    for (CallTrack track : estimate.calls()) {
      alone.merge(track.call(), track.durationsPs()[0], Math::max);
    }
    for (CallTrack track : timeline.calls()) {
      for (long ps : track.durationsPs()) {
        // Calls of cards with fewer rows than the busiest are not in the estimate.
        if (ps > 1.01 * alone.getOrDefault(track.call(), Long.MAX_VALUE)) {
          return true;
        }
      }
    }
    return false;
  }
}
