package org.kilocard.chart;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** A logarithmic axis with ticks at given values, as far as their labels do not touch. */
final class ListedLogAxis extends LogAxis {
  private static final long serialVersionUID = 1L;
  /** Pixels between two labels. */
  private static final double APART = 10;

  private final double[] values;

  /** An axis with ticks at {@code values}, which ascend and are above zero. */
  ListedLogAxis(String label, double[] values) {
    super(label);
    this.values = values.clone();
    ChartTheme.dress(this);
  }

  /**
   * Values 1, 2 and 5 times powers of ten from {@code least} to {@code most}; of many decades only the
   * powers.
   */
  static double[] decades(double least, double most) {
    boolean many = most / least > 5e3;
    List<Double> ticks = new ArrayList<>();
    int first = (int) Math.floor(StrictMath.log10(least));
    int last = (int) Math.ceil(StrictMath.log10(most));
    for (int power = first; power <= last; power++) {
      for (double step : many ? new double[] {1} : new double[] {1, 2, 5}) {
        ticks.add(power < 0 ? step / StrictMath.pow(10, -power) : step * StrictMath.pow(10, power));
      }
    }
    return ticks.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Override
  public List<NumberTick> refreshTicks(Graphics2D g2, AxisState state, Rectangle2D area, RectangleEdge edge) {
    boolean horizontal = RectangleEdge.isTopOrBottom(edge);
    List<NumberTick> ticks = new ArrayList<>();
    double free = Double.NEGATIVE_INFINITY;
    double[] order = values.clone();
    for (double value : order) {
      if (!getRange().contains(value)) {
        continue;
      }
      String text = NumberLabel.tick(value);
      Rectangle2D size = g2.getFontMetrics(getTickLabelFont()).getStringBounds(text, g2);
      double half = (horizontal ? size.getWidth() : size.getHeight()) / 2;
      double place = valueToJava2D(value, area, edge);
      double along = horizontal ? place : -place; // upwards on the screen is less
      if (along - half < free + (horizontal ? APART : 0)) {
        continue;
      }
      free = along + half;
      TextAnchor anchor = horizontal ? TextAnchor.TOP_CENTER : TextAnchor.CENTER_RIGHT;
      ticks.add(new NumberTick(TickType.MAJOR, value, text, anchor, TextAnchor.CENTER, 0));
    }
    return ticks;
  }
}
