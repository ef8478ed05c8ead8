package org.kilocard.program;

import java.util.List;
import org.kilocard.job.Job;
import org.kilocard.schedule.ChunkPlace;
import org.kilocard.schedule.PipelineShape;
import org.kilocard.schedule.Schedule;

/**
 * What all ranks of a job have in common while their programs are written.
 *
 * @param job the job
 * @param costs compute of every stage
 * @param calls collectives within each layer
 * @param buckets gradients and parameters of every stage
 * @param optimizer time of the optimizer, by pipeline rank
 */
record StepPlan(
    Job job, List<StageCost> costs, LayerCalls calls, Buckets buckets, List<Span> optimizer) {
  Schedule schedule() {
    return job.schedule();
  }

  PipelineShape shape() {
    return job.pipelineShape();
  }

  int stage(int rank, int chunk) {
    return schedule().stage(shape(), new ChunkPlace(rank, chunk));
  }

  ChunkPlan chunk(int stage) {
    return new ChunkPlan(costs.get(stage), calls, job.communication().overlap(), job.recompute());
  }
}
