package org.kilocard.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Stream;

/**
 * How far predictions are off, by size of the error.
 *
 * @param n how many
 * @param median of the sizes; 0 if there are none
 * @param p90 nine in ten are at most this; the next larger one where that lies between two
 * @param worst the largest
 */
public record ErrorSummary(int n, double median, double p90, double worst) {
  /** Of all errors. */
  public static ErrorSummary of(double... errors) {
    double[] sizes = Arrays.stream(errors).map(Math::abs).sorted().toArray();
    int n = sizes.length;
    if (n == 0) {
      return new ErrorSummary(0, 0, 0, 0);
    }
    double median = n % 2 == 1 ? sizes[n / 2] : (sizes[n / 2 - 1] + sizes[n / 2]) / 2;
    return new ErrorSummary(n, median, sizes[(9 * n + 9) / 10 - 1], sizes[n - 1]);
  }

  /** Of rows. */
  public static ErrorSummary of(Stream<PredictedRow> rows) {
    return of(rows.mapToDouble(PredictedRow::error).toArray());
  }

  /** Of rows. */
  public static ErrorSummary of(Collection<PredictedRow> rows) {
    return of(rows.stream());
  }
}
