package org.kilocard.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresProblem;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.Pair;
import org.kilocard.hardware.Stack;
import org.kilocard.study.CollectiveQuestion;
import org.kilocard.study.CollectiveStudy;

/**
 * Fits constants of protocols on the calibrating rows of a family of collectives.
 *
 * <p><b>Model.</b> Least squares of the logarithm of predicted over measured time, by Levenberg and Marquardt, on the
 * closed form that the planner compares algorithms with. The coordinates are logarithms of the constants, so that none
 * becomes negative; efficiencies stay at most 1. Of several bases, hops and rates only those can be told apart that
 * some row depends on: the others stay as they are.
 *
 * <p>Deterministic: it starts from the stack that the family names.
 */
public final class ProtocolFit {
  private static final double SMALL_STEP = 1e-4;
  private static final double CLOSE = 1e-6;
  /** A constant moves by a factor of 50 at most. */
  private static final double FARTHEST = StrictMath.log(50);
  private static final int MOST_ITERATIONS = 60;
  /** Where a constant that is zero starts from: 1 us. */
  private static final double FIRST_PS = 1e6;
  private static final double PS_PER_US = 1e6;

  /**
   * What came out.
   *
   * @param values by constant
   * @param residuals of all rows, calibrating or not
   */
  public record Fitted(Map<ProtocolConstant, Double> values, List<Residual> residuals) {}

  /**
   * How far a row is off.
   *
   * @param row which
   * @param bytes size of the call
   * @param measuredUs time
   * @param beforeUs with the stack as it was
   * @param afterUs with what was fitted
   */
  public record Residual(Row row, long bytes, double measuredUs, double beforeUs, double afterUs) {
    /** Fitted over measured time, less one. */
    public double error() {
      return afterUs / measuredUs - 1;
    }
  }

  private record Point(CollectiveQuestion question, double measuredPs) {
    double predictedPs(List<ProtocolConstant> constants, double[] values) {
      Stack stack = question.stack();
      for (int i = 0; i < values.length; i++) {
        stack = constants.get(i).isIn(stack) ? constants.get(i).with(stack, values[i]) : stack;
      }
      return CollectiveStudy.predictedPs(question.with(stack)).get(0);
    }
  }

  private final List<ProtocolConstant> constants;
  private final List<Point> points;
  private double[] start = {};
  private double[] best = {};
  private double least = Double.POSITIVE_INFINITY;

  private ProtocolFit(List<ProtocolConstant> constants, List<Point> points) {
    this.constants = constants;
    this.points = points;
  }

  /** Fits what the family names under {@code fit}. */
  public static Fitted of(Family family) {
    Stack stack = question(family.rows().stream().filter(Row::calibrates).findFirst().orElse(family.rows().get(0)))
        .stack();
    List<Point> points = family.calibrating().stream().map(ProtocolFit::point).toList();
    ProtocolFit fit = new ProtocolFit(family.fit(), points);
    double[] start = family.fit().stream().mapToDouble(constant -> constant.value(stack))
        .map(value -> StrictMath.log(value > 0 ? value : FIRST_PS)).toArray();
    double[] values = rounded(family.fit(), fit.values(fit.solve(start)));
    Map<ProtocolConstant, Double> fitted = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      fitted.put(family.fit().get(i), values[i]);
    }
    return new Fitted(fitted, residuals(family, values));
  }

  /** How far the rows of a family are off with the stack that it names, nothing fitted. */
  public static List<Residual> residuals(Family family) {
    return residuals(family, new double[0]);
  }

  private static List<Residual> residuals(Family family, double[] values) {
    List<Residual> residuals = new ArrayList<>();
    for (Row row : family.rows()) {
      Point point = point(row);
      residuals.add(new Residual(row, point.question().sizes().get(0), point.measuredPs() / PS_PER_US,
          point.predictedPs(List.of(), new double[0]) / PS_PER_US,
          point.predictedPs(family.fit(), values) / PS_PER_US));
    }
    return residuals;
  }

  /** What a file that holds them to three digits says. */
  private static double[] rounded(List<ProtocolConstant> constants, double[] values) {
    double[] rounded = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double written = Double.parseDouble(constants.get(i).written(values[i]).split(" ")[0]);
      double unit = switch (constants.get(i).field()) {
        case BASE, HOP, PEER -> PS_PER_US;
        case EFFICIENCY -> 1;
        case UNIT_RATE -> 1e9;
      };
      rounded[i] = written * unit;
    }
    return rounded;
  }

  private static CollectiveQuestion question(Row row) {
    return ((CollectiveRows.Collective) row.experiment()).question();
  }

  private static Point point(Row row) {
    CollectiveQuestion question = question(row);
    double us = row.measured().getOrDefault(Metric.TIME_US, 0.0);
    if (us == 0) {
      double ranks = question.operation().busFactor(question.members().ranks());
      us = ranks * question.sizes().get(0) / (row.measured().get(Metric.BUSBW_GBPS) * 1e3);
    }
    return new Point(question, us * PS_PER_US);
  }

  private double[] solve(double[] from) {
    start = from;
    LeastSquaresProblem problem = new LeastSquaresBuilder()
        .start(start)
        .target(new double[points.size()])
        .model(this::linearised)
        .parameterValidator(this::inside)
        .checker((iteration, before, now) -> now.getPoint().getDistance(before.getPoint()) < CLOSE)
        .maxEvaluations(MOST_ITERATIONS)
        .maxIterations(MOST_ITERATIONS)
        .build();
    best = start;
    try {
      new LevenbergMarquardtOptimizer().optimize(problem);
    } catch (MathIllegalStateException e) {
      // Out of evaluations, or no further descent, as happens where a library switches: the best point stands.
      return best;
    }
    return best;
  }

  private static double squares(double[] errors) {
    return Arrays.stream(errors).map(error -> error * error).sum();
  }

  private RealVector inside(RealVector point) {
    RealVector clamped = point.copy();
    for (int i = 0; i < constants.size(); i++) {
      double most = constants.get(i).field() == ProtocolConstant.Field.EFFICIENCY ? 0 : start[i] + FARTHEST;
      clamped.setEntry(i, Math.max(start[i] - FARTHEST, Math.min(most, point.getEntry(i))));
    }
    return clamped;
  }

  private double[] values(double[] point) {
    return Arrays.stream(point).map(StrictMath::exp).toArray();
  }

  /** Logarithms of predicted over measured time. */
  private double[] errors(double[] point) {
    double[] values = values(point);
    return points.stream()
        .mapToDouble(p -> StrictMath.log(p.predictedPs(constants, values) / p.measuredPs()))
        .toArray();
  }

  private Pair<RealVector, RealMatrix> linearised(RealVector at) {
    double[] point = at.toArray();
    double[] here = errors(point);
    if (squares(here) < least) {
      least = squares(here);
      best = point;
    }
    RealMatrix slopes = new Array2DRowRealMatrix(points.size(), constants.size());
    for (int c = 0; c < constants.size(); c++) {
      double[] beside = point.clone();
      beside[c] -= SMALL_STEP;
      double[] there = errors(beside);
      for (int r = 0; r < here.length; r++) {
        slopes.setEntry(r, c, (here[r] - there[r]) / SMALL_STEP);
      }
    }
    return Pair.create(new ArrayRealVector(here), slopes);
  }
}
