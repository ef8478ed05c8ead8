package org.kilocard.cli;

import org.kilocard.scenario.Fidelity;
import org.kilocard.scenario.Scenario;
import org.kilocard.study.Simulation;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

/** Simulates one step. Apart from the command, so that its help does not load the actor library. */
final class StepRun {
  private StepRun() {}

  static Simulation.Outcome of(Scenario scenario, Shell shell) {
    if (scenario.fidelity() == Fidelity.ANALYTIC) {
      return Simulation.estimate(scenario);
    }
    try (ProgressLine line = new ProgressLine(shell.err()); Simulator simulator = new Simulator()) {
      return Simulation.run(scenario, simulator, shell.interactive() ? line : Progress.NONE);
    }
  }
}
