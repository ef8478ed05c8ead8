package org.kilocard.scenario;

import java.util.Optional;
import org.kilocard.job.Job;
import org.kilocard.job.Parallelism;
import org.kilocard.schedule.PipelineShape;
import org.kilocard.schedule.Schedule;

/** What a pipeline needs of its schedule, its micro-batches and its layers. */
final class PipelineRules {
  /** More would be days of one step; the programs of such a job would not fit into memory either. */
  private static final int MOST_MICRO_BATCHES = 16_384;

  private final Job job;
  private final Parallelism layout;

  /** Rules for a job whose batch is a multiple of its data-parallel copies. */
  PipelineRules(Job job) {
    this.job = job;
    this.layout = job.parallelism();
  }

  /** The first of them that it breaks. */
  Optional<Violation> violation() {
    Schedule schedule = job.schedule();
    if (layout.virtualPipeline() > 1 && schedule.chunksPerRank().isPresent()) {
      return Optional.of(Violation.layout(
          "virtual_pipeline", "schedule " + schedule.name() + " has no virtual stages",
          "Write schedule: interleaved, or leave virtual_pipeline out."));
    }
    if (job.microBatches() > MOST_MICRO_BATCHES) {
      return Optional.of(Violation.batch("global", job.microBatches() + " micro-batches are more than the "
          + MOST_MICRO_BATCHES + " that can be simulated", microBatches()));
    }
    return schedule.violation(job.pipelineShape())
        .map(rule -> Violation.schedule(schedule.name() + ": " + rule, blamed()))
        .or(this::holders)
        .or(this::layers);
  }

  private Optional<Violation> holders() {
    Schedule schedule = job.schedule();
    return layout.sharding().gradients() && schedule.copies() > 1
        ? Optional.of(Violation.layout("zero", "ZeRO " + layout.zero() + " shares gradients in every pass, but with"
            + " schedule " + schedule.name() + " the holders of a stage pass it in opposite orders",
            "Write zero: 0 or 1, or schedule: dualpipe-v."))
        : Optional.empty();
  }

  /** Where the numbers of a broken rule of the schedule come from. */
  private String blamed() {
    PipelineShape shape = job.pipelineShape();
    // So many suit every schedule that the pipeline itself suits.
    PipelineShape plenty = new PipelineShape(shape.ranks(), shape.chunksPerRank(), 2 * shape.ranks());
    return job.schedule().violation(plenty).isEmpty()
        ? microBatches()
        : "Pipeline ranks are parallelism.pipeline, chunks per rank "
            + "parallelism.virtual_pipeline; or choose another schedule.";
  }

  private String microBatches() {
    return "Micro-batches = batch.global / (data × micro) = " + job.batch().global() + " / (" + layout.data()
        + " × " + job.batch().micro() + ").";
  }

  private Optional<Violation> layers() {
    int layers = job.model().layers();
    int stages = job.stages();
    if (layout.layersPerStage().isEmpty()) {
      return stages <= layers + 2
          ? Optional.empty()
          : Optional.of(Violation.layout(
              "pipeline", stages + " stages are too many for " + layers + " layers",
              "Only the first and the last stage may be without a layer."));
    }
    int listed = layout.layersPerStage().size();
    int sum = layout.layersPerStage().stream().mapToInt(Integer::intValue).sum();
    if (listed != stages) {
      return Optional.of(Violation.layout("layers_per_stage",
          "lists " + listed + " stages, but the pipeline has " + stages,
          "List the layers of each stage, in the order in which a token passes them."));
    }
    if (sum != layers) {
      return Optional.of(Violation.layout("layers_per_stage",
          "lists " + sum + " layers, but '" + job.model().name() + "' has " + layers,
          "MTP modules are not counted."));
    }
    return Optional.empty();
  }
}
