package org.kilocard.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYZDataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kilocard.report.Metric;
import org.kilocard.report.SweepTable;
import org.kilocard.sweep.AxisSpec;
import org.kilocard.sweep.ChartKind;
import org.kilocard.sweep.ChartSpec;
import org.kilocard.sweep.MeasuredPoints;

/**
 * What a sweep found lies where it belongs in the picture. Two series over 64, 128 and 256 cards; one point
 * missing.
 */
final class SweepChartTest {
  private static final String BUBBLE = "breakdown_s.bubble";
  private static final String COMPUTE = "breakdown_s.compute";

  private static SweepTable table() {
    List<SweepTable.Point> points = new ArrayList<>();
    for (int s = 0; s < 2; s++) {
      for (int i = 0; i < 3; i++) {
        boolean missing = s == 1 && i == 1;
        double y = 40 + 10 * s - i;
        points.add(new SweepTable.Point(s == 0 ? "first" : "second", Integer.toString(64 << i),
            OptionalDouble.of(64 << i), missing ? OptionalDouble.empty() : OptionalDouble.of(y),
            new TreeMap<>(missing ? Map.of()
                : Map.of("memory.fits", i == 2 ? 0.0 : 1.0, COMPUTE, 3.0, BUBBLE, 1.0 + s)),
            missing ? "does not divide" : ""));
      }
    }
    return new SweepTable("title", List.of("a note"), "cards", "MFU (%)", "throughput.mfu", points);
  }

  private static ChartSpec spec(ChartKind kind, AxisSpec.Scale scale) {
    AxisSpec x = new AxisSpec(Optional.of("cards"), scale, OptionalDouble.empty(), AxisSpec.Better.LESS);
    AxisSpec y = new AxisSpec(Optional.empty(), scale, OptionalDouble.empty(), AxisSpec.Better.MORE);
    Metric metric = Metric.ofRun(kind == ChartKind.STACKED_BARS ? "breakdown_s" : "throughput.mfu")
        .orElseThrow();
    List<MeasuredPoints> measured = kind == ChartKind.LINE
        ? List.of(new MeasuredPoints("them", "a paper", List.of(new MeasuredPoints.At(100, 45)))) : List.of();
    return new ChartSpec("c", "title", List.of("a note"), kind, x, Optional.empty(), y, metric,
        ChartSpec.RelativeTo.NOTHING, "", List.of(), measured, 900, kind.name().endsWith("BARS") ? 0 : 500);
  }

  @ParameterizedTest
  @EnumSource(value = ChartKind.class, mode = EnumSource.Mode.EXCLUDE, names = "PIPELINE")
  void everyKindIsDrawnInBothScales(ChartKind kind) throws IOException {
    for (AxisSpec.Scale scale : AxisSpec.Scale.values()) {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      SweepChart.writePng(spec(kind, scale), table(), png);
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(png.toByteArray()));
      assertThat(image.getWidth()).isEqualTo(900);
      assertThat(png.size()).isLessThan(150 * 1024);
    }
  }

  @ParameterizedTest
  @EnumSource(value = ChartKind.class, mode = EnumSource.Mode.EXCLUDE, names = "PIPELINE")
  void sweepWithoutAnyResultIsDrawn(ChartKind kind) {
    List<SweepTable.Point> points = table().points().stream()
        .map(point -> new SweepTable.Point(point.series(),
        point.label(), point.x(), OptionalDouble.empty(), new TreeMap<>(), "no")).toList();
    SweepTable empty = new SweepTable("title", List.of(), "cards", "MFU (%)", "throughput.mfu", points);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    SweepChart.writePng(spec(kind, AxisSpec.Scale.LOG), empty, png);
    assertThat(png.size()).isPositive();
  }

  @Test
  void linesAreWhereTheNumbersAre() {
    JFreeChart chart = SweepChart.chart(spec(ChartKind.LINE, AxisSpec.Scale.LOG), table());
    XYPlot plot = chart.getXYPlot();
    int first = plot.getDataset().indexOf(0);
    assertThat(plot.getDataset().getItemCount(first)).isEqualTo(3);
    assertThat(plot.getDataset().getXValue(first, 2)).isEqualTo(256);
    assertThat(plot.getDataset().getYValue(first, 2)).isEqualTo(38);
    // The missing point parts the line of the second series, and is a cross on the axis.
    int second = plot.getDataset().indexOf(1);
    assertThat(plot.getDataset().getYValue(second, 1)).isNaN();
    int cross = plot.getDataset().indexOf("missing 1");
    assertThat(plot.getDataset().getXValue(cross, 0)).isEqualTo(128);
    assertThat(plot.getDataset().getYValue(cross, 0)).isEqualTo(plot.getRangeAxis().getLowerBound());
    int measured = plot.getDataset().indexOf("measured them");
    assertThat(plot.getDataset().getYValue(measured, 0)).isEqualTo(45);
    assertThat(plot.getDomainAxis().getRange().contains(100)).isTrue();
    assertThat(chart.getLegend()).isNotNull();
  }

  @Test
  void namesStandAtTheEndsOfTheirLines() {
    XYPlot plot = SweepChart.chart(spec(ChartKind.LINE, AxisSpec.Scale.LINEAR), table()).getXYPlot();
    List<XYTextAnnotation> names =
        plot.getAnnotations().stream().map(XYTextAnnotation.class::cast).toList();
    assertThat(names).extracting(name -> name.getText().strip()).containsExactly("second", "first");
    assertThat(names.get(0).getX()).isBetween(256.5, 265.0);
    assertThat(names.get(0).getY()).isCloseTo(48, within(1e-9));
    assertThat(names.get(1).getY()).isCloseTo(38, within(1e-9));
  }

  @Test
  void namesAreMovedApartWithinThePicture() {
    double[] places = LineNames.spread(new double[] {1.0, 0.5, 0.5, 0.5, 0.01, 0});
    for (int i = 1; i < places.length; i++) {
      assertThat(places[i - 1] - places[i]).isGreaterThanOrEqualTo(0.042 - 1e-12);
    }
    assertThat(places[0]).isEqualTo(1);
    assertThat(places[5]).isPositive();
  }

  @Test
  void partsAreStacked() {
    CategoryPlot plot =
        SweepChart.chart(spec(ChartKind.STACKED_BARS, AxisSpec.Scale.LINEAR), table()).getCategoryPlot();
    assertThat((Object) plot.getDataset().getRowKeys()).isEqualTo(List.of("kernels", "pipeline bubble"));
    assertThat(plot.getDataset().getValue("pipeline bubble", "second, 64")).isEqualTo(2.0);
    assertThat(plot.getDataset().getValue("kernels", "second, 128")).isNull();
    assertThat((Object) plot.getDataset().getColumnKeys()).asInstanceOf(LIST).contains("second, 256 *");
    // The tallest is 3 + 2 s, with room for its number.
    assertThat(plot.getRangeAxis().getUpperBound()).isGreaterThan(5.3);
  }

  @Test
  void barsAreGroupedByPoint() {
    CategoryPlot plot = SweepChart.chart(spec(ChartKind.BARS, AxisSpec.Scale.LINEAR), table())
        .getCategoryPlot();
    assertThat((Object) plot.getDataset().getRowKeys()).isEqualTo(List.of("first", "second"));
    assertThat(plot.getDataset().getValue("second", "64")).isEqualTo(50.0);
  }

  @Test
  void fieldsOfAHeatMapHoldTheirNumbers() {
    XYPlot plot = SweepChart.chart(spec(ChartKind.HEAT_MAP, AxisSpec.Scale.LINEAR), table()).getXYPlot();
    XYZDataset fields = (XYZDataset) plot.getDataset();
    // Shades from 38 (lightest, 0) to 50 (darkest, 1); the missing one is -1.
    assertThat(fields.getZValue(0, 2)).isZero();
    assertThat(fields.getZValue(0, 3)).isEqualTo(1);
    assertThat(fields.getZValue(0, 4)).isEqualTo(-1);
    assertThat(plot.getAnnotations()).extracting(label -> ((XYTextAnnotation) label).getText())
        .containsExactly("40.0", "39.0", "38.0 *", "50.0", "–", "48.0 *");
  }
}
