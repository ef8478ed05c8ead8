package org.kilocard.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kilocard.job.Recompute;
import org.kilocard.schedule.Schedule;

/**
 * What of a layout the user has decided; the search is free in all else.
 *
 * @param sizes by key under {@code parallelism}, e.g. {@code tensor}, and {@code micro}
 * @param schedule pipeline schedule
 * @param recompute activations that are computed again
 * @param units whether unit mode and units stay as they are
 */
public record Fixed(
    Map<String, Integer> sizes, Optional<Schedule> schedule, Optional<Recompute> recompute, boolean units) {
  /** Nothing. */
  public static final Fixed NOTHING = new Fixed(Map.of(), Optional.empty(), Optional.empty(), false);

  /** Copies. */
  public Fixed {
    sizes = Map.copyOf(sizes);
  }

  /** The one value that is decided, or those that a search may try. */
  List<Integer> or(String key, List<Integer> free) {
    Integer decided = sizes.get(key);
    return decided == null ? free : List.of(decided);
  }

  /** Whether a size is as decided, if it is. */
  boolean allows(String key, int size) {
    Integer decided = sizes.get(key);
    return decided == null || decided == size;
  }

  List<Schedule> or(List<Schedule> free) {
    return schedule.map(List::of).orElse(free);
  }

  List<Recompute> recomputeOr(List<Recompute> free) {
    return recompute.map(List::of).orElse(free);
  }
}
