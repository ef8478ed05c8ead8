package org.kilocard.fit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.Pair;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.Constant;
import org.kilocard.hardware.Constants;

/**
 * Fits constants of an accelerator to measured kernels.
 *
 * <p><b>Model.</b> Levenberg-Marquardt on the logarithms of the constants. A residual is the logarithm of predicted
 * over measured time, bent so that its square grows like the error itself beyond c = {@value #SOFT}: 2c²(√(1 +
 * (r/c)²) − 1). So a throttled or mistimed row pulls little. The laws have corners (a maximum of bounds, whole waves),
 * so slopes are taken over a percent, and the search starts three times: from the present constants, and a fifth below
 * and above; the best end counts. Fractions stay at most 1. The rate of a benchmark's {@linkplain KernelRow.OwnCast own
 * casts} is fitted along with the constants, a rate per table.
 *
 * <p>Deterministic. Constants are rounded to three digits, and it is the rounded ones that are returned.
 */
public final class LawFit {
  private static final double SOFT = 0.05;
  private static final double SLOPE = 0.01;
  private static final int MOST_EVALUATIONS = 400;
  private static final int MOST_STEPS = 40;
  private static final double[] STARTS = {1, 0.8, 1.2};
  private static final Set<String> AT_MOST_ONE = Set.of(
      "efficiency", "sustained", "long_run", "tail", "stream_fraction", "convert_fraction", "contention", "spread");
  private static final double SMALLEST = 1e-15;

  /**
   * What was found.
   *
   * @param constants of the accelerator, by path
   * @param castRates of tables with casts of their own, bytes per second
   */
  public record Fitted(Map<String, Double> constants, Map<String, Double> castRates) {
    /** The accelerator with the fitted constants. */
    public Accelerator accelerator(Accelerator before) {
      return Constants.with(before, constants);
    }

    /** {@code rows} with the fitted rates of casts. */
    public List<KernelRow> rows(List<KernelRow> rows) {
      return rows.stream()
          .map(row -> castRates.containsKey(row.table()) ? row.withCastRate(castRates.get(row.table())) : row)
          .toList();
    }
  }

  private final Accelerator accelerator;
  private final List<String> paths;
  private final List<String> castTables;
  private final List<KernelRow> rows;

  private LawFit(KernelFamily family) {
    accelerator = family.accelerator();
    paths = family.fit();
    rows = family.rows().stream().filter(row -> row.role() == KernelRow.Role.FIT).toList();
    castTables = rows.stream().filter(row -> row.ownCast().isPresent()).map(KernelRow::table).distinct().toList();
  }

  /** The constants of a family that come nearest to its rows of role fit; none if it fits none. */
  public static Fitted of(KernelFamily family) {
    return family.fit().isEmpty() ? new Fitted(Map.of(), Map.of()) : new LawFit(family).best();
  }

  private Fitted best() {
    Map<String, Constant> present = Constants.of(accelerator);
    Fitted best = new Fitted(Map.of(), Map.of());
    double least = Double.POSITIVE_INFINITY;
    for (double start : STARTS) {
      double[] values = DoubleStream.concat(
          paths.stream().mapToDouble(path -> present.get(path).value()),
          castTables.stream().mapToDouble(this::castRate)).toArray();
      RealVector logs = new ArrayRealVector(values.length);
      for (int i = 0; i < values.length; i++) {
        logs.setEntry(i, StrictMath.log(Math.max(SMALLEST, values[i] * start)));
      }
      Fitted end = fitted(search(bounded(logs)), LawFit::rounded);
      RealVector residuals = residuals(end);
      double cost = residuals.dotProduct(residuals);
      if (cost < least) {
        least = cost;
        best = end;
      }
    }
    return best;
  }

  private double castRate(String table) {
    return rows.stream().filter(row -> row.table().equals(table)).findFirst()
        .flatMap(KernelRow::ownCast).orElseThrow().bytesPerSecond();
  }

  private RealVector search(RealVector start) {
    LeastSquaresBuilder problem = new LeastSquaresBuilder()
        .start(start)
        .target(new double[rows.size()])
        .parameterValidator(this::bounded)
        .checker((step, before, after) ->
            step > MOST_STEPS || after.getPoint().getDistance(before.getPoint()) < 1e-5)
        .maxEvaluations(MOST_EVALUATIONS)
        .maxIterations(MOST_EVALUATIONS)
        .model(point -> {
          RealVector here = residuals(fitted(point, value -> value));
          return new Pair<>(here, slopes(point, here));
        });
    try {
      return new LevenbergMarquardtOptimizer().optimize(problem.build()).getPoint();
    } catch (TooManyEvaluationsException e) {
      throw new IllegalStateException("the fit of " + paths + " does not end", e);
    }
  }

  /** Backwards, so that a fraction of 1 has a slope. */
  private Array2DRowRealMatrix slopes(RealVector point, RealVector here) {
    Array2DRowRealMatrix slopes = new Array2DRowRealMatrix(rows.size(), point.getDimension());
    for (int i = 0; i < point.getDimension(); i++) {
      RealVector there = point.copy();
      there.addToEntry(i, -SLOPE);
      slopes.setColumnVector(i, here.subtract(residuals(fitted(there, value -> value))).mapDivide(SLOPE));
    }
    return slopes;
  }

  private RealVector residuals(Fitted tried) {
    Accelerator card = tried.accelerator(accelerator);
    return new ArrayRealVector(tried.rows(rows).stream()
        .mapToDouble(row -> soft(StrictMath.log(row.predictedSeconds(card) / row.seconds())))
        .toArray());
  }

  private static double soft(double residual) {
    double ratio = residual / SOFT;
    return Math.signum(residual) * SOFT * Math.sqrt(2 * (Math.sqrt(1 + ratio * ratio) - 1));
  }

  private RealVector bounded(RealVector point) {
    RealVector bounded = point.copy();
    for (int i = 0; i < paths.size(); i++) {
      String key = paths.get(i).substring(paths.get(i).lastIndexOf('.') + 1);
      if (AT_MOST_ONE.contains(key)) {
        bounded.setEntry(i, Math.min(0, bounded.getEntry(i)));
      }
    }
    return bounded;
  }

  private Fitted fitted(RealVector point, DoubleUnaryOperator rounding) {
    Map<String, Double> constants = new LinkedHashMap<>();
    Map<String, Double> casts = new LinkedHashMap<>();
    for (int i = 0; i < point.getDimension(); i++) {
      double value = rounding.applyAsDouble(StrictMath.exp(point.getEntry(i)));
      if (i < paths.size()) {
        constants.put(paths.get(i), value);
      } else {
        casts.put(castTables.get(i - paths.size()), value);
      }
    }
    return new Fitted(constants, casts);
  }

  /** Three significant digits. */
  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(3)).doubleValue();
  }
}
