package org.kilocard.job;

import java.util.List;
import java.util.stream.IntStream;

/** What a pipeline stage holds: layers by their index in the model, and perhaps the embedding and the head. */
record Stage(List<Integer> layers, boolean first, boolean last) {
  Stage {
    layers = List.copyOf(layers);
  }

  /** All stages of a job. */
  static List<Stage> of(Job job) {
    List<List<Integer>> layers = StageLayers.of(job);
    int last = layers.size() - 1;
    return IntStream.rangeClosed(0, last)
        .mapToObj(s -> new Stage(layers.get(s), s == 0, s == last))
        .toList();
  }
}
