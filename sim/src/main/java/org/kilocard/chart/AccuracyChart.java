package org.kilocard.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.OutputStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYPolygonAnnotation;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.kilocard.report.Accuracy;
import org.kilocard.report.PredictedRow;
import org.kilocard.report.ErrorSummary;
import org.kilocard.report.FamilyAccuracy;

/**
 * Predicted over measured time, both logarithmic, a mark per run, with bands of ±5 % and ±10 %: on the diagonal
 * the two are equal. Rates are drawn as the time of their step. Hollow marks fitted a constant. Runs outside of
 * the wide band carry their name; where there are more families than colours, which then say nothing, the worst run
 * of each carries the name of its family.
 */
public final class AccuracyChart {
  private static final int WIDTH = 1100;
  private static final int HEIGHT = 900;
  private static final double WIDE = 0.10;
  private static final double NARROW = 0.05;
  private static final double MARGIN = 1.6;
  /** Parts of the axes that a name takes. */
  private static final double NAME_WIDTH = 0.23;
  private static final double NAME_HEIGHT = 0.02;
  /** From this ratio on the axis has ticks at powers of ten only. */
  private static final double DECADES = 50;

  private final Accuracy accuracy;
  private final boolean colourful;
  private double least = Double.POSITIVE_INFINITY;
  private double most;
  private final List<double[]> named = new ArrayList<>();

  private AccuracyChart(Accuracy accuracy) {
    this.accuracy = accuracy;
    colourful = accuracy.families().size() <= ChartTheme.Hue.values().length;
    for (FamilyAccuracy family : accuracy.families()) {
      family.rows().stream().filter(AccuracyChart::isTime).forEach(row -> {
        least = Math.min(least, Math.min(measured(row), predicted(row)) / MARGIN);
        most = Math.max(most, Math.max(measured(row), predicted(row)) * MARGIN);
      });
    }
    if (most == 0) {
      least = 0.1;
      most = 10;
    }
  }

  /** Draws all times of {@code accuracy}. */
  public static JFreeChart chart(Accuracy accuracy) {
    return new AccuracyChart(accuracy).draw();
  }

  /** Writes {@link #chart} as PNG; leaves the stream open. */
  public static void writePng(Accuracy accuracy, OutputStream out) {
    ChartTheme.writePng(chart(accuracy), out, WIDTH, HEIGHT);
  }

  private static boolean isTime(PredictedRow row) {
    return !row.metric().equals(Accuracy.MEMORY);
  }

  private static double measured(PredictedRow row) {
    return row.seconds() / (1 + row.error());
  }

  private static double predicted(PredictedRow row) {
    return row.seconds();
  }

  private JFreeChart draw() {
    XYSeriesCollection marks = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
    renderer.setUseFillPaint(true);
    renderer.setUseOutlinePaint(true);
    XYPlot plot = new XYPlot(marks, axis("measured time (s)"), axis("predicted time (s)"), renderer);
    band(renderer, WIDE, 0.88);
    band(renderer, NARROW, 0.74);
    for (int f = 0; f < accuracy.families().size(); f++) {
      FamilyAccuracy family = accuracy.families().get(f);
      add(marks, renderer, f, family, false);
      add(marks, renderer, f, family, true);
      nameOutliers(plot, family);
    }
    ErrorSummary s = accuracy.summary();
    JFreeChart chart = ChartTheme.chart("Predicted and measured, " + s.n() + " runs", List.of(
        String.format(Locale.ROOT, "Median error %.1f %%, 90 %% within %.1f %%, worst %.1f %%. Bands: 5 and 10 %%.",
            100 * s.median(), 100 * s.p90(), 100 * s.worst()),
        accuracy.calibrated()
            ? "Hollow: runs that one constant of their family was fitted on; they do not count."
            : "Nothing was fitted on any of these runs."), plot);
    if (!colourful) {
      chart.removeLegend();
    }
    return chart;
  }

  private void nameOutliers(XYPlot plot, FamilyAccuracy family) {
    Stream<PredictedRow> outside = family.rows().stream()
        .filter(row -> isTime(row) && counts(row) && Math.abs(row.error()) > WIDE);
    if (colourful) {
      outside.forEach(row -> name(plot, row, row.id()));
    } else {
      outside.max(Comparator.comparingDouble(row -> Math.abs(row.error())))
          .ifPresent(row -> name(plot, row, family.family()));
    }
  }

  private boolean counts(PredictedRow row) {
    return !accuracy.calibrated() || row.role().equals(PredictedRow.PREDICT);
  }

  private LogAxis axis(String label) {
    LogAxis axis = new LogAxis(label);
    axis.setRange(least, most);
    axis.setSmallestValue(least / 10);
    ChartTheme.dress(axis);
    axis.setNumberFormatOverride(new DecimalFormat("#,##0.######", DecimalFormatSymbols.getInstance(Locale.ROOT)));
    if (most / least > DECADES) {
      axis.setTickUnit(new NumberTickUnit(1));
      axis.setMinorTickMarksVisible(true);
    }
    return axis;
  }

  private void band(XYLineAndShapeRenderer renderer, double width, double white) {
    Color colour = ChartTheme.Hue.SKY.tint(white);
    renderer.addAnnotation(new XYPolygonAnnotation(new double[] {
        least, least * (1 - width), most, most * (1 - width), most, most * (1 + width), least, least * (1 + width)},
        null, null, colour), Layer.BACKGROUND);
  }

  private void add(
      XYSeriesCollection marks, XYLineAndShapeRenderer renderer, int index, FamilyAccuracy family,
      boolean predicted) {
    XYSeries series = new XYSeries(family.family() + (predicted ? "" : " "), false);
    for (PredictedRow row : family.rows()) {
      if (isTime(row) && counts(row) == predicted) {
        series.add(measured(row), predicted(row));
      }
    }
    int at = marks.getSeriesCount();
    marks.addSeries(series);
    ChartTheme.Hue[] hues = ChartTheme.Hue.values();
    Color colour = hues[colourful ? index : 0].colour();
    renderer.setSeriesShape(at, shape(colourful ? index : 0));
    renderer.setSeriesPaint(at, colour);
    renderer.setSeriesOutlinePaint(at, predicted ? ChartTheme.ink() : colour);
    renderer.setSeriesOutlineStroke(at, new BasicStroke(predicted ? 0.5f : 1.5f));
    renderer.setSeriesFillPaint(at, predicted ? colour : Color.WHITE);
    renderer.setSeriesVisibleInLegend(at, predicted);
  }

  private static Shape shape(int kind) {
    return switch (kind % 4) {
      case 0 -> new Ellipse2D.Double(-4.5, -4.5, 9, 9);
      case 1 -> new Rectangle2D.Double(-4, -4, 8, 8);
      case 2 -> polygon(0, -5.5, 5, 4, -5, 4);
      default -> polygon(0, -6, 5, 0, 0, 6, -5, 0);
    };
  }

  private static Shape polygon(double... points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (int i = 2; i < points.length; i += 2) {
      path.lineTo(points[i], points[i + 1]);
    }
    path.closePath();
    return path;
  }

  /** Writes a name beside the mark of a run, unless another name is there. */
  private void name(XYPlot plot, PredictedRow row, String name) {
    double x = StrictMath.log(measured(row) / least) / StrictMath.log(most / least);
    double y = StrictMath.log(predicted(row) / least) / StrictMath.log(most / least);
    for (double[] other : named) {
      if (Math.abs(other[0] - x) < NAME_WIDTH && Math.abs(other[1] - y) < NAME_HEIGHT) {
        return;
      }
    }
    named.add(new double[] {x, y});
    boolean left = row.error() > 0 || x > 1 - NAME_WIDTH;
    XYTextAnnotation text = new XYTextAnnotation(
        left ? name + "  " : "  " + name, measured(row), predicted(row));
    text.setFont(ChartTheme.font(11));
    text.setPaint(ChartTheme.ink());
    text.setTextAnchor(left ? TextAnchor.CENTER_RIGHT : TextAnchor.CENTER_LEFT);
    plot.addAnnotation(text);
  }
}
