package org.kilocard.job;

import java.util.OptionalInt;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.GemmFormat;
import org.kilocard.hardware.Precision;
import org.kilocard.hardware.Stack;
import org.kilocard.model.ModelSpec;
import org.kilocard.schedule.PipelineShape;
import org.kilocard.schedule.Schedule;

/**
 * One training job.
 *
 * @param model what is trained
 * @param accelerator card that it runs on
 * @param stack software that runs it
 * @param precision of the matrix products
 * @param parallelism layout
 * @param schedule pipeline schedule; its forwards and backwards are paired where that hides all-to-alls of experts,
 *     which Megatron Core does unless layers are recomputed as a whole
 * @param batch batch of a step
 * @param recompute activations that are computed again
 * @param communication how it communicates
 * @param nodeLimit at most this many expert groups per token; empty: what the model says
 * @param expertLoad how tokens are spread over the routed experts
 */
public record Job(
    ModelSpec model,
    Accelerator accelerator,
    Stack stack,
    Precision precision,
    Parallelism parallelism,
    Schedule schedule,
    Batch batch,
    Recompute recompute,
    Communication communication,
    OptionalInt nodeLimit,
    ExpertLoad expertLoad) {
  /** Chooses between the forms of the schedule. */
  public Job {
    schedule = schedule.paired(model.moe().isPresent() && parallelism.expert() > 1
        && communication.overlap().expert() && recompute != Recompute.FULL);
  }

  /** A job whose experts are loaded alike. */
  public Job(
      ModelSpec model,
      Accelerator accelerator,
      Stack stack,
      Precision precision,
      Parallelism parallelism,
      Schedule schedule,
      Batch batch,
      Recompute recompute,
      Communication communication,
      OptionalInt nodeLimit) {
    this(model, accelerator, stack, precision, parallelism, schedule, batch, recompute, communication, nodeLimit,
        ExpertLoad.UNIFORM);
  }

  /** The same job with another batch. */
  public Job withBatch(Batch other) {
    return laidOut(parallelism, schedule, other, recompute, communication);
  }

  /** The same model, cards and software laid out otherwise. */
  public Job laidOut(
      Parallelism layout, Schedule passes, Batch sizes, Recompute again, Communication way) {
    return new Job(model, accelerator, stack, precision, layout, passes, sizes, again, way, nodeLimit, expertLoad);
  }

  /** The same job run by another stack. */
  public Job with(Stack other) {
    return with(accelerator, other, precision);
  }

  /** The same job on another card. */
  public Job with(Accelerator other) {
    return with(other, stack, precision);
  }

  /** The same job with matrix products of another precision. */
  public Job with(Precision other) {
    return with(accelerator, stack, other);
  }

  private Job with(Accelerator card, Stack software, Precision products) {
    return new Job(model, card, software, products, parallelism, schedule, batch, recompute, communication,
        nodeLimit, expertLoad);
  }

  /** Format of the matrix products: the stack says how FP8 is scaled. */
  public GemmFormat gemmFormat() {
    return stack.format(precision);
  }

  /** Chunks of the model on each pipeline rank. */
  public int chunksPerRank() {
    return schedule.chunksPerRank().orElse(parallelism.virtualPipeline());
  }

  /** Micro-batches that pass through each pipeline in a step. */
  public int microBatches() {
    return batch.global() / (parallelism.data() * batch.micro());
  }

  /** Size of each pipeline. */
  public PipelineShape pipelineShape() {
    return new PipelineShape(parallelism.pipeline(), chunksPerRank(), microBatches());
  }

  /** Stages that the layers are split into. */
  public int stages() {
    return schedule.stages(pipelineShape());
  }
}
