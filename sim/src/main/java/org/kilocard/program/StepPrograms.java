package org.kilocard.program;

import java.util.ArrayList;
import java.util.List;
import org.kilocard.job.Job;
import org.kilocard.model.ModelEnds;
import org.kilocard.schedule.ChunkPlace;

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
    StageCosts costs = new StageCosts(job, sharedUnits);
    Buckets buckets = new Buckets(job);
    StepPlan plan =
        new StepPlan(job, costs.stages(), StepCalls.layer(job), buckets, optimizers(job, costs, buckets));
    List<Program> programs = new ArrayList<>();
    for (int rank = 0; rank < job.parallelism().pipeline(); rank++) {
      programs.add(new RankWriter(plan, rank).write());
    }
    return programs;
  }

  private static List<Span> optimizers(Job job, StageCosts costs, Buckets buckets) {
    List<Span> spans = new ArrayList<>();
    for (int rank = 0; rank < job.parallelism().pipeline(); rank++) {
      double kept = 0;
      double computedWith = 0;
      for (int chunk = 0; chunk < job.chunksPerRank(); chunk++) {
        int stage = job.schedule().stage(job.pipelineShape(), new ChunkPlace(rank, chunk));
        kept += buckets.optimized(stage);
        computedWith += buckets.whole(stage).all();
      }
      spans.add(costs.span(ModelEnds.optimizer(kept, optimizerTraffic(job)))
          .plus(costs.span(ModelEnds.weightCasts(computedWith, StageCosts.format(job)))));
    }
    return spans;
  }

  /**
   * Bytes that Adam moves per parameter: all states read and written, the gradient read, the BF16 parameter written.
   */
  private static double optimizerTraffic(Job job) {
    return 2 * job.stack().optimizerStateBytes().value() + job.stack().gradientBytes().value() + 2;
  }
}
