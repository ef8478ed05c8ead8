package org.kilocard.chart;

import java.awt.geom.Rectangle2D;
import org.kilocard.chart.ChartTheme.Hue;
import org.kilocard.topology.DomainKind;
import org.kilocard.topology.Grid;
import org.kilocard.topology.Tier;

/**
 * Sketches a torus or mesh: one plane of the first two dimensions point by point, at most 5 x 5 of them; further
 * dimensions as planes in a row, of which at most three are drawn. In a torus a point is joined to its neighbours, in a
 * mesh to all others of its line.
 *
 * @param tier of the grid
 * @param hue of its points: cards, or domains of the tier inside
 */
record GridSketch(Tier tier, Hue hue) {
  private static final int CARDS = 5;
  private static final int PLANES = 3;
  private static final double SIDE = 15;

  Rectangle2D draw(SketchPen pen, Rectangle2D place) {
    Grid grid = tier.grid().orElseThrow();
    int planes = grid.vertices() / grid.size(0) / (grid.dimensions() > 1 ? grid.size(1) : 1);
    int drawn = Math.min(PLANES, planes);
    double height = place.getHeight() - 50;
    double width = Math.min(height * 1.25, place.getWidth() / drawn - 70);
    double left = place.getCenterX() - (drawn * width + (drawn - 1) * 70) / 2;
    int rows = grid.dimensions() > 1 ? Math.min(CARDS, grid.size(1)) : 1;
    for (int p = 0; p + 1 < drawn; p++) {
      double x = left + p * (width + 70) + width;
      for (int i = 0; i < rows; i++) {
        double y = place.getY() + 20 + height * (i + 0.5) / CARDS;
        pen.line(x - 10, y, x + 80, y);
      }
    }
    for (int p = 0; p < drawn; p++) {
      plane(pen, new Rectangle2D.Double(left + p * (width + 70), place.getY() + 20, width, height), grid);
    }
    String kind = tier.kind() == DomainKind.TORUS ? "neighbours are linked" : "all of a line are linked";
    pen.centred(place.getCenterX(), place.getMaxY() - 6, grid.described() + (planes > drawn
        ? "; " + drawn + " of " + planes + " planes drawn" : "") + "; " + kind);
    return new Rectangle2D.Double(left + width / CARDS / 2 - SIDE / 2, place.getY() + 20 + height / CARDS / 2 - SIDE / 2,
        SIDE, SIDE);
  }

  private void plane(SketchPen pen, Rectangle2D at, Grid grid) {
    int columns = Math.min(CARDS, grid.size(0));
    int rows = grid.dimensions() > 1 ? Math.min(CARDS, grid.size(1)) : 1;
    double dx = at.getWidth() / CARDS;
    double dy = at.getHeight() / CARDS;
    for (int r = 0; r < rows; r++) {
      line(pen, grid, 0, columns, at.getX() + dx / 2, at.getY() + dy * (r + 0.5), dx, 0);
    }
    for (int c = 0; c < columns && rows > 1; c++) {
      line(pen, grid, 1, rows, at.getX() + dx * (c + 0.5), at.getY() + dy / 2, 0, dy);
    }
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        boolean cut = c == columns - 2 && columns < grid.size(0) || r == rows - 2 && rows > 1 && rows < grid.size(1);
        double x = at.getX() + dx * (c + 0.5);
        double y = at.getY() + dy * (r + 0.5);
        if (cut) {
          pen.gap(x, y, SIDE);
        } else {
          pen.box(new Rectangle2D.Double(x - SIDE / 2, y - SIDE / 2, SIDE, SIDE), hue, "");
        }
      }
    }
  }

  /** The cables of one line of cards. */
  private void line(SketchPen pen, Grid grid, int dimension, int count, double x, double y, double dx, double dy) {
    if (tier.kind() == DomainKind.MESH_ND) {
      for (int i = 0; i < count; i++) {
        for (int j = i + 1; j < count; j++) {
          double swing = (j - i - 1) * 7;
          pen.arc(x + i * dx, y + i * dy, x + j * dx, y + j * dy, dimension == 0 ? -swing : swing);
        }
      }
      return;
    }
    for (int i = 0; i + 1 < count; i++) {
      pen.line(x + i * dx, y + i * dy, x + (i + 1) * dx, y + (i + 1) * dy);
    }
    if (grid.wrap().get(dimension) && count > 2) {
      double swing = dimension == 0 ? -24 : 24;
      pen.arc(x, y, x + (count - 1) * dx, y + (count - 1) * dy, swing);
    }
  }
}
