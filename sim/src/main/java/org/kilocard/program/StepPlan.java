package org.kilocard.program;

import java.util.List;
import java.util.stream.IntStream;
import org.kilocard.hardware.Precision;
import org.kilocard.job.Job;
import org.kilocard.job.StageLayers;
import org.kilocard.model.ModelEnds;
import org.kilocard.schedule.ChunkPlace;
import org.kilocard.schedule.PipelineShape;
import org.kilocard.schedule.Schedule;

/**
 * What all ranks of a job have in common while their programs are written.
 *
 * @param job the job
 * @param costs times of kernels
 * @param calls collectives within each layer
 * @param buckets how gradients and parameters are exchanged
 * @param stages by stage: compute, and gradients and parameters
 */
record StepPlan(Job job, StageCosts costs, LayerCalls calls, Buckets buckets, List<Stage> stages) {
  /**
   * One stage.
   *
   * @param cost compute for one micro-batch
   * @param buckets gradients and parameters
   */
  record Stage(StageCost cost, List<Buckets.Bucket> buckets) {
    static Stage of(List<Integer> layers, boolean first, boolean last, StageCosts costs, Buckets buckets) {
      List<Buckets.Bucket> held = buckets.of(layers, first, last);
      return new Stage(costs.stage(layers, first, last).copying(buckets.copies(held, costs)), held);
    }
  }

  static StepPlan of(Job job, StageCosts costs) {
    return of(job, costs, StepCalls.layer(job));
  }

  static StepPlan of(Job job, StageCosts costs, LayerCalls calls) {
    Buckets buckets = new Buckets(job);
    List<List<Integer>> held = StageLayers.of(job);
    int last = held.size() - 1;
    List<Stage> stages = IntStream.rangeClosed(0, last)
        .mapToObj(s -> Stage.of(held.get(s), s == 0, s == last, costs, buckets))
        .toList();
    return new StepPlan(job, costs, calls, buckets, stages);
  }

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
    return new ChunkPlan(stages.get(stage).cost(), calls, job.communication().overlap(), job.recompute());
  }

  List<Buckets.Bucket> bucketsOf(int stage) {
    return stages.get(stage).buckets();
  }

  /** Time of the optimizer on a pipeline rank. */
  Span optimizer(int rank) {
    double kept = 0;
    double computedWith = 0;
    for (int chunk = 0; chunk < shape().chunksPerRank(); chunk++) {
      List<Buckets.Bucket> held = bucketsOf(stage(rank, chunk));
      kept += buckets.optimized(held);
      computedWith += Buckets.whole(held).trained();
    }
    return optimizer(job, costs, kept, computedWith);
  }

  /**
   * Time of the optimizer, and of what is done to all gradients once per step.
   *
   * @param kept trained parameters whose states a card keeps
   * @param computedWith trained parameters that it computes with
   */
  static Span optimizer(Job job, StageCosts costs, double kept, double computedWith) {
    double gradients = job.parallelism().sharding().gradients() ? kept : computedWith;
    return costs.span(ModelEnds.gradientBuffer(gradients, job.stack().gradientBytes().value()))
        .plus(costs.span(ModelEnds.optimizer(kept, optimizerTraffic(job))))
        .plus(costs.span(ModelEnds.weightCasts(job.model(), computedWith, job.gemmFormat())));
  }

  /**
   * Bytes that Adam moves per parameter: all states read and written, the gradient read, the parameter written. In FP16
   * gradients are first copied to FP32, then unscaled and checked.
   */
  private static double optimizerTraffic(Job job) {
    double adam = 2 * job.stack().optimizerStateBytes().value() + job.stack().gradientBytes().value() + 2;
    return adam + (job.precision() == Precision.FP16 ? ModelEnds.FP16_GRADIENT_BYTES : 0);
  }
}
