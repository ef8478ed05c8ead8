package org.kilocard.study;

import java.util.Arrays;
import java.util.List;
import org.kilocard.collective.AutoPlanner;
import org.kilocard.collective.Wires;
import org.kilocard.fold.Fold;
import org.kilocard.fold.Quotient;
import org.kilocard.job.Dimension;
import org.kilocard.job.Job;
import org.kilocard.job.ProcessGroups;
import org.kilocard.program.Program;
import org.kilocard.program.StepPrograms;
import org.kilocard.report.Result;
import org.kilocard.scenario.Scenario;
import org.kilocard.timeline.Timeline;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Tier;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;
import org.kilocard.world.WorldSpec;

/** Runs one scenario: cluster and job → programs → fold → world → timeline → result. */
public final class Simulation {
  /**
   * What came out.
   *
   * @param result everything that is reported
   * @param timeline what happened when
   */
  public record Outcome(Result result, Timeline timeline) {}

  private Simulation() {}

  /**
   * Simulates one step.
   *
   * @throws IllegalStateException when an invariant of the simulation is broken
   */
  public static Outcome run(Scenario scenario, Simulator simulator, Progress progress) {
    long began = System.nanoTime();
    Timeline timeline = simulator.run(world(scenario), progress);
    double wallSeconds = (System.nanoTime() - began) * 1e-9;
    return new Outcome(Result.of(Facts.of(scenario), timeline, wallSeconds), timeline);
  }

  /** The folded system with its programs, ready to be simulated. */
  public static WorldSpec world(Scenario scenario) {
    Job job = scenario.job();
    List<Tier> tiers = scenario.cluster().tiers();
    Wires wires = new Wires(job.stack(), job.communication(), job.accelerator());
    int sharedUnits = wires.unitsTaken(tiers);
    List<Program> programs = StepPrograms.of(job, sharedUnits);
    ProcessGroups groups = new ProcessGroups(job.parallelism(), job.schedule().copies());
    Fabric fabric = new Fabric(tiers, scenario.cards(), scenario.seed(), scenario.faults().links());
    double[] paces = scenario.faults().paces(scenario.cards());
    int[] programOf = new int[scenario.cards()];
    Arrays.setAll(programOf, rank -> job.parallelism().coordinate(Dimension.PIPELINE, rank));
    Quotient quotient = scenario.fold()
        ? Fold.fold(groups, fabric, programOf, paces)
        : Fold.unfolded(groups, fabric, programOf, paces);
    return new WorldSpec(tiers, quotient, programs, new AutoPlanner(wires), Math.max(1, sharedUnits));
  }
}
