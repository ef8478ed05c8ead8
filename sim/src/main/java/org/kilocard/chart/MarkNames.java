package org.kilocard.chart;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.TextAnchor;

/** Names beside marks, each only if it covers no other. */
final class MarkNames {
  /** Part of the height that a name takes. */
  private static final double HEIGHT = 0.034;
  /** Pixels of a character of a name. */
  private static final double CHARACTER = 7.2;

  private final XYPlot plot;
  private final double character;
  private final List<Rectangle2D> taken = new ArrayList<>();

  /** Names on {@code plot}, in a picture of so many pixels. */
  MarkNames(XYPlot plot, int width) {
    this.plot = plot;
    character = CHARACTER / width;
  }

  /**
   * Adds a name.
   *
   * @param across where the mark lies on the x-axis, 0 … 1
   * @param up where it lies on the y-axis, 0 … 1
   * @param x the same in numbers of that axis
   * @param y the same in numbers of that axis
   * @param anchor the point of the name that the mark touches
   */
  void add(String text, double across, double up, double x, double y, TextAnchor anchor) {
    double width = character * (text.length() + 3);
    double left = anchor.isLeft() ? across : across - width;
    double bottom = anchor.isBottom() ? up : anchor.isTop() ? up - HEIGHT : up - HEIGHT / 2;
    Rectangle2D box = new Rectangle2D.Double(left, bottom, width, HEIGHT);
    if (taken.stream().anyMatch(box::intersects)) {
      return;
    }
    taken.add(box);
    XYTextAnnotation name = new XYTextAnnotation("  " + text + "  ", x, y);
    name.setFont(ChartTheme.font(12));
    name.setPaint(ChartTheme.ink());
    name.setTextAnchor(anchor);
    plot.addAnnotation(name);
  }
}
