package org.kilocard.program;

import java.util.ArrayList;
import java.util.List;
import org.kilocard.job.Job;
import org.kilocard.schedule.Slot;

/** Writes the programs of a job: one per pipeline rank, which all ranks there share. */
public final class StepPrograms {
  private StepPrograms() {}

  /**
   * The programs of one step.
   *
   * @param sharedUnits units of a card that collectives take from kernels in shared mode
   * @return program {@code i} is that of pipeline rank {@code i}
   */
  public static List<Program> of(Job job, int sharedUnits) {
    StepPlan plan = StepPlan.of(job, new StageCosts(job, sharedUnits));
    List<List<Slot>> orders = plan.schedule().orders(plan.shape());
    List<Program> programs = new ArrayList<>();
    for (int rank = 0; rank < orders.size(); rank++) {
      programs.add(new RankWriter(plan, rank).write(orders.get(rank)));
    }
    return programs;
  }
}
