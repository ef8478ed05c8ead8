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
import java.util.List;
import java.util.stream.DoubleStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
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
  /** Pixels of a character of a name. */
  private static final double CHARACTER = 7.6;
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
    PointAxis x = new PointAxis(spec.x(), spec.xLabel(), xs().toArray(), true);
    PointAxis y = new PointAxis(spec.y(), spec.yLabel(), ys().toArray(), false);
    XYPlot plot = new XYPlot(dataset, x.drawn(), y.drawn(), renderer);
    plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
    for (int i = 0; i < names.size(); i++) {
      series(i);
    }
    if (spec.kind() == ChartKind.PARETO) {
      front();
    }
    spec.measured().forEach(this::measured);
    if (spec.kind() == ChartKind.LINE) {
      widen(x, names, true);
      LineNames.add(plot, ends(), x, y, spec.width());
      missing(y);
    } else {
      boolean right = spec.kind() == ChartKind.SCATTER || isBetterMore(spec.x());
      widen(x, table.labels(), right);
      MarkNames marks = new MarkNames(plot, spec.width());
      (spec.kind() == ChartKind.PARETO ? onFront() : table.points()).stream()
          .filter(XyChart::isPlaced)
          .forEach(point -> marks.add(point.label(), x.share(point.x().getAsDouble()),
              y.share(point.y().getAsDouble()), point.x().getAsDouble(), point.y().getAsDouble(),
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
        .filter(p -> isPlaced(p) && !p.exceedsMemory()).toList();
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
  private void missing(PointAxis y) {
    for (int i = 0; i < names.size(); i++) {
      XYSeries crosses = new XYSeries("missing " + i, false);
      for (Point point : table.of(names.get(i))) {
        if (!point.failure().isEmpty() && point.x().isPresent()) {
          crosses.add(point.x().getAsDouble(), y.drawn().getLowerBound());
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
  private void widen(PointAxis x, List<String> words, boolean right) {
    int longest = words.stream().mapToInt(String::length).max().orElse(0);
    x.widen(longest == 0 ? 0 : Math.min(0.5, (CHARACTER * longest + 16) / (spec.width() - 110)), right);
  }

  /** The last points of the lines that have a name. */
  private List<LineNames.End> ends() {
    List<LineNames.End> ends = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      List<Point> drawn = table.of(names.get(i)).stream().filter(XyChart::isPlaced).toList();
      if (!names.get(i).isEmpty() && !drawn.isEmpty()) {
        Point last = drawn.get(drawn.size() - 1);
        ends.add(new LineNames.End(
            names.get(i), ChartTheme.hue(i), last.x().getAsDouble(), last.y().getAsDouble()));
      }
    }
    return ends;
  }

  private static boolean isPlaced(Point point) {
    return point.x().isPresent() && point.y().isPresent();
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
