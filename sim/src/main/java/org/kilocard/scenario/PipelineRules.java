package org.kilocard.scenario;

import java.util.Optional;
import org.kilocard.input.Mapping;
import org.kilocard.job.Job;
import org.kilocard.job.Parallelism;
import org.kilocard.schedule.Schedule;

/** What a pipeline needs of its schedule, its micro-batches and its layers. */
final class PipelineRules {
  /** More would be days of one step; the programs of such a job would not fit into memory either. */
  private static final int MOST_MICRO_BATCHES = 16_384;

  private final Mapping scenario;
  private final Mapping section;
  private final Mapping sizes;
  private final Job job;
  private final Parallelism layout;

  /**
   * Rules for a job.
   *
   * @param section its {@code parallelism}
   * @param sizes its {@code batch}
   */
  PipelineRules(Mapping scenario, Mapping section, Mapping sizes, Job job) {
    this.scenario = scenario;
    this.section = section;
    this.sizes = sizes;
    this.job = job;
    this.layout = job.parallelism();
  }

  void check() {
    Schedule schedule = job.schedule();
    if (layout.virtualPipeline() > 1 && schedule.chunksPerRank().isPresent()) {
      throw section.fail("virtual_pipeline", "schedule " + schedule.name() + " has no virtual stages",
          "Write schedule: interleaved, or leave virtual_pipeline out.");
    }
    if (job.microBatches() > MOST_MICRO_BATCHES) {
      throw sizes.fail("global", job.microBatches() + " micro-batches are more than the " + MOST_MICRO_BATCHES
          + " that can be simulated", microBatches());
    }
    Optional<String> violation = schedule.violation(job.pipelineShape());
    if (violation.isPresent()) {
      Mapping blamed = scenario.has("schedule") ? scenario : section;
      throw blamed.fail(scenario.has("schedule") ? "schedule" : "virtual_pipeline",
          schedule.name() + ": " + violation.get(), microBatches());
    }
    if (layout.sharding().gradients() && schedule.copies() > 1) {
      throw section.fail("zero", "ZeRO " + layout.zero() + " shares gradients in every pass, but with schedule "
          + schedule.name() + " the holders of a stage pass it in opposite orders", "Write zero: 0 or 1, or schedule: "
          + "dualpipe-v.");
    }
    layers();
  }

  private String microBatches() {
    return "Micro-batches = batch.global / (data × micro) = " + job.batch().global() + " / (" + layout.data()
        + " × " + job.batch().micro() + ").";
  }

  private void layers() {
    int layers = job.model().layers();
    int stages = job.stages();
    if (layout.layersPerStage().isEmpty()) {
      if (stages > layers + 2) {
        throw section.fail("pipeline", stages + " stages are too many for " + layers + " layers",
            "Only the first and the last stage may be without a layer.");
      }
      return;
    }
    int listed = layout.layersPerStage().size();
    int sum = layout.layersPerStage().stream().mapToInt(Integer::intValue).sum();
    if (listed != stages) {
      throw section.fail("layers_per_stage", "lists " + listed + " stages, but the pipeline has " + stages,
          "List the layers of each stage, in the order in which a token passes them.");
    }
    if (sum != layers) {
      throw section.fail("layers_per_stage", "lists " + sum + " layers, but '" + job.model().name() + "' has "
          + layers, "MTP modules are not counted.");
    }
  }
}
