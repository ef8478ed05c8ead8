package org.kilocard.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.GaussNewtonOptimizer;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresProblem;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.Pair;
import org.kilocard.hardware.Calibration;
import org.kilocard.world.Simulator;

/**
 * Fits the named constants of a family on its calibrating rows.
 *
 * <p><b>Model.</b> Least squares of the logarithm of predicted over measured time, by Gauss and Newton on the simulator
 * itself: the logarithm of a scale moves that of a step nearly in proportion. Scales stay within 1/20 … 20, the
 * overhead of a step within the shortest measured step, that of a pass within a hundredth of it. As many rows as
 * constants are met exactly where they can be.
 *
 * <p>Deterministic: no draws, and the simulator is.
 */
public final class ConstantFit {
  private static final double GREATEST = StrictMath.log(20);
  private static final double SMALL_STEP = 1e-3;
  private static final double CLOSE = 1e-6;
  /** A step that leaves more than this part of the error asks for new slopes. */
  private static final double ENOUGH = 0.25;
  private static final int MOST_ITERATIONS = 25;
  private static final double VISIBLE = 5e-4;

  /**
   * What came out.
   *
   * @param values by constant; seconds for the overhead
   * @param notes why the values are not to be relied on, in sentences; empty if they are
   */
  public record Fitted(Map<NamedConstant, Double> values, List<String> notes) {
    /** Nothing fitted. */
    public static final Fitted NONE = new Fitted(Map.of(), List.of());

    /** Puts the values in the place of those that a stack has. */
    public UnaryOperator<Calibration> applied() {
      return calibration -> {
        Calibration changed = calibration;
        for (Map.Entry<NamedConstant, Double> value : values.entrySet()) {
          changed = value.getKey().set(changed, value.getValue());
        }
        return changed;
      };
    }
  }

  private final List<NamedConstant> constants;
  private final List<Row> rows;
  private final Simulator simulator;
  private final double shortest;
  private final Map<List<Double>, double[]> known = new HashMap<>();
  private double lastSquares = Double.POSITIVE_INFINITY;
  private Optional<RealMatrix> lastSlopes = Optional.empty();

  private ConstantFit(Family family, Simulator simulator) {
    constants = family.calibrate();
    rows = family.calibrating().stream().filter(row -> timed(row).isPresent()).toList();
    this.simulator = simulator;
    shortest = rows.stream().mapToDouble(row -> row.measured().getOrDefault(Metric.STEP_S, 1.0)).min().orElse(1);
  }

  /** Fits the constants that {@code family} names; none if it names none. */
  public static Fitted of(Family family, Simulator simulator) {
    return family.calibrate().isEmpty() ? Fitted.NONE : new ConstantFit(family, simulator).fit();
  }

  private static Optional<Metric> timed(Row row) {
    return row.measured().keySet().stream().filter(Metric::isTimed).findFirst();
  }

  private Fitted fit() {
    boolean settled = true;
    double[] found = new double[constants.size()];
    if (!isMet(found)) {
      LeastSquaresProblem problem = new LeastSquaresBuilder()
          .start(found)
          .target(new double[rows.size()])
          .model(this::linearised)
          .parameterValidator(this::inside)
          .checker((iteration, before, now) -> now.getRMS() < CLOSE
              || now.getPoint().getDistance(before.getPoint()) < CLOSE)
          .maxEvaluations(MOST_ITERATIONS)
          .maxIterations(MOST_ITERATIONS)
          .build();
      try {
        found = new GaussNewtonOptimizer(GaussNewtonOptimizer.Decomposition.SVD).optimize(problem).getPoint().toArray();
      } catch (MathIllegalStateException e) {
        found = best();
        settled = false;
      }
    }
    Map<NamedConstant, Double> values = new LinkedHashMap<>();
    for (int i = 0; i < found.length; i++) {
      values.put(constants.get(i), value(i, found[i]));
    }
    return new Fitted(values, complaints(found, settled));
  }

  private boolean isMet(double[] point) {
    return Arrays.stream(errors(point)).allMatch(error -> Math.abs(error) <= CLOSE);
  }

  /** Why what was found is not to be relied on. */
  private List<String> complaints(double[] found, boolean settled) {
    List<String> complaints = new ArrayList<>();
    double[] errors = errors(found);
    if (!settled && Arrays.stream(errors).anyMatch(error -> Math.abs(error) > VISIBLE)) {
      complaints.add("The fit did not settle: the rows that calibrate hardly depend on the constants.");
    }
    for (int i = 0; i < errors.length; i++) {
      if (constants.size() == rows.size() && Math.abs(errors[i]) > VISIBLE) {
        complaints.add("No value within bounds meets row " + rows.get(i).id() + ".");
      }
    }
    for (int i = 0; i < found.length; i++) {
      if (found[i] == most(i) || found[i] == least(i) && !constants.get(i).isTime()) {
        complaints.add(String.format(Locale.ROOT, "%s ran to its bound, %.4g.", constants.get(i).key(),
            value(i, found[i])));
      }
    }
    return complaints;
  }

  /** Of the points tried the one with the least squares. */
  private double[] best() {
    double least = Double.POSITIVE_INFINITY;
    double[] best = new double[constants.size()];
    for (Map.Entry<List<Double>, double[]> tried : known.entrySet()) {
      if (squares(tried.getValue()) < least) {
        least = squares(tried.getValue());
        best = tried.getKey().stream().mapToDouble(Double::doubleValue).toArray();
      }
    }
    return best;
  }

  private RealVector inside(RealVector point) {
    RealVector clamped = point.copy();
    for (int i = 0; i < constants.size(); i++) {
      clamped.setEntry(i, Math.max(least(i), Math.min(most(i), point.getEntry(i))));
    }
    return clamped;
  }

  private double least(int constant) {
    return constants.get(constant).isTime() ? 0 : -GREATEST;
  }

  private double most(int constant) {
    return constants.get(constant).isTime() ? 1 : GREATEST;
  }

  private Pair<RealVector, RealMatrix> linearised(RealVector at) {
    double[] point = at.toArray();
    double[] here = errors(point);
    double squares = squares(here);
    boolean quick = constants.size() == 1 && squares < ENOUGH * ENOUGH * lastSquares;
    lastSquares = squares;
    // The error is nearly linear in one constant: its slope holds as long as steps succeed, and costs a simulation.
    if (quick && lastSlopes.isPresent()) {
      return Pair.create(new ArrayRealVector(here), lastSlopes.get());
    }
    RealMatrix slopes = new Array2DRowRealMatrix(rows.size(), constants.size());
    for (int c = 0; c < constants.size(); c++) {
      double[] beside = point.clone();
      beside[c] += SMALL_STEP;
      double[] there = errors(beside);
      for (int r = 0; r < here.length; r++) {
        slopes.setEntry(r, c, (there[r] - here[r]) / SMALL_STEP);
      }
    }
    lastSlopes = Optional.of(slopes);
    return Pair.create(new ArrayRealVector(here), slopes);
  }

  private static double squares(double[] errors) {
    double sum = 0;
    for (double error : errors) {
      sum += error * error;
    }
    return sum;
  }

  /** Logarithms of predicted over measured time. */
  private double[] errors(double[] point) {
    List<Double> key = new ArrayList<>();
    Map<NamedConstant, Double> values = new LinkedHashMap<>();
    for (int i = 0; i < point.length; i++) {
      key.add(point[i]);
      values.put(constants.get(i), value(i, point[i]));
    }
    double[] cached = known.get(key);
    if (cached != null) {
      return cached;
    }
    double[] errors = new double[rows.size()];
    for (int i = 0; i < errors.length; i++) {
      Row row = rows.get(i);
      Metric metric = timed(row).orElseThrow();
      double predicted = row.experiment().run(new Fitted(values, List.of()).applied(), simulator).get(metric);
      errors[i] = StrictMath.log1p(metric.error(row.measured().get(metric), predicted));
    }
    known.put(key, errors);
    return errors;
  }

  /** What a coordinate of the fit stands for. */
  private double value(int constant, double coordinate) {
    return constants.get(constant).isTime()
        ? coordinate * shortest * constants.get(constant).greatestShare()
        : StrictMath.exp(coordinate);
  }
}
