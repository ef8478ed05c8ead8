package org.kilocard.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.junit.jupiter.api.Test;
import org.kilocard.schedule.PassTimes;
import org.kilocard.schedule.PipelineClock;
import org.kilocard.schedule.PipelineShape;
import org.kilocard.schedule.Schedules;
import org.kilocard.schedule.Timetable;

class PipelineDiagramTest {
  private static final long MS = 1_000_000_000L;

  private static Timetable timetable(String name, PipelineShape shape) {
    return PipelineClock.play(
        Schedules.named(name).orElseThrow(), shape, PassTimes.serial(10 * MS, 10 * MS, 10 * MS));
  }

  private static XYIntervalSeriesCollection blocks(JFreeChart chart) {
    return (XYIntervalSeriesCollection) ((XYPlot) chart.getPlot()).getDataset();
  }

  /** 8 forwards and 8 backwards on each of 4 ranks: two colours of 32 blocks each. */
  @Test
  void everyPassIsABlockAtItsPlace() {
    Timetable timetable = timetable("1f1b", new PipelineShape(4, 1, 8));
    XYIntervalSeriesCollection blocks = blocks(PipelineDiagram.chart(timetable, 0, 3, "t", 800));
    assertThat(blocks.getSeriesCount()).isEqualTo(2);
    assertThat(blocks.getItemCount(0)).isEqualTo(32);
    assertThat(blocks.getItemCount(1)).isEqualTo(32);
    // First forward of rank 0: from 0 to 10 ms, on the row around 0. The ninth is the first of rank 1.
    assertThat(blocks.getStartXValue(0, 0)).isZero();
    assertThat(blocks.getEndXValue(0, 0)).isEqualTo(10);
    assertThat(blocks.getStartYValue(0, 0)).isBetween(-0.5, -0.3);
    assertThat(blocks.getEndYValue(0, 0)).isEqualTo(-blocks.getStartYValue(0, 0));
    assertThat(blocks.getStartXValue(0, 8)).isEqualTo(10);
    assertThat((blocks.getStartYValue(0, 8) + blocks.getEndYValue(0, 8)) / 2).isEqualTo(1);
  }

  /**
   * DualPipe, P = 4, M = 8. 8 micro-batches pass each rank, so 32 forwards in all. Of the orders written down
   * in the tests of the schedule, an outer rank has 3 pairs and a middle rank 3: 12, so 24 halves. Colours:
   * forward, backward, both as halves, input, weights, each for two chunks.
   */
  @Test
  void aPairIsTwoHalves() {
    Timetable timetable = timetable("dualpipe", new PipelineShape(4, 2, 8));
    XYIntervalSeriesCollection blocks = blocks(PipelineDiagram.chart(timetable, 0, 3, "t", 800));
    int halves = 0;
    int forwards = 0;
    for (int series = 0; series < blocks.getSeriesCount(); series++) {
      String look = blocks.getSeriesKey(series).toString();
      halves += look.contains("paired=true") ? blocks.getItemCount(series) : 0;
      forwards += look.contains("pass=FORWARD") ? blocks.getItemCount(series) : 0;
    }
    assertThat(blocks.getSeriesCount()).isEqualTo(12);
    assertThat(forwards).isEqualTo(32);
    assertThat(halves).isEqualTo(24);
  }

  /** Ranks 1 and 2 of 4; the scale of time stays that of all, (8 + 3) · 30 ms. */
  @Test
  void onlySomeRanks() {
    Timetable timetable = timetable("1f1b", new PipelineShape(4, 1, 8));
    JFreeChart chart = PipelineDiagram.chart(timetable, 1, 2, "t", 800);
    assertThat(blocks(chart).getItemCount(0)).isEqualTo(16);
    XYPlot plot = (XYPlot) chart.getPlot();
    assertThat(plot.getDomainAxis().getUpperBound()).isEqualTo(330);
    assertThat(plot.getDomainAxis().getLabel()).endsWith("(ms)");
    assertThat(plot.getRangeAxis().getLowerBound()).isEqualTo(0.5);
  }

  @Test
  void pictureHasItsSizeAndItsColours() throws IOException {
    Timetable timetable = timetable("zb-h1", new PipelineShape(4, 1, 8));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PipelineDiagram.writePng(timetable, 0, 3, "t", 700, out);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    assertThat(image.getWidth()).isEqualTo(700);
    assertThat(image.getHeight()).isEqualTo(PipelineDiagram.height(4));
    Set<Integer> seen = new TreeSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        seen.add(image.getRGB(x, y));
      }
    }
    assertThat(image.getRGB(0, 0)).isEqualTo(Color.WHITE.getRGB());
    assertThat(seen)
        .contains(ChartTheme.Hue.SKY.colour().getRGB(), ChartTheme.Hue.GREEN.colour().getRGB(),
            ChartTheme.Hue.PURPLE.colour().getRGB())
        .doesNotContain(ChartTheme.Hue.ORANGE.colour().getRGB());
  }

  /** Half way from 0x56 to 0xFF is 0xAA.8, rounded up; 0xB4 to 0xFF 0xD9.8; 0xE9 to 0xFF 0xF4. */
  @Test
  void tints() {
    assertThat(ChartTheme.Hue.SKY.tint(0)).isEqualTo(new Color(0x56B4E9));
    assertThat(ChartTheme.Hue.SKY.tint(0.5)).isEqualTo(new Color(0xABDAF4));
    assertThat(ChartTheme.Hue.SKY.tint(1)).isEqualTo(Color.WHITE);
  }
}
