package org.kilocard.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/**
 * How charts look: white paper, dark letters, the logical sans-serif font of the JDK (DejaVu or Noto where
 * nothing else is), and the colours of Okabe and Ito, which people with any kind of colour vision can tell
 * apart.
 *
 * <p><b>Source.</b> Okabe and Ito, "Color Universal Design", 2008, jfly.uni-koeln.de/color.
 */
public final class ChartTheme {
  /** The palette; black is for letters and lines. */
  public enum Hue {
    BLUE(0x0072B2),
    ORANGE(0xE69F00),
    GREEN(0x009E73),
    VERMILION(0xD55E00),
    SKY(0x56B4E9),
    PURPLE(0xCC79A7),
    YELLOW(0xF0E442);

    private final int rgb;

    Hue(int rgb) {
      this.rgb = rgb;
    }

    /** The colour itself. */
    public Color colour() {
      return new Color(rgb);
    }

    /** The colour mixed with white; {@code white} is the part of that, 0 … 1. */
    public Color tint(double white) {
      Color full = colour();
      return new Color(mix(full.getRed(), white), mix(full.getGreen(), white), mix(full.getBlue(), white));
    }

    private static int mix(int value, double white) {
      return (int) Math.round(value + (255 - value) * white);
    }
  }

  private static final Color INK = new Color(0x222222);
  private static final Color GREY = new Color(0x777777);
  private static final Color GRID = new Color(0xDDDDDD);
  private static final int BEST_COMPRESSION = 9;

  private ChartTheme() {}

  /** The colour of the series {@code i}: grey for yellow, which is too light for lines; then darker ones. */
  static Color hue(int i) {
    Hue[] hues = Hue.values();
    Hue hue = hues[i % hues.length];
    Color colour = hue == Hue.YELLOW ? GREY : hue.colour();
    return i < hues.length ? colour : colour.darker().darker();
  }

  /** Colour of letters and lines. */
  static Color ink() {
    return INK;
  }

  /** Colour of grid lines. */
  static Color grid() {
    return GRID;
  }

  /** Plain letters of a size in pixels. */
  static Font font(int size) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, size);
  }

  /** An axis for numbers of a unit. */
  public static NumberAxis axis(String what, String unit) {
    NumberAxis axis = new NumberAxis(what + " (" + unit + ")");
    axis.setAutoRangeIncludesZero(false);
    return dress(axis);
  }

  /** Gives an axis the common look. */
  static <A extends ValueAxis> A dress(A axis) {
    axis.setLabelFont(font(13));
    axis.setTickLabelFont(font(12));
    axis.setLabelPaint(INK);
    axis.setTickLabelPaint(INK);
    axis.setAxisLinePaint(INK);
    axis.setTickMarkPaint(INK);
    return axis;
  }

  /** A chart with a title and lines of small print below it. */
  public static JFreeChart chart(String title, List<String> smallPrint, Plot plot) {
    JFreeChart chart = new JFreeChart(null, font(12), plot, true);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(8, 8, 8, 20));
    chart.addSubtitle(0, text(title, new Font(Font.SANS_SERIF, Font.BOLD, 16)));
    for (int i = 0; i < smallPrint.size(); i++) {
      chart.addSubtitle(1 + i, text(smallPrint.get(i), font(12)));
    }
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlinePaint(null);
    if (plot instanceof XYPlot lines) {
      lines.setDomainGridlinePaint(GRID);
      lines.setRangeGridlinePaint(GRID);
      lines.setDomainGridlineStroke(new BasicStroke(1));
      lines.setRangeGridlineStroke(new BasicStroke(1));
      lines.setAxisOffset(RectangleInsets.ZERO_INSETS);
    }
    LegendTitle legend = chart.getLegend();
    legend.setItemFont(font(12));
    legend.setItemPaint(INK);
    legend.setFrame(BlockBorder.NONE);
    legend.setPosition(RectangleEdge.BOTTOM);
    return chart;
  }

  private static TextTitle text(String words, Font font) {
    TextTitle title = new TextTitle(words, font);
    title.setPaint(INK);
    title.setHorizontalAlignment(HorizontalAlignment.LEFT);
    title.setTextAlignment(HorizontalAlignment.LEFT);
    title.setPosition(RectangleEdge.TOP);
    title.setPadding(new RectangleInsets(2, 8, 2, 8));
    return title;
  }

  /** Writes a chart as PNG of so many pixels; leaves the stream open. */
  public static void writePng(JFreeChart chart, OutputStream out, int width, int height) {
    try {
      ChartUtils.writeChartAsPNG(out, chart, width, height, false, BEST_COMPRESSION);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
