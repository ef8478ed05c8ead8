package org.kilocard.study;

import java.util.List;
import java.util.Optional;
import org.kilocard.analytic.AnalyticModel;
import org.kilocard.analytic.Estimate;
import org.kilocard.collective.AutoPlanner;
import org.kilocard.collective.Wires;
import org.kilocard.fold.Quotient;
import org.kilocard.job.Job;
import org.kilocard.program.StepPrograms;
import org.kilocard.report.Result;
import org.kilocard.scenario.Scenario;
import org.kilocard.timeline.Timeline;
import org.kilocard.topology.Tier;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;
import org.kilocard.world.WorldSpec;

/**
 * Runs one scenario: cluster and job → programs → fold → world → timeline → result, or cluster and job → estimate →
 * result.
 */
public final class Simulation {
  /**
   * What came out.
   *
   * @param result everything that is reported
   * @param timeline what happened when; none at analytic fidelity, where nothing happens
   */
  public record Outcome(Result result, Optional<Timeline> timeline) {}

  private Simulation() {}

  /**
   * Simulates one step flow by flow, whatever the fidelity of the scenario.
   *
   * @throws IllegalStateException when an invariant of the simulation is broken
   */
  public static Outcome run(Scenario scenario, Simulator simulator, Progress progress) {
    long began = System.nanoTime();
    Timeline timeline = simulator.run(world(scenario), progress);
    double wallSeconds = (System.nanoTime() - began) * 1e-9;
    boolean rolling = scenario.job().communication().overlap().step();
    return new Outcome(Result.of(Facts.of(scenario), timeline, rolling, wallSeconds), Optional.of(timeline));
  }

  /** Estimates one step in closed form, whatever the fidelity of the scenario. */
  public static Outcome estimate(Scenario scenario) {
    long began = System.nanoTime();
    Estimate estimate = AnalyticModel.of(scenario.cluster(), scenario.job()).evaluate(scenario.job());
    double wallSeconds = (System.nanoTime() - began) * 1e-9;
    return new Outcome(Result.of(Facts.of(scenario), estimate, wallSeconds), Optional.empty());
  }

  /** The folded system with its programs, ready to be simulated. */
  public static WorldSpec world(Scenario scenario) {
    Job job = scenario.job();
    List<Tier> tiers = scenario.cluster().tiers();
    Wires wires = new Wires(job.stack(), job.communication(), job.accelerator());
    int sharedUnits = wires.unitsTaken(tiers);
    StepPrograms step = StepPrograms.of(job, sharedUnits);
    Folding folding = Folding.of(scenario, step);
    Quotient quotient = scenario.fold() ? folding.fold() : folding.unfolded();
    return new WorldSpec(tiers, quotient, step.programs(), new AutoPlanner(wires), Math.max(1, sharedUnits));
  }
}
