package org.kilocard.chart;

import java.awt.BasicStroke;
import java.awt.geom.Ellipse2D;
import java.io.OutputStream;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.kilocard.report.PlanOption;
import org.kilocard.report.PlanPoint;
import org.kilocard.report.PlanReport;

/** Days of training over cards, each number of cards with its best layout, beside perfect scaling. */
public final class CapacityChart {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 620;
  private static final double MARGIN = 1.35;
  private static final int MOST_STEPS = 12;

  private CapacityChart() {}

  /** Draws the points of {@code plan} that have a layout. */
  public static JFreeChart chart(PlanReport plan) {
    List<PlanPoint> points = plan.points().stream().filter(point -> point.best().isPresent()).toList();
    XYSeries days = new XYSeries("best layout, as simulated (number: MFU)");
    XYSeries perfect = new XYSeries("perfect scaling from the fewest cards");
    for (PlanPoint point : points) {
      days.add(point.cards(), days(point));
      perfect.add(point.cards(), days(points.get(0)) * points.get(0).cards() / point.cards());
    }
    XYSeriesCollection data = new XYSeriesCollection();
    data.addSeries(days);
    data.addSeries(perfect);
    XYPlot plot = new XYPlot(data, axis("cards", days.getMinX(), days.getMaxX()),
        axis("days", Math.min(days.getMinY(), perfect.getMinY()), days.getMaxY()), renderer());
    for (PlanPoint point : points) {
      plot.addAnnotation(label(point));
    }
    return ChartTheme.chart(plan.model() + " on " + plan.topology() + ": cards against days",
        List.of(plan.goal()), plot);
  }

  /** Writes {@link #chart} as PNG; leaves the stream open. */
  public static void writePng(PlanReport plan, OutputStream out) {
    ChartTheme.writePng(chart(plan), out, WIDTH, HEIGHT);
  }

  private static double days(PlanPoint point) {
    return point.best().map(PlanOption::days).orElse(Double.NaN);
  }

  private static LogAxis axis(String label, double least, double most) {
    LogAxis axis = ChartTheme.dress(new LogAxis(label));
    axis.setBase(2);
    if (least > 0) { // an empty plan has no range
      axis.setRange(least / MARGIN, most * MARGIN);
      double octaves = StrictMath.log(most / least * MARGIN * MARGIN) / StrictMath.log(2);
      axis.setTickUnit(new NumberTickUnit(Math.max(1, Math.ceil(octaves / MOST_STEPS))));
    }
    axis.setNumberFormatOverride(new Tick());
    return axis;
  }

  private static XYLineAndShapeRenderer renderer() {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
    renderer.setSeriesPaint(0, ChartTheme.Hue.BLUE.colour());
    renderer.setSeriesStroke(0, new BasicStroke(2));
    renderer.setSeriesShape(0, new Ellipse2D.Double(-4, -4, 8, 8));
    renderer.setSeriesPaint(1, ChartTheme.Hue.ORANGE.colour());
    renderer.setSeriesShapesVisible(1, false);
    renderer.setSeriesStroke(1, new BasicStroke(
        1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 5}, 0));
    return renderer;
  }

  private static XYTextAnnotation label(PlanPoint point) {
    double mfu = point.best().map(option -> option.result().throughput().mfu()).orElse(0.0);
    XYTextAnnotation label = new XYTextAnnotation(
        String.format(Locale.ROOT, "  %.0f %%", 100 * mfu), point.cards(), days(point) * 1.04);
    label.setFont(ChartTheme.font(12));
    label.setPaint(ChartTheme.ink());
    label.setTextAnchor(TextAnchor.BOTTOM_LEFT);
    return label;
  }

  /** Ticks without superfluous digits. */
  private static final class Tick extends NumberFormat {
    private static final long serialVersionUID = 1L;

    @Override
    public StringBuffer format(double number, StringBuffer to, FieldPosition at) {
      return to.append(NumberLabel.tick(number));
    }

    @Override
    public StringBuffer format(long number, StringBuffer to, FieldPosition at) {
      return to.append(NumberLabel.tick(number));
    }

    @Override
    public Number parse(String text, ParsePosition at) {
      throw new UnsupportedOperationException("an axis only writes");
    }
  }
}
