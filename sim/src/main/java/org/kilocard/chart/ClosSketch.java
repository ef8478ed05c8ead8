package org.kilocard.chart;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.kilocard.chart.ChartTheme.Hue;
import org.kilocard.topology.Tier;

/**
 * Sketches a Clos: parts, leaves, and the switches above as one row per level. With rails a leaf joins the cards of one
 * place of several parts.
 */
record ClosSketch(Tier tier, int parts) {
  private static final int LEAVES = 8;

  Rectangle2D draw(SketchPen pen, Rectangle2D place, DomainSketch domain) {
    List<DomainSketch.Row> row = domain.row(pen, place, 36);
    int leaves = tier.rails() > 1 ? Math.min(LEAVES, tier.rails()) : Math.min(LEAVES, Math.max(2, row.size() / 2));
    double step = (place.getHeight() - 36) / Math.max(2, tier.levels());
    double y = place.getMaxY() - 36 - step;
    List<Rectangle2D> below = boxes(place, y, leaves, 60);
    for (DomainSketch.Row part : row) {
      for (int leaf = 0; leaf < leaves; leaf++) {
        boolean joined = tier.rails() > 1 || row.indexOf(part) * leaves / row.size() == leaf;
        if (joined) {
          double x = part.box().getX() + (tier.rails() > 1 ? part.box().getWidth() * (leaf + 0.5) / leaves
              : part.box().getWidth() / 2);
          pen.line(x, part.box().getY(), below.get(leaf).getCenterX(), y + 22);
        }
      }
    }
    List<Rectangle2D> drawn = new ArrayList<>(below);
    for (int level = 1; level < tier.levels(); level++) {
      List<Rectangle2D> above = boxes(place, y - level * step, Math.max(2, leaves / 2), 60);
      for (Rectangle2D low : below) {
        above.forEach(high -> pen.line(low.getCenterX(), low.getY(), high.getCenterX(), high.getMaxY()));
      }
      for (Rectangle2D high : above) {
        pen.box(high, Hue.VERMILION, level == tier.levels() - 1 && level > 1 ? "core" : "spine");
      }
      below = above;
    }
    for (int leaf = 0; leaf < leaves; leaf++) {
      pen.box(drawn.get(leaf), Hue.ORANGE, (tier.rails() > 1 ? "rail " : "leaf ") + leaf);
    }
    return row.get(0).box();
  }

  private static List<Rectangle2D> boxes(Rectangle2D place, double y, int count, double width) {
    List<Rectangle2D> boxes = new ArrayList<>();
    double gap = Math.min(60, (place.getWidth() - count * width) / count);
    double left = place.getCenterX() - (count * width + (count - 1) * gap) / 2;
    for (int i = 0; i < count; i++) {
      boxes.add(new Rectangle2D.Double(left + i * (width + gap), y, width, 22));
    }
    return boxes;
  }
}
