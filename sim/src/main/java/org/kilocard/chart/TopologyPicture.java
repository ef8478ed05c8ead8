package org.kilocard.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.kilocard.chart.ChartTheme.Hue;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.Tier;

/**
 * Draws the hierarchy of a cluster: one domain of every tier, the outermost at the top, each with what it counts beside
 * it; dashed lines show which part of a domain the picture below magnifies.
 */
public final class TopologyPicture {
  private static final int WIDTH = 1300;
  private static final int HEAD = 56;
  private static final int BAND = 250;
  private static final int WORDS = 400;

  private final Cluster cluster;
  private final int cards;
  private final List<List<String>> facts;

  private TopologyPicture(Cluster cluster, int cards, List<List<String>> facts) {
    this.cluster = cluster;
    this.cards = cards;
    this.facts = facts;
  }

  /**
   * Writes a PNG; leaves the stream open.
   *
   * @param cards that are laid out
   * @param facts lines about each tier, innermost first
   */
  public static void writePng(Cluster cluster, int cards, List<List<String>> facts, OutputStream out) {
    try {
      ImageIO.write(new TopologyPicture(cluster, cards, facts).draw(), "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BufferedImage draw() {
    int bands = cluster.tiers().size();
    BufferedImage image = new BufferedImage(WIDTH, HEAD + bands * BAND, BufferedImage.TYPE_INT_RGB);
    Graphics2D paper = image.createGraphics();
    paper.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    paper.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    paper.setColor(Color.WHITE);
    paper.fillRect(0, 0, image.getWidth(), image.getHeight());
    SketchPen pen = new SketchPen(paper);
    pen.words(24, 34, 18, true, cluster.name() + ": " + String.format(Locale.ROOT, "%,d", cards)
        + " cards (" + cluster.accelerator().name() + ")");
    for (int t = bands - 1; t >= 0; t--) {
      band(pen, t, HEAD + (bands - 1 - t) * BAND);
    }
    paper.dispose();
    return image;
  }

  private void band(SketchPen pen, int t, double top) {
    Tier tier = cluster.tiers().get(t);
    pen.words(24, top + 28, 15, true, tier.name());
    double y = top + 50;
    for (String fact : facts.get(t)) {
      pen.words(24, y, 12, false, fact);
      y += 19;
    }
    int size = Math.min(cards, tier.cards().orElse(cards));
    int inner = t == 0 ? 1 : Math.min(size, cluster.tiers().get(t - 1).cards().orElse(1));
    String part = t == 0 ? "card" : cluster.tiers().get(t - 1).name();
    DomainSketch sketch = new DomainSketch(tier, (size + inner - 1) / inner, part, t == 0 ? Hue.SKY : Hue.GREEN);
    Rectangle2D place = new Rectangle2D.Double(WORDS, top + 10, WIDTH - WORDS - 30, BAND - 50);
    Rectangle2D first = sketch.draw(pen, place);
    if (t > 0) {
      pen.zoom(first.getX(), first.getMaxY(), WORDS, top + BAND + 8);
      pen.zoom(first.getMaxX(), first.getMaxY(), WIDTH - 30, top + BAND + 8);
    }
  }
}
