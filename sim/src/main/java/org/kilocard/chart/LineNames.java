package org.kilocard.chart;

import java.awt.Color;
import java.util.Comparator;
import java.util.List;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.TextAnchor;

/** Names of lines beside their last marks, moved apart until none covers another. */
final class LineNames {
  /** Part of the height that a name takes. */
  private static final double NAME = 0.042;
  /** Pixels between the last mark of a line and its name. */
  private static final double BESIDE = 12;

  private LineNames() {}

  /**
   * The last mark of a line.
   *
   * @param name of the line
   * @param hue of the line
   */
  record End(String name, Color hue, double x, double y) {}

  /** Names the lines on {@code plot}, in a picture that is {@code width} pixels wide. */
  static void add(XYPlot plot, List<End> ends, PointAxis x, PointAxis y, int width) {
    List<End> down = ends.stream().sorted(Comparator.comparingDouble(End::y).reversed()).toList();
    double[] places = spread(down.stream().mapToDouble(end -> y.share(end.y())).toArray());
    double right = down.stream().mapToDouble(End::x).max().orElse(0);
    for (int i = 0; i < places.length; i++) {
      // Beside the mark, not on it: the paper behind a name would cover the mark.
      double beside = x.value(x.share(right) + BESIDE / width);
      XYTextAnnotation name = new XYTextAnnotation(down.get(i).name(), beside, y.value(places[i]));
      name.setFont(ChartTheme.font(13));
      name.setPaint(down.get(i).hue().darker());
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
}
