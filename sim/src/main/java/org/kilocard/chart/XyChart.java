package org.kilocard.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.kilocard.report.SweepTable;
import org.kilocard.report.SweepTable.Point;
import org.kilocard.sweep.AxisSpec;
import org.kilocard.sweep.ChartKind;
import org.kilocard.sweep.ChartSpec;
import org.kilocard.sweep.MeasuredPoints;

/**
 * Points with numbers on both axes: lines over x with the name of each at its end, marks alone, or marks with
 * the line of those that no other beats. Simulated points are round, hollow where the memory does not
 * suffice; measured ones are diamonds in ink.
 */
final class XyChart {
  /** Part of the height that a name takes. */
  private static final double NAME = 0.042;
  /** Pixels of a character of a name. */
  private static final double CHARACTER = 7.6;
  private static final double MARGIN = 0.04;
  /** Pixels between the last mark of a line and its name. */
  private static final double BESIDE = 12;
  private static final int MOST_STEPS = 9;
  private static final Shape ROUND = new Ellipse2D.Double(-3.5, -3.5, 7, 7);
  private static final Shape DIAMOND = diamond(5.5);
  private static final Shape CROSS = cross(4);
  private static final BasicStroke LINE = new BasicStroke(2);
  private static final BasicStroke FRONT =
      new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0);

  private final ChartSpec spec;
  private final SweepTable table;
  private final List<String> names;
  private final XYSeriesCollection dataset = new XYSeriesCollection();
  private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
  private final LegendItemCollection legend = new LegendItemCollection();

  XyChart(ChartSpec spec, SweepTable table) {
    this.spec = spec;
    this.table = table;
    names = table.series();
  }

  JFreeChart draw(List<String> smallPrint) {
    ValueAxis x = axis(spec.x(), spec.xLabel(), xs().toArray(), true);
    ValueAxis y = axis(spec.y(), spec.yLabel(), ys().toArray(), false);
    XYPlot plot = new XYPlot(dataset, x, y, renderer);
    plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
    for (int i = 0; i < names.size(); i++) {
      series(i);
    }
    if (spec.kind() == ChartKind.PARETO) {
      front();
    }
    spec.measured().forEach(this::measured);
    if (spec.kind() == ChartKind.LINE) {
      widen(x, true);
      nameLines(plot, x, y);
      missing(y);
    } else {
      boolean right = spec.kind() == ChartKind.SCATTER || isBetterMore(spec.x());
      widen(x, right);
      MarkNames names = new MarkNames(plot, spec.width());
      (spec.kind() == ChartKind.PARETO ? onFront() : table.points()).stream()
          .filter(point -> point.x().isPresent() && point.y().isPresent())
          .forEach(point -> names.add(point.label(), share(spec.x(), x, point.x().getAsDouble()),
              share(spec.y(), y, point.y().getAsDouble()), point.x().getAsDouble(), point.y().getAsDouble(),
              anchor(right)));
    }
    plot.setFixedLegendItems(legend);
    JFreeChart chart = ChartTheme.chart(spec.title(), smallPrint, plot);
    if (legend.getItemCount() == 0) {
      chart.removeLegend();
    }
    return chart;
  }

  private DoubleStream xs() {
    return DoubleStream.concat(
        table.points().stream().filter(p -> p.x().isPresent()).mapToDouble(p -> p.x().getAsDouble()),
        spec.measured().stream().flatMap(m -> m.points().stream()).mapToDouble(MeasuredPoints.At::x));
  }

  private DoubleStream ys() {
    return DoubleStream.concat(
        table.points().stream().filter(p -> p.y().isPresent()).mapToDouble(p -> p.y().getAsDouble()),
        spec.measured().stream().flatMap(m -> m.points().stream()).mapToDouble(MeasuredPoints.At::y));
  }

  private static ValueAxis axis(AxisSpec of, String label, double[] values, boolean horizontal) {
    double least = DoubleStream.of(values).min().orElse(1);
    double most = DoubleStream.of(values).max().orElse(1);
    if (of.scale() == AxisSpec.Scale.LOG && least > 0) {
      double low = of.from().isPresent() && of.from().getAsDouble() > 0 ? of.from().getAsDouble() : least;
      double[] distinct = DoubleStream.of(values).distinct().sorted().toArray();
      boolean listed = horizontal && distinct.length <= 16;
      ValueAxis axis = new ListedLogAxis(label, listed ? distinct : ListedLogAxis.decades(low, most));
      double margin = StrictMath.pow(Math.max(1.5, most / low), MARGIN);
      axis.setRange(low / margin, most * margin);
      return axis;
    }
    NumberAxis axis = ChartTheme.dress(new NumberAxis(label));
    double low = of.from().orElse(least);
    double span = most > low ? most - low : Math.max(1, Math.abs(most));
    axis.setRange(of.from().isPresent() ? low : low - MARGIN * span, most + 1.5 * MARGIN * span);
    axis.setTickUnit(new NumberTickUnit(step(span), new NumberLabel.Tick()));
    return axis;
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

  private void series(int i) {
    XYSeries line = new XYSeries(i, false);
    XYSeries hollow = new XYSeries("hollow " + i, false);
    for (Point point : table.of(names.get(i))) {
      if (point.x().isPresent()) {
        // A point without a value parts the line.
        line.add(point.x().getAsDouble(), point.y().isPresent() ? (Number) point.y().getAsDouble() : null);
        if (point.exceedsMemory() && point.y().isPresent()) {
          hollow.add(point.x().getAsDouble(), point.y().getAsDouble());
        }
      }
    }
    int at = add(line, ROUND, ChartTheme.hue(i), spec.kind() == ChartKind.LINE);
    renderer.setSeriesStroke(at, LINE);
    if (!hollow.isEmpty()) {
      int above = add(hollow, new Ellipse2D.Double(-2.2, -2.2, 4.4, 4.4), Color.WHITE, false);
      renderer.setSeriesOutlinePaint(above, Color.WHITE);
    }
    if (spec.kind() != ChartKind.LINE && names.size() > 1) {
      legend.add(item(names.get(i), ROUND, ChartTheme.hue(i)));
    }
  }

  private int add(XYSeries series, Shape shape, Color colour, boolean lines) {
    dataset.addSeries(series);
    int at = dataset.getSeriesCount() - 1;
    renderer.setSeriesPaint(at, colour);
    renderer.setSeriesShape(at, shape);
    renderer.setSeriesLinesVisible(at, lines);
    renderer.setSeriesShapesVisible(at, true);
    renderer.setSeriesShapesFilled(at, true);
    return at;
  }

  private void measured(MeasuredPoints measured) {
    XYSeries marks = new XYSeries("measured " + measured.label(), false);
    measured.points().forEach(point -> marks.add(point.x(), point.y()));
    add(marks, DIAMOND, ChartTheme.ink(), false);
    legend.add(item(measured.label() + " (measured)", DIAMOND, ChartTheme.ink()));
  }

  private static LegendItem item(String words, Shape shape, Color colour) {
    LegendItem item = new LegendItem(words, "", "", "", shape, colour);
    item.setLabelPaint(ChartTheme.ink());
    return item;
  }

  /** The line of the points that no other beats; what does not fit into memory is no choice. */
  private void front() {
    XYSeries line = new XYSeries("front", false);
    onFront().forEach(point -> line.add(point.x().getAsDouble(), point.y().getAsDouble()));
    int at = add(line, ROUND, ChartTheme.ink(), true);
    renderer.setSeriesShapesVisible(at, false);
    renderer.setSeriesStroke(at, FRONT);
  }

  private List<Point> onFront() {
    List<Point> placed = table.points().stream()
        .filter(p -> p.x().isPresent() && p.y().isPresent() && !p.exceedsMemory()).toList();
    double right = isBetterMore(spec.x()) ? 1 : -1;
    double up = isBetterMore(spec.y()) ? 1 : -1;
    List<ParetoFront.Place> places = placed.stream()
        .map(p -> new ParetoFront.Place(right * p.x().getAsDouble(), up * p.y().getAsDouble())).toList();
    return ParetoFront.of(places).stream().map(placed::get).toList();
  }

  private static boolean isBetterMore(AxisSpec axis) {
    return axis.better() == AxisSpec.Better.MORE;
  }

  /** A cross on the axis where a point has no result. */
  private void missing(ValueAxis y) {
    for (int i = 0; i < names.size(); i++) {
      XYSeries crosses = new XYSeries("missing " + i, false);
      for (Point point : table.of(names.get(i))) {
        if (!point.failure().isEmpty() && point.x().isPresent()) {
          crosses.add(point.x().getAsDouble(), y.getLowerBound());
        }
      }
      if (!crosses.isEmpty()) {
        add(crosses, CROSS, ChartTheme.hue(i), false);
      }
    }
  }

  /** Names stand on the side to which the front bulges, where no other point is. */
  private TextAnchor anchor(boolean right) {
    if (spec.kind() == ChartKind.SCATTER) {
      return TextAnchor.CENTER_LEFT;
    }
    return isBetterMore(spec.y())
        ? right ? TextAnchor.BOTTOM_LEFT : TextAnchor.BOTTOM_RIGHT
        : right ? TextAnchor.TOP_LEFT : TextAnchor.TOP_RIGHT;
  }

  /** Makes room for names at one side. */
  private void widen(ValueAxis x, boolean right) {
    int longest = spec.kind() == ChartKind.LINE
        ? names.stream().mapToInt(String::length).max().orElse(0)
        : table.labels().stream().mapToInt(String::length).max().orElse(0);
    double part = longest == 0 ? 0 : Math.min(0.5, (CHARACTER * longest + 16) / (spec.width() - 110));
    double wider = part / (1 - part);
    boolean log = spec.x().scale() == AxisSpec.Scale.LOG;
    double low = x.getLowerBound();
    double high = x.getUpperBound();
    double factor = StrictMath.pow(high / low, wider);
    double more = (high - low) * wider;
    if (right) {
      x.setUpperBound(log ? high * factor : high + more);
    } else {
      x.setLowerBound(log ? low / factor : low - more);
    }
  }

  /** Where a number lies on an axis, 0 … 1. */
  private static double share(AxisSpec of, ValueAxis axis, double value) {
    double low = axis.getLowerBound();
    double high = axis.getUpperBound();
    return of.scale() == AxisSpec.Scale.LOG
        ? StrictMath.log(value / low) / StrictMath.log(high / low)
        : (value - low) / (high - low);
  }

  private static double value(AxisSpec of, ValueAxis axis, double share) {
    double low = axis.getLowerBound();
    double high = axis.getUpperBound();
    return of.scale() == AxisSpec.Scale.LOG
        ? low * StrictMath.pow(high / low, share)
        : low + (high - low) * share;
  }

  /** Names the lines at their ends, never over each other. */
  private void nameLines(XYPlot plot, ValueAxis x, ValueAxis y) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).isEmpty() && last(i) != null) {
        order.add(i);
      }
    }
    order.sort(Comparator.comparingDouble((Integer i) -> last(i).y().getAsDouble()).reversed());
    double[] places = spread(order.stream()
        .mapToDouble(i -> share(spec.y(), y, last(i).y().getAsDouble())).toArray());
    double right = order.stream().mapToDouble(i -> last(i).x().getAsDouble()).max().orElse(0);
    // Beside the mark, not on it: the paper behind a name would cover the mark.
    double beside = order.isEmpty() ? 0
        : value(spec.x(), x, share(spec.x(), x, right) + BESIDE / spec.width());
    for (int k = 0; k < places.length; k++) {
      int i = order.get(k);
      XYTextAnnotation name = new XYTextAnnotation(names.get(i), beside, value(spec.y(), y, places[k]));
      name.setFont(ChartTheme.font(13));
      name.setPaint(ChartTheme.hue(i).darker());
      name.setTextAnchor(TextAnchor.CENTER_LEFT);
      name.setBackgroundPaint(Color.WHITE);
      plot.addAnnotation(name);
    }
  }

  /** Moves shares in descending order apart until names fit, within 0 … 1. */
  static double[] spread(double[] shares) {
    double[] places = shares.clone();
    for (int k = 1; k < places.length; k++) {
      places[k] = Math.min(places[k], places[k - 1] - NAME);
    }
    double low = NAME / 2;
    for (int k = places.length - 1; k >= 0; k--) {
      places[k] = Math.max(places[k], low);
      low = places[k] + NAME;
    }
    return places;
  }

  private Point last(int i) {
    List<Point> drawn = table.of(names.get(i)).stream()
        .filter(p -> p.x().isPresent() && p.y().isPresent()).toList();
    return drawn.isEmpty() ? null : drawn.get(drawn.size() - 1);
  }

  private static Shape diamond(double size) {
    Path2D path = new Path2D.Double();
    path.moveTo(0, -size);
    path.lineTo(size, 0);
    path.lineTo(0, size);
    path.lineTo(-size, 0);
    path.closePath();
    return path;
  }

  private static Shape cross(double size) {
    Area area = new Area(new Rectangle2D.Double(-size, -1, 2 * size, 2));
    area.add(new Area(new Rectangle2D.Double(-1, -size, 2, 2 * size)));
    area.transform(AffineTransform.getRotateInstance(Math.PI / 4));
    return area;
  }
}
