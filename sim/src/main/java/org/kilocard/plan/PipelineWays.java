package org.kilocard.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.kilocard.job.LayerSplit;
import org.kilocard.model.ModelSpec;
import org.kilocard.schedule.PipelineShape;
import org.kilocard.schedule.Schedule;
import org.kilocard.schedule.Schedules;

/**
 * The ways in which a model can pass through a pipeline: schedule, virtual stages, layers per stage.
 *
 * <p><b>Model.</b> All schedules but GPipe, which takes as long as 1F1B and keeps more. Virtual stages in any number
 * that splits the layers evenly, or so that no stage idles for more than a tenth because it holds a layer less. Where
 * layers do not come out even: split evenly with lighter ends, and also with all that is missing at the last stage,
 * which has the output head.
 */
final class PipelineWays {
  private static final double MOST_IDLE = 0.1;

  private final ModelSpec model;
  private final Fixed fixed;

  /**
   * One of them.
   *
   * @param virtual chunks per rank of the schedules that interleave, else 1
   * @param layersPerStage empty: split evenly
   */
  record Way(Schedule schedule, int virtual, List<Integer> layersPerStage) {}

  PipelineWays(ModelSpec model, Fixed fixed) {
    this.model = model;
    this.fixed = fixed;
  }

  /** All of them on so many pipeline ranks. */
  List<Way> on(int pipeline) {
    List<Way> ways = new ArrayList<>();
    for (Schedule schedule : fixed.or(Schedules.all())) {
      boolean asked = fixed.schedule().isPresent();
      if (asked || isSensible(schedule, pipeline)) {
        for (int virtual : fixed.or("virtual_pipeline", virtual(schedule, pipeline))) {
          add(ways, schedule, virtual, pipeline);
        }
      }
    }
    return ways;
  }

  private static boolean isSensible(Schedule schedule, int pipeline) {
    return pipeline == 1 ? schedule.name().equals("1f1b") : !schedule.name().equals("gpipe");
  }

  private List<Integer> virtual(Schedule schedule, int pipeline) {
    if (schedule.chunksPerRank().isPresent()) {
      return List.of(1);
    }
    List<Integer> chunks = new ArrayList<>();
    for (int v = 2; v * pipeline <= model.layers() + 2; v++) {
      int stages = v * pipeline;
      int most = (model.layers() + stages - 1) / stages;
      boolean endsLighter = most * stages - model.layers() <= 2;
      if (endsLighter || (double) most * stages / model.layers() <= 1 + MOST_IDLE) {
        chunks.add(v);
      }
    }
    return chunks;
  }

  private void add(List<Way> ways, Schedule schedule, int virtual, int pipeline) {
    int chunks = schedule.chunksPerRank().orElse(virtual);
    int stages = schedule.stages(new PipelineShape(pipeline, chunks, 1));
    if (stages > model.layers() + 2) {
      return;
    }
    ways.add(new Way(schedule, virtual, List.of()));
    lightLast(stages).ifPresent(layers -> ways.add(new Way(schedule, virtual, layers)));
  }

  /** All stages alike, but the last one holds what is left, if that differs from an even split. */
  private Optional<List<Integer>> lightLast(int stages) {
    int most = (model.layers() + stages - 1) / stages;
    int last = model.layers() - most * (stages - 1);
    int[] even = LayerSplit.split(model.layers(), stages, List.of());
    if (stages < 2 || last < 0 || last == even[stages - 1]) {
      return Optional.empty();
    }
    int[] layers = new int[stages];
    Arrays.fill(layers, most);
    layers[stages - 1] = last;
    return Optional.of(Arrays.stream(layers).boxed().toList());
  }
}
