package org.kilocard.plan;

import java.util.List;
import org.kilocard.job.Job;

/**
 * Layouts that differ only in micro-batch, ZeRO and recomputation.
 *
 * @param variants those that are legal, the smallest micro-batch first; each list
 *     from little to much sharding, and within that from little to much recomputation
 */
record LayoutFamily(List<List<Job>> variants) {
  LayoutFamily {
    variants = List.copyOf(variants);
  }

  /** Number of legal layouts. */
  int size() {
    return variants.stream().mapToInt(List::size).sum();
  }
}
