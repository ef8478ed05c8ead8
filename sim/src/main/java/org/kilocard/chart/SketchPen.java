package org.kilocard.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.QuadCurve2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import org.kilocard.chart.ChartTheme.Hue;

/** What sketches of topologies are drawn with: boxes for cards, domains and switches, lines for cables. */
final class SketchPen {
  private static final double ROUND = 8;

  private final Graphics2D paper;

  SketchPen(Graphics2D paper) {
    this.paper = paper;
  }

  /** A box with words in its middle, which must fit or are left out. */
  void box(Rectangle2D place, Hue hue, String words) {
    RoundRectangle2D box = new RoundRectangle2D.Double(
        place.getX(), place.getY(), place.getWidth(), place.getHeight(), ROUND, ROUND);
    paper.setColor(hue.tint(0.7));
    paper.fill(box);
    paper.setColor(hue.colour());
    paper.setStroke(new BasicStroke(1.5f));
    paper.draw(box);
    paper.setFont(ChartTheme.font(12));
    double width = paper.getFontMetrics().stringWidth(words);
    if (width <= place.getWidth() - 2) {
      paper.setColor(ChartTheme.ink());
      paper.drawString(words, (float) (place.getCenterX() - width / 2), (float) (place.getCenterY() + 4.5));
    }
  }

  /** A cable. */
  void line(double x1, double y1, double x2, double y2) {
    pick(1);
    paper.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  /** A cable that swings out, by so much to the right of its way. */
  void arc(double x1, double y1, double x2, double y2, double swing) {
    pick(1);
    double length = Math.sqrt((x2 - x1) * (x2 - x1) + (y2 - y1) * (y2 - y1));
    double cx = (x1 + x2) / 2 - (y2 - y1) / length * swing;
    double cy = (y1 + y2) / 2 + (x2 - x1) / length * swing;
    paper.draw(new QuadCurve2D.Double(x1, y1, cx, cy, x2, y2));
  }

  private void pick(float width) {
    paper.setColor(new Color(0x888888));
    paper.setStroke(new BasicStroke(width));
  }

  /** A line of the magnifying glass from a box to what is inside of it. */
  void zoom(double x1, double y1, double x2, double y2) {
    paper.setColor(new Color(0xBBBBBB));
    paper.setStroke(new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {5, 5}, 0));
    paper.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  /** Words from a point on the base line to the right. */
  void words(double x, double y, int size, boolean bold, String words) {
    paper.setFont(new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, size));
    paper.setColor(ChartTheme.ink());
    paper.drawString(words, (float) x, (float) y);
  }

  /** A mark that something is left out here. */
  void gap(double x, double y, double side) {
    paper.setColor(Color.WHITE);
    paper.fill(new Rectangle2D.Double(x - side / 2, y - side / 2, side, side));
    centred(x, y + 3, "…");
  }

  /** Words around a point on the base line. */
  void centred(double x, double y, String words) {
    paper.setFont(ChartTheme.font(12));
    paper.setColor(ChartTheme.ink());
    paper.drawString(words, (float) (x - paper.getFontMetrics().stringWidth(words) / 2.0), (float) y);
  }
}
