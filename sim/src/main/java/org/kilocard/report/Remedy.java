package org.kilocard.report;

import java.util.Objects;

/**
 * A change of a job after which it fits into the memory of its cards.
 *
 * @param change keys and values, as they are set, e.g. {@code recompute=full}
 * @param bytesPerCard what the fullest card needs then
 * @param slowdown estimated length of the step over that of the job as it is, the closed forms of both
 */
public record Remedy(String change, long bytesPerCard, double slowdown) {
  /** Checks the numbers. */
  public Remedy {
    Objects.requireNonNull(change);
    if (bytesPerCard < 0 || !(slowdown > 0)) {
      throw new IllegalArgumentException(change + ": " + bytesPerCard + " bytes at " + slowdown + " of the time");
    }
  }
}
