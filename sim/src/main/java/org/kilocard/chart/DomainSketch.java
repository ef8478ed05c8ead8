package org.kilocard.chart;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.kilocard.chart.ChartTheme.Hue;
import org.kilocard.topology.Tier;

/**
 * Sketches one domain of a tier: what it joins, cards or domains of the tier inside, and by what. Of many only the
 * first and the last are drawn.
 *
 * @param tier of the domain
 * @param parts that a domain joins
 * @param part what one of them is called
 * @param hue of the parts
 */
record DomainSketch(Tier tier, int parts, String part, Hue hue) {
  private static final int DRAWN = 8;
  private static final double GAP = 14;

  /** Draws into a place; returns where the first part is. */
  Rectangle2D draw(SketchPen pen, Rectangle2D place) {
    return switch (tier.kind()) {
      case SWITCH -> switched(pen, place);
      case CLOS -> new ClosSketch(tier, parts).draw(pen, place, this);
      case FULL_MESH -> meshed(pen, place);
      case TORUS, MESH_ND -> new GridSketch(tier, hue).draw(pen, place);
    };
  }

  /** The parts in a row along the lower edge of a place; null for those left out. */
  List<Row> row(SketchPen pen, Rectangle2D place, double height) {
    int drawn = Math.min(parts, DRAWN);
    double width = Math.min(96, (place.getWidth() - (drawn - 1) * GAP) / drawn);
    double left = place.getCenterX() - (drawn * width + (drawn - 1) * GAP) / 2;
    double top = place.getMaxY() - height;
    List<Row> row = new ArrayList<>();
    for (int i = 0; i < drawn; i++) {
      Rectangle2D box = new Rectangle2D.Double(left + i * (width + GAP), top, width, height);
      boolean more = parts > DRAWN && i == DRAWN - 2;
      if (more) {
        pen.centred(box.getCenterX(), box.getCenterY() + 4, "…");
      } else {
        int number = i == drawn - 1 ? parts - 1 : i;
        pen.box(box, hue, part + " " + number);
        row.add(new Row(number, box));
      }
    }
    return row;
  }

  /**
   * A part that is drawn.
   *
   * @param number of the part
   * @param box where
   */
  record Row(int number, Rectangle2D box) {}

  private Rectangle2D switched(SketchPen pen, Rectangle2D place) {
    List<Row> row = row(pen, place, 40);
    Rectangle2D first = row.get(0).box();
    Rectangle2D last = row.get(row.size() - 1).box();
    double y = place.getY() + 10;
    for (Row part : row) {
      double x = part.box().getCenterX();
      for (int lane = -1; lane <= 1; lane++) {
        pen.line(x + lane * 5, part.box().getY(), x + lane * 5, y + 34);
      }
    }
    pen.box(new Rectangle2D.Double(first.getX(), y, last.getMaxX() - first.getX(), 34), Hue.ORANGE,
        tier.name() + " switches, non-blocking");
    return first;
  }

  /** Up to 16 parts on a circle, each joined to all others. */
  private Rectangle2D meshed(SketchPen pen, Rectangle2D place) {
    int drawn = Math.min(parts, 16);
    double radius = place.getHeight() / 2 - 18;
    double[] x = new double[drawn];
    double[] y = new double[drawn];
    for (int i = 0; i < drawn; i++) {
      double angle = 2 * Math.PI * i / drawn - Math.PI / 2;
      x[i] = place.getCenterX() + 1.8 * radius * StrictMath.cos(angle);
      y[i] = place.getCenterY() + radius * StrictMath.sin(angle);
    }
    for (int i = 0; i < drawn; i++) {
      for (int j = 0; j < i; j++) {
        pen.line(x[i], y[i], x[j], y[j]);
      }
    }
    Rectangle2D first = place;
    for (int i = drawn - 1; i >= 0; i--) {
      first = new Rectangle2D.Double(x[i] - 40, y[i] - 14, 80, 28);
      pen.box(first, hue, part + " " + i);
    }
    if (drawn < parts) {
      pen.centred(place.getCenterX(), place.getMaxY(), "… " + parts + " in all, each joined to all others");
    }
    return first;
  }
}
