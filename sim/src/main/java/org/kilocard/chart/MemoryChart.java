package org.kilocard.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Paint;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;

/** What cards hold at their peak: a stacked bar for each pipeline rank, and a line for what a card has. */
public final class MemoryChart {
  private static final int WIDTH = 1100;
  private static final double GIB = 1L << 30;
  private static final double ROOM = 1.12;

  private MemoryChart() {}

  /**
   * Draws the memory of a job.
   *
   * @param ranks bytes by part, of each pipeline rank
   * @param capacityBytes what a card has
   */
  public static JFreeChart chart(String title, List<Map<String, Long>> ranks, double capacityBytes) {
    Bars.Data data = data(ranks);
    JFreeChart chart = Bars.chart(title, List.of("Peak of a card by pipeline rank; line: what a card has."),
        "memory of a card (GiB)", data);
    CategoryPlot plot = (CategoryPlot) chart.getPlot();
    double capacity = capacityBytes / GIB;
    double most = data.rows().stream().mapToDouble(Bars.Row::sum).max().orElse(0);
    plot.getRangeAxis().setRange(0, ROOM * Math.max(capacity, most));
    ValueMarker line = new ValueMarker(capacity, ChartTheme.Hue.VERMILION.colour(), new BasicStroke(2));
    line.setLabel(String.format(Locale.ROOT, "%.0f GiB ", capacity));
    line.setLabelFont(ChartTheme.font(13));
    line.setLabelBackgroundColor(Color.WHITE);
    line.setLabelPaint(ChartTheme.Hue.VERMILION.colour());
    line.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
    line.setLabelTextAnchor(TextAnchor.TOP_LEFT);
    plot.addRangeMarker(line);
    return chart;
  }

  /** Writes {@link #chart} as PNG; leaves the stream open. */
  public static void writePng(String title, List<Map<String, Long>> ranks, double capacityBytes, OutputStream out) {
    ChartTheme.writePng(chart(title, ranks, capacityBytes), out, WIDTH, Bars.height(data(ranks), 1));
  }

  private static Bars.Data data(List<Map<String, Long>> ranks) {
    List<String> parts = List.copyOf(ranks.get(0).keySet());
    List<Paint> colours = new ArrayList<>();
    ChartTheme.Hue[] hues = ChartTheme.Hue.values();
    for (int i = 0; i < parts.size(); i++) {
      colours.add(colour(parts.get(i), hues[i % hues.length]));
    }
    List<Bars.Row> rows = new ArrayList<>();
    for (int rank = 0; rank < ranks.size(); rank++) {
      Map<String, Long> held = ranks.get(rank);
      double[] values = parts.stream().mapToDouble(part -> held.getOrDefault(part, 0L) / GIB).toArray();
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      rows.add(new Bars.Row("rank " + rank, values, sum, ""));
    }
    return new Bars.Data(parts, colours, rows, true);
  }

  private static Paint colour(String part, ChartTheme.Hue other) {
    return switch (part) {
      case "parameters" -> ChartTheme.Hue.BLUE.colour();
      case "gradients" -> ChartTheme.Hue.SKY.colour();
      case "optimizer" -> ChartTheme.Hue.PURPLE.colour();
      case "activations" -> ChartTheme.Hue.ORANGE.colour();
      case "working" -> ChartTheme.Hue.YELLOW.colour();
      case "buffers" -> ChartTheme.Hue.GREEN.colour();
      default -> other.colour();
    };
  }
}
