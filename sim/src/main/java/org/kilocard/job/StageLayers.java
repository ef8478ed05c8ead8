package org.kilocard.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kilocard.model.LayerKind;
import org.kilocard.model.ModelSpec;

/** Which layers of the model each stage holds; MTP modules count as layers of the last stage. */
public final class StageLayers {
  private StageLayers() {}

  /** Index in the model of each layer of each stage, in order. An MTP module is like the last layer. */
  public static List<List<Integer>> of(Job job) {
    int[] split = split(job);
    List<List<Integer>> stages = new ArrayList<>();
    int next = 0;
    for (int s = 0; s < split.length; s++) {
      stages.add(stage(job.model(), next, split[s], s == split.length - 1));
      next += split[s];
    }
    return stages;
  }

  /** The layers of one stage, an entry of {@link #of}. */
  public static List<Integer> of(Job job, int stage) {
    int[] split = split(job);
    int next = 0;
    for (int s = 0; s < stage; s++) {
      next += split[s];
    }
    return stage(job.model(), next, split[stage], stage == split.length - 1);
  }

  private static int[] split(Job job) {
    return LayerSplit.split(job.model().layers(), job.stages(), job.parallelism().layersPerStage());
  }

  private static List<Integer> stage(ModelSpec model, int first, int count, boolean last) {
    List<Integer> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      layers.add(first + i);
    }
    for (int i = 0; last && i < model.mtpDepth(); i++) {
      layers.add(model.layers() - 1);
    }
    return layers;
  }

  /**
   * For each stage the first one that holds the same: as many layers of every kind, and no embedding or head
   * that the other has not.
   */
  public static int[] alike(Job job) {
    int[] split = split(job);
    int[] first = new int[split.length];
    List<Map<LayerKind, Integer>> held = new ArrayList<>();
    int next = 0;
    for (int s = 0; s < split.length; s++) {
      Map<LayerKind, Integer> kinds = new HashMap<>();
      for (int i = 0; i < split[s]; i++) {
        kinds.merge(job.model().kind(next++), 1, Integer::sum);
      }
      held.add(kinds);
      first[s] = s;
      for (int other = 1; other < s && s < split.length - 1 && first[s] == s; other++) {
        first[s] = held.get(other).equals(kinds) ? other : s;
      }
    }
    return first;
  }
}
