package org.kilocard.report;

import org.HdrHistogram.Histogram;

/**
 * Distribution of the durations of one collective, in an HdrHistogram: percentiles to four digits, from a
 * nanosecond up; the smallest and the largest value exactly, so that durations that are all equal stay exact.
 */
final class Durations {
  private static final long NANOSECOND_PS = 1_000;
  private static final int DIGITS = 4;

  private final Histogram histogram = new Histogram(NANOSECOND_PS, 2 * NANOSECOND_PS, DIGITS);
  private long least = Long.MAX_VALUE;
  private long most;

  Durations() {
    histogram.setAutoResize(true);
  }

  /** Adds {@code times} occurrences of a duration in picoseconds. */
  void add(long ps, long times) {
    histogram.recordValueWithCount(ps, times);
    least = Math.min(least, ps);
    most = Math.max(most, ps);
  }

  /** Number of occurrences. */
  long count() {
    return histogram.getTotalCount();
  }

  /** The value that {@code percent} of the occurrences do not exceed; needs one. */
  long at(double percent) {
    return Math.max(least, Math.min(most, histogram.getValueAtPercentile(percent)));
  }

  /** The largest value; needs one. */
  long max() {
    return most;
  }
}
