package org.kilocard.chart;

import java.util.stream.DoubleStream;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.kilocard.sweep.AxisSpec;

/** An axis of a chart of points: its range, and where on it a number lies. */
final class PointAxis {
  /** Part of the range that is left free at its ends. */
  private static final double MARGIN = 0.04;
  private static final int MOST_STEPS = 9;
  /** Values that are written out one by one; more of them would not be read. */
  private static final int MOST_LISTED = 16;

  private final boolean log;
  private final ValueAxis drawn;

  /**
   * An axis that holds all of {@code values}.
   *
   * @param listed whether a few values on a logarithmic axis are what is written beside it
   */
  PointAxis(AxisSpec of, String label, double[] values, boolean listed) {
    log = of.scale() == AxisSpec.Scale.LOG;
    double least = DoubleStream.of(values).min().orElse(1);
    double most = DoubleStream.of(values).max().orElse(1);
    if (log && least > 0) {
      double low = of.from().isPresent() && of.from().getAsDouble() > 0 ? of.from().getAsDouble() : least;
      double[] distinct = DoubleStream.of(values).distinct().sorted().toArray();
      drawn = new ListedLogAxis(
          label, listed && distinct.length <= MOST_LISTED ? distinct : ListedLogAxis.decades(low, most));
      double margin = StrictMath.pow(Math.max(1.5, most / low), MARGIN);
      drawn.setRange(low / margin, most * margin);
      return;
    }
    NumberAxis axis = ChartTheme.dress(new NumberAxis(label));
    double low = of.from().orElse(least);
    double span = most > low ? most - low : Math.max(1, Math.abs(most));
    axis.setRange(of.from().isPresent() ? low : low - MARGIN * span, most + 1.5 * MARGIN * span);
    axis.setTickUnit(new NumberTickUnit(step(span), new NumberLabel.Tick()));
    drawn = axis;
  }

  /** The least of 1, 2, 5, 10 … that divides {@code span} into at most as many steps as look well. */
  private static double step(double span) {
    double least = span / MOST_STEPS;
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(least)));
    for (double digit : new double[] {1, 2, 5}) {
      if (digit * power >= least) {
        return digit * power;
      }
    }
    return 10 * power;
  }

  ValueAxis drawn() {
    return drawn;
  }

  private double low() {
    return drawn.getLowerBound();
  }

  private double high() {
    return drawn.getUpperBound();
  }

  /** Where a number lies, 0 … 1. */
  double share(double value) {
    return log ? StrictMath.log(value / low()) / StrictMath.log(high() / low()) : (value - low()) / (high() - low());
  }

  /** The number that lies at a place, 0 … 1. */
  double value(double share) {
    return log ? low() * StrictMath.pow(high() / low(), share) : low() + (high() - low()) * share;
  }

  /**
   * Makes room at one end.
   *
   * @param part of the widened axis that is free
   * @param above whether at the upper end
   */
  void widen(double part, boolean above) {
    double wider = part / (1 - part);
    double factor = StrictMath.pow(high() / low(), wider);
    double more = (high() - low()) * wider;
    if (above) {
      drawn.setUpperBound(log ? high() * factor : high() + more);
    } else {
      drawn.setLowerBound(log ? low() / factor : low() - more);
    }
  }
}
