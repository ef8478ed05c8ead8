package org.kilocard.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.LookupPaintScale;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.DefaultXYZDataset;
import org.kilocard.report.SweepTable;
import org.kilocard.sweep.ChartSpec;

/**
 * A field per point and series, the darker the more, with its number in it: so that neither colour nor memory
 * is needed to read it. Fields without a result are grey, with a dash.
 */
final class HeatMap {
  private static final Color MISSING = new Color(0xEEEEEE);
  private static final int SHADES = 64;
  /** From this share of the range on letters are white. */
  private static final double DARK = 0.55;
  private static final double LIGHTEST = 0.92;

  private final ChartSpec spec;
  private final SweepTable table;
  private final List<String> columns;
  private final List<String> rows;
  private final double least;
  private final double most;

  HeatMap(ChartSpec spec, SweepTable table) {
    this.spec = spec;
    this.table = table;
    columns = table.labels();
    rows = table.series();
    double[] values = table.points().stream()
        .filter(point -> point.y().isPresent()).mapToDouble(point -> point.y().getAsDouble()).sorted()
            .toArray();
    least = values.length == 0 ? 0 : values[0];
    most = values.length == 0 ? 1 : values[values.length - 1];
  }

  JFreeChart draw(List<String> smallPrint) {
    DefaultXYZDataset dataset = new DefaultXYZDataset();
    int fields = columns.size() * rows.size();
    double[][] data = new double[3][fields];
    XYPlot plot = new XYPlot(dataset, axis(spec.xLabel(), columns), axis(spec.seriesLabel(), rows),
        renderer());
    for (int i = 0; i < fields; i++) {
      int column = i % columns.size();
      int row = i / columns.size();
      SweepTable.Point point = table.at(rows.get(row), columns.get(column)).orElseThrow();
      boolean present = point.y().isPresent();
      double value = present ? point.y().getAsDouble() : Double.NaN;
      data[0][i] = column;
      data[1][i] = row;
      data[2][i] = present ? shade(value) : -1;
      String text = present ? NumberLabel.of(value) + (point.exceedsMemory() ? " *" : "") : "–";
      XYTextAnnotation label = new XYTextAnnotation(text, column, row);
      label.setFont(ChartTheme.font(13));
      label.setPaint(present && shade(value) > DARK ? Color.WHITE : ChartTheme.ink());
      label.setTextAnchor(TextAnchor.CENTER);
      plot.addAnnotation(label);
    }
    dataset.addSeries("fields", data);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinesVisible(false);
    List<String> lines = new ArrayList<>(smallPrint);
    lines.add(0, "In the fields: " + spec.yLabel() + ".");
    JFreeChart chart = ChartTheme.chart(spec.title(), lines, plot);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinesVisible(false);
    chart.removeLegend();
    return chart;
  }

  private double shade(double value) {
    return most > least ? (value - least) / (most - least) : 0.5;
  }

  private static SymbolAxis axis(String label, List<String> names) {
    SymbolAxis axis = ChartTheme.dress(new SymbolAxis(label, names.toArray(String[]::new)));
    axis.setGridBandsVisible(false);
    axis.setTickUnit(new NumberTickUnit(1));
    axis.setRange(-0.5, names.size() - 0.5);
    return axis;
  }

  private static XYBlockRenderer renderer() {
    XYBlockRenderer renderer = new XYBlockRenderer();
    LookupPaintScale scale = new LookupPaintScale(-1, 1.001, MISSING);
    for (int i = 0; i < SHADES; i++) {
      double part = (double) i / (SHADES - 1);
      scale.add((double) i / SHADES, ChartTheme.Hue.BLUE.tint(LIGHTEST * (1 - part)));
    }
    renderer.setPaintScale(scale);
    renderer.setBlockWidth(0.97);
    renderer.setBlockHeight(0.94);
    return renderer;
  }
}
