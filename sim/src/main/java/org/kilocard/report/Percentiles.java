package org.kilocard.report;

import java.util.Map;
import java.util.TreeMap;

/**
 * Exact percentiles of whole numbers that occur many times. A bucketed histogram would be smaller, but the
 * width of its buckets (1e-3 to 1e-5) would turn a picosecond into a visible difference and a bound of 1 into
 * 1.0001.
 */
final class Percentiles {
  private final TreeMap<Long, Long> counts = new TreeMap<>();
  private long total;

  /** Adds {@code times} occurrences of {@code value}. */
  void add(long value, long times) {
    counts.merge(value, times, Long::sum);
    total += times;
  }

  /** Number of occurrences. */
  long count() {
    return total;
  }

  /** The least value that {@code percent} of the occurrences do not exceed (nearest rank); needs one. */
  long at(double percent) {
    long rank = Math.max(1, (long) StrictMath.ceil(percent / 100 * total));
    long below = 0;
    for (Map.Entry<Long, Long> entry : counts.entrySet()) {
      below += entry.getValue();
      if (below >= rank) {
        return entry.getKey();
      }
    }
    return max();
  }

  /** The largest value; needs one. */
  long max() {
    return counts.lastKey();
  }
}
