package org.kilocard.sweep;

import java.util.SortedMap;
import org.kilocard.report.ResultFigures;
import org.kilocard.scenario.Fidelity;
import org.kilocard.scenario.Scenario;
import org.kilocard.study.CollectiveQuestion;
import org.kilocard.study.CollectiveStudy;
import org.kilocard.study.Simulation;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

/** What one simulation of a sweep is asked. */
public sealed interface Question {
  /** Changes whenever anything changes that the answer depends on, and not else. */
  String key();

  /** Simulates; the numbers by path. */
  SortedMap<String, Double> answer(Simulator simulator);

  /** How long does a step take, and where does it go? */
  record OfStep(String key, Scenario scenario) implements Question {
    @Override
    public SortedMap<String, Double> answer(Simulator simulator) {
      Simulation.Outcome outcome = scenario.fidelity() == Fidelity.ANALYTIC
          ? Simulation.estimate(scenario)
          : Simulation.run(scenario, simulator, Progress.NONE);
      return ResultFigures.of(outcome.result());
    }
  }

  /** How long does a collective of one size take? */
  record OfCollective(String key, CollectiveQuestion collective) implements Question {
    @Override
    public SortedMap<String, Double> answer(Simulator simulator) {
      return ResultFigures.of(
          CollectiveStudy.answer(collective, simulator, Progress.NONE).rows().get(0));
    }
  }
}
