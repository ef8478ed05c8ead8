package org.kilocard.job;

import java.util.Arrays;
import java.util.List;

/**
 * How many layers each pipeline stage holds.
 *
 * <p><b>Model.</b> All stages hold equally many; where that does not come out, some hold one less, in the order last,
 * first, last but one, second, …, because the ends also carry the output head and the embedding.
 */
public final class LayerSplit {
  private LayerSplit() {}

  /**
   * Layers of each stage.
   *
   * @param asked layers of each stage as the user wants them; empty: split as said above
   * @throws IllegalArgumentException when what is asked for does not fit
   */
  public static int[] split(int layers, int stages, List<Integer> asked) {
    if (!asked.isEmpty()) {
      int sum = asked.stream().mapToInt(Integer::intValue).sum();
      if (asked.size() != stages || sum != layers) {
        throw new IllegalArgumentException("layers_per_stage names " + asked.size() + " stages with " + sum
            + " layers, the model has " + layers + " layers on " + stages + " stages");
      }
      return asked.stream().mapToInt(Integer::intValue).toArray();
    }
    int most = (layers + stages - 1) / stages;
    int[] split = new int[stages];
    Arrays.fill(split, most);
    for (int i = 0; i < most * stages - layers; i++) {
      split[i % 2 == 0 ? stages - 1 - i / 2 : i / 2]--;
    }
    return split;
  }
}
