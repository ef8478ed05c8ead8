package org.kilocard.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.io.OutputStream;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.kilocard.report.CollectiveRow;
import org.kilocard.report.CollectiveTable;
import org.kilocard.unit.Bytes;

/**
 * Bus bandwidth over size, both logarithmic, a line per topology with its name at the end, and dashed what no
 * algorithm can beat there.
 */
public final class BusBandwidthChart {
  private static final int WIDTH = 1100;
  private static final int HEIGHT = 700;
  /** Part of the height that a name takes. */
  private static final double NAME = 0.035;
  /** Part of the width of a character of a name. */
  private static final double CHARACTER = 0.008;
  private static final double LARGEST_STEPS = 12;

  private final List<CollectiveTable> tables;
  private final double leastSize;
  private final double mostSize;
  private final double leastRate;
  private final double mostRate;

  private BusBandwidthChart(List<CollectiveTable> tables) {
    this.tables = List.copyOf(tables);
    leastSize = rows().mapToDouble(row -> row.call().bytes()).min().orElseThrow();
    mostSize = rows().mapToDouble(row -> row.call().bytes()).max().orElseThrow();
    leastRate = rates().min().orElseThrow() * 0.8;
    mostRate = rates().max().orElseThrow() * 1.25;
  }

  private Stream<CollectiveRow> rows() {
    return tables.stream().flatMap(table -> table.rows().stream());
  }

  private DoubleStream rates() {
    return rows().flatMapToDouble(row -> DoubleStream.of(gigabytes(row), bound(row).orElse(gigabytes(row))));
  }

  /** Draws tables of one operation, at least one, each with a row or more. */
  public static JFreeChart chart(List<CollectiveTable> tables) {
    return new BusBandwidthChart(tables).draw();
  }

  /** Writes {@link #chart} as PNG; leaves the stream open. */
  public static void writePng(List<CollectiveTable> tables, OutputStream out) {
    ChartTheme.writePng(chart(tables), out, WIDTH, HEIGHT);
  }

  private JFreeChart draw() {
    XYSeriesCollection lines = new XYSeriesCollection();
    for (int i = 0; i < tables.size(); i++) {
      XYSeries simulated = new XYSeries(i + " simulated");
      XYSeries bound = new XYSeries(i + " bound");
      for (CollectiveRow row : tables.get(i).rows()) {
        simulated.add(row.call().bytes(), gigabytes(row));
        bound(row).ifPresent(rate -> bound.add(row.call().bytes(), rate));
      }
      lines.addSeries(simulated);
      lines.addSeries(bound);
    }
    XYPlot plot = new XYPlot(lines, sizes(), rates("bus bandwidth"), renderer());
    label(plot);
    JFreeChart chart = ChartTheme.chart(title(), List.of("Bus bandwidth as nccl-tests defines it, GB = 1e9 "
        + "bytes. Dashed: the physical bound, which no algorithm can beat."), plot);
    chart.removeLegend();
    return chart;
  }

  private String title() {
    CollectiveTable first = tables.get(0);
    boolean alike = tables.stream().allMatch(table -> table.ranks() == first.ranks());
    return first.operation().label() + (alike ? ", " + first.ranks() + " cards" : "");
  }

  private String name(CollectiveTable table) {
    boolean alike = tables.stream().allMatch(other -> other.ranks() == table.ranks());
    return table.topology() + (alike ? "" : ", " + table.ranks() + " cards");
  }

  private static double gigabytes(CollectiveRow row) {
    return row.busBytesPerSecond() * 1e-9;
  }

  /** Bus bandwidth of a call that takes no longer than the bound; empty where nothing bounds it. */
  private static OptionalDouble bound(CollectiveRow row) {
    return row.boundPs() > 0 ? OptionalDouble.of(gigabytes(row) / row.ofBound()) : OptionalDouble.empty();
  }

  private LogAxis sizes() {
    LogAxis axis = logarithmic("size", 2, leastSize / 1.3, mostSize * 1.3);
    int longest = tables.stream().mapToInt(table -> name(table).length()).max().orElse(0);
    // Room for the names, in the proportion of the axis that they take.
    double names = Math.min(0.5, CHARACTER * longest);
    double wider = StrictMath.pow(axis.getUpperBound() / axis.getLowerBound(), names / (1 - names));
    axis.setUpperBound(axis.getUpperBound() * wider);
    axis.setNumberFormatOverride(new SizeFormat());
    return axis;
  }

  private LogAxis rates(String what) {
    LogAxis axis = logarithmic(what + " (GB/s)", mostRate / leastRate > 50 ? 10 : 2, leastRate, mostRate);
    axis.setNumberFormatOverride(new RateFormat());
    return axis;
  }

  private static LogAxis logarithmic(String label, double base, double least, double most) {
    LogAxis axis = ChartTheme.dress(new LogAxis(label));
    axis.setBase(base);
    axis.setRange(least, most);
    double steps = StrictMath.log(most / least) / StrictMath.log(base);
    axis.setTickUnit(new NumberTickUnit(Math.max(1, Math.ceil(steps / LARGEST_STEPS))));
    return axis;
  }

  private XYLineAndShapeRenderer renderer() {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
    for (int i = 0; i < tables.size(); i++) {
      renderer.setSeriesPaint(2 * i, hue(i));
      renderer.setSeriesStroke(2 * i, new BasicStroke(2));
      renderer.setSeriesShape(2 * i, new Ellipse2D.Double(-3, -3, 6, 6));
      renderer.setSeriesPaint(2 * i + 1, hue(i));
      renderer.setSeriesShapesVisible(2 * i + 1, false);
      renderer.setSeriesStroke(2 * i + 1, new BasicStroke(
          1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {4, 4}, 0));
    }
    return renderer;
  }

  private static Color hue(int i) {
    ChartTheme.Hue[] hues = ChartTheme.Hue.values();
    return hues[i % hues.length].colour();
  }

  /** Names the lines at their ends, from above to below and never over each other. */
  private void label(XYPlot plot) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingDouble((Integer i) -> gigabytes(last(i))).reversed());
    double step = StrictMath.pow(mostRate / leastRate, NAME);
    double lowest = Double.POSITIVE_INFINITY;
    for (int i : order) {
      double y = Math.min(gigabytes(last(i)), lowest / step);
      lowest = y;
      XYTextAnnotation name = new XYTextAnnotation("  " + name(tables.get(i)), last(i).call().bytes(), y);
      name.setFont(ChartTheme.font(13));
      name.setPaint(hue(i).darker());
      name.setTextAnchor(TextAnchor.CENTER_LEFT);
      plot.addAnnotation(name);
    }
    if (lowest < leastRate * step) {
      plot.getRangeAxis().setLowerBound(lowest / step);
    }
  }

  /** The row of the largest size. */
  private CollectiveRow last(int table) {
    return tables.get(table).rows().stream()
        .max(Comparator.comparingLong(row -> row.call().bytes())).orElseThrow();
  }

  /** Sizes with their binary prefix. */
  private static final class SizeFormat extends NumberFormat {
    private static final long serialVersionUID = 1L;

    @Override
    public StringBuffer format(double bytes, StringBuffer to, FieldPosition at) {
      return to.append(Bytes.format(bytes));
    }

    @Override
    public StringBuffer format(long bytes, StringBuffer to, FieldPosition at) {
      return format((double) bytes, to, at);
    }

    @Override
    public Number parse(String text, ParsePosition at) {
      throw new UnsupportedOperationException("an axis only writes");
    }
  }

  /** Rates without superfluous zeros. */
  private static final class RateFormat extends NumberFormat {
    private static final long serialVersionUID = 1L;

    @Override
    public StringBuffer format(double rate, StringBuffer to, FieldPosition at) {
      return to.append(String.format(Locale.ROOT, "%.4f", rate).replaceFirst("\\.?0+$", ""));
    }

    @Override
    public StringBuffer format(long rate, StringBuffer to, FieldPosition at) {
      return format((double) rate, to, at);
    }

    @Override
    public Number parse(String text, ParsePosition at) {
      throw new UnsupportedOperationException("an axis only writes");
    }
  }
}
