package org.kilocard.study;

import java.util.List;
import org.kilocard.collective.Wires;
import org.kilocard.fold.Explanation;
import org.kilocard.fold.Fold;
import org.kilocard.fold.Quotient;
import org.kilocard.job.Job;
import org.kilocard.job.ProcessGroups;
import org.kilocard.program.Program;
import org.kilocard.program.StepPrograms;
import org.kilocard.scenario.Scenario;
import org.kilocard.topology.Fabric;

/** The cards, groups and links of a scenario, to be folded. */
public final class Folding {
  private final ProcessGroups groups;
  private final Fabric fabric;
  private final int[] programs;
  private final double[] paces;

  private final List<Program> written;

  private Folding(Scenario scenario, StepPrograms step) {
    Job job = scenario.job();
    groups = new ProcessGroups(job.parallelism(), job.schedule().copies());
    fabric = new Fabric(
        scenario.cluster().tiers(), scenario.cards(), scenario.seed(), scenario.faults().links());
    paces = scenario.faults().paces(scenario.cards());
    programs = step.ofRank();
    written = step.programs();
  }

  /** Lays out the cards of a scenario, with its faults, and writes its programs. */
  public static Folding of(Scenario scenario) {
    Job job = scenario.job();
    Wires wires = new Wires(job.stack(), job.communication(), job.accelerator());
    return of(scenario, StepPrograms.of(job, wires.unitsTaken(scenario.cluster().tiers())));
  }

  /** Lays out the cards of a scenario, with its faults. */
  public static Folding of(Scenario scenario, StepPrograms step) {
    return new Folding(scenario, step);
  }

  /** Programs by the index that classes of ranks name. */
  public List<Program> programs() {
    return written;
  }

  /** Classes of what behaves alike. */
  public Quotient fold() {
    return Fold.fold(groups, fabric, programs, paces);
  }

  /** Everything a class of its own. */
  public Quotient unfolded() {
    return Fold.unfolded(groups, fabric, programs, paces);
  }

  /** Why there are the classes that there are. */
  public Explanation explanation() {
    return Explanation.of(groups, fabric, programs, paces);
  }
}
