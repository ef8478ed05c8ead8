package org.kilocard.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.data.xy.XYDataset;
import org.junit.jupiter.api.Test;
import org.kilocard.report.Accuracy;
import org.kilocard.report.FamilyAccuracy;
import org.kilocard.report.PredictedRow;

/** Marks lie where the numbers say, memory is no mark, and what is far off carries its name. */
class AccuracyChartTest {
  private static PredictedRow row(String id, String role, String metric, double measured, double predicted, double error) {
    return new PredictedRow(id, role, metric, measured, predicted, error, metric.equals("step_s") ? predicted : 50, true, "", 0);
  }

  @Test
  void drawsTimesAndNamesWhatIsFarOff() {
    FamilyAccuracy family = new FamilyAccuracy("f", "t", "r", Map.of("compute_scale", 1.1), List.of(
        row("small", "calibrate", "step_s", 2, 2, 0),
        row("near", "predict", "step_s", 4, 4.1, 0.025),
        row("far", "predict", "tokens_per_s", 1000, 800, 0.25),
        row("far", "predict", "memory_bytes", 1e9, 3e9, 2)), List.of());
    JFreeChart chart = AccuracyChart.chart(new Accuracy(List.of(family), true));
    XYDataset marks = chart.getXYPlot().getDataset();
    assertThat(marks.getSeriesCount()).isEqualTo(2);
    assertThat(marks.getItemCount(0)).isEqualTo(1);
    assertThat(marks.getItemCount(1)).isEqualTo(2);
    assertThat(marks.getXValue(1, 0)).isEqualTo(4);
    assertThat(marks.getYValue(1, 0)).isEqualTo(4.1);
    assertThat(marks.getYValue(1, 1) / marks.getXValue(1, 1)).isEqualTo(1.25);
    assertThat(chart.getXYPlot().getAnnotations()).filteredOn(XYTextAnnotation.class::isInstance)
        .singleElement().satisfies(a -> assertThat(((XYTextAnnotation) a).getText()).contains("far"));
  }
}
