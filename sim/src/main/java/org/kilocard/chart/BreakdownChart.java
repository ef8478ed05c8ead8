package org.kilocard.chart;

import java.awt.Color;
import java.awt.Paint;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jfree.chart.JFreeChart;
import org.kilocard.report.Compared;
import org.kilocard.report.Comparison;
import org.kilocard.report.Difference;
import org.kilocard.report.Part;
import org.kilocard.report.Result;

/**
 * Where the time of compared scenarios goes: a stacked bar for each. Where they differ in cards or tokens,
 * the time is that of a token on a card.
 */
public final class BreakdownChart {
  private static final int WIDTH = 1100;
  private static final Color WAITING = new Color(0xBBBBBB);
  private static final double MICROSECONDS = 1e6;
  /** Parts below this share of every bar are not in the legend. */
  private static final double NOTHING = 1e-3;

  private BreakdownChart() {}

  /** Draws {@code comparison}. */
  public static JFreeChart chart(Comparison comparison) {
    boolean perToken = perToken(comparison);
    return Bars.chart(comparison.title(), smallPrint(), perToken
        ? "time of a card per token (us)" : "time of the step (s)", data(comparison));
  }

  /** Writes {@link #chart} as PNG; leaves the stream open. */
  public static void writePng(Comparison comparison, OutputStream out) {
    ChartTheme.writePng(chart(comparison), out, WIDTH, Bars.height(data(comparison), 1));
  }

  private static List<String> smallPrint() {
    return List.of("Mean card of the critical stage; exposed: what nothing hides.");
  }

  private static boolean perToken(Comparison comparison) {
    return comparison.others().stream()
        .map(comparison::difference).flatMap(Optional::stream).anyMatch(Difference::perToken);
  }

  private static Bars.Data data(Comparison comparison) {
    boolean perToken = perToken(comparison);
    List<Part> shown = new ArrayList<>();
    for (Part part : Part.values()) {
      if (comparison.all().stream().map(Compared::result).flatMap(Optional::stream)
          .anyMatch(result -> result.breakdown().get(part) > NOTHING * result.seconds())) {
        shown.add(part);
      }
    }
    List<Bars.Row> rows = new ArrayList<>();
    for (Compared compared : comparison.all()) {
      double[] values = shown.stream()
          .mapToDouble(part -> compared.result().map(result -> value(result, part, perToken))
              .orElse(Double.NaN))
          .toArray();
      double whole = compared.result()
          .map(result -> result.seconds() * scale(result, perToken)).orElse(Double.NaN);
      rows.add(new Bars.Row(compared.label(), values, whole, "not simulated"));
    }
    return new Bars.Data(shown.stream().map(Part::label).toList(), colours(shown), rows, true);
  }

  private static double value(Result result, Part part, boolean perToken) {
    return result.breakdown().get(part) * scale(result, perToken);
  }

  private static double scale(Result result, boolean perToken) {
    return perToken ? MICROSECONDS * result.facts().cards() / result.facts().tokens() : 1;
  }

  private static List<Paint> colours(List<Part> parts) {
    return parts.stream().<Paint>map(BreakdownChart::colour).toList();
  }

  /** The colour of a part in every picture. */
  static Color colour(Part part) {
    return switch (part) {
      case COMPUTE -> ChartTheme.Hue.BLUE.colour();
      case EXPOSED_TENSOR -> ChartTheme.Hue.ORANGE.colour();
      case EXPOSED_CONTEXT -> ChartTheme.Hue.YELLOW.colour();
      case EXPOSED_EXPERT -> ChartTheme.Hue.VERMILION.colour();
      case EXPOSED_PIPELINE -> ChartTheme.Hue.SKY.colour();
      case BUBBLE -> WAITING;
      case EXPOSED_DATA -> ChartTheme.Hue.GREEN.colour();
      case OPTIMIZER -> ChartTheme.Hue.PURPLE.colour();
      case OTHER -> ChartTheme.ink();
    };
  }
}
