package org.kilocard.fit;

import java.util.Arrays;
import java.util.List;
import org.kilocard.hardware.Accelerator;

/**
 * How far predictions are from measurements.
 *
 * @param n rows
 * @param median of the absolute errors
 * @param p90 nine tenths of them are at most that large
 * @param worst error, with its sign
 */
public record KernelErrors(int n, double median, double p90, double worst) {
  /**
   * Errors of {@code rows} on {@code accelerator}.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static KernelErrors of(List<KernelRow> rows, Accelerator accelerator) {
    return of(rows.stream().mapToDouble(row -> row.error(accelerator)).toArray());
  }

  /**
   * Of {@code errors} with their signs.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static KernelErrors of(double... errors) {
    if (errors.length == 0) {
      throw new IllegalArgumentException("no rows, no errors");
    }
    double[] sizes = Arrays.stream(errors).map(Math::abs).sorted().toArray();
    double worst = Arrays.stream(errors).filter(e -> Math.abs(e) == sizes[sizes.length - 1]).findFirst().orElseThrow();
    return new KernelErrors(errors.length, quantile(sizes, 0.5), quantile(sizes, 0.9), worst);
  }

  /** The nearest row. */
  private static double quantile(double[] sorted, double q) {
    return sorted[(int) Math.round(q * (sorted.length - 1))];
  }
}
