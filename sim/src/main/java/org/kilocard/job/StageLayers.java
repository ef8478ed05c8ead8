package org.kilocard.job;

import java.util.ArrayList;
import java.util.List;

/** Which layers of the model each stage holds; MTP modules count as layers of the last stage. */
public final class StageLayers {
  private StageLayers() {}

  /** Index in the model of each layer of each stage, in order. An MTP module is like the last layer. */
  public static List<List<Integer>> of(Job job) {
    int[] split =
        LayerSplit.split(job.model().layers(), job.stages(), job.parallelism().layersPerStage());
    List<List<Integer>> stages = new ArrayList<>();
    int next = 0;
    for (int count : split) {
      List<Integer> layers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        layers.add(next++);
      }
      stages.add(layers);
    }
    for (int i = 0; i < job.model().mtpDepth(); i++) {
      stages.get(stages.size() - 1).add(job.model().layers() - 1);
    }
    return stages;
  }
}
