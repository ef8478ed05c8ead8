package org.kilocard.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.plot.XYPlot;
import org.junit.jupiter.api.Test;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.report.CollectiveRow;
import org.kilocard.report.CollectiveTable;

class BusBandwidthChartTest {
  /** Sends of 1 and 8 MiB at given GB/s; a send has the bus bandwidth of its algorithm. */
  private static CollectiveTable table(String topology, double small, double large) {
    return new CollectiveTable(Operation.SEND, topology, "card", 2, "stack", Map.of(),
        List.of(row(1 << 20, small), row(8 << 20, large)));
  }

  /** The bound is half of the time. */
  private static CollectiveRow row(long bytes, double gigabytes) {
    long timePs = Math.round(bytes / gigabytes * 1e3);
    return new CollectiveRow(Call.of("send", Operation.SEND, bytes), 2, timePs, timePs / 2, "p2p",
        Optional.empty(), List.of());
  }

  @Test
  void eachTopologyHasItsLineItsBoundAndItsName() {
    JFreeChart chart = BusBandwidthChart.chart(
        List.of(table("slow", 1, 40), table("fast", 2, 160), table("nearly", 2, 159)));
    XYPlot plot = (XYPlot) chart.getPlot();
    assertThat(plot.getDataset().getSeriesCount()).isEqualTo(6);
    assertThat(plot.getDataset().getXValue(0, 1)).isEqualTo(8 << 20);
    assertThat(plot.getDataset().getYValue(0, 1)).isCloseTo(40, offset(1e-3));
    assertThat(plot.getDataset().getYValue(1, 1)).isCloseTo(80, offset(1e-3));
    assertThat(plot.getDomainAxis()).isInstanceOf(LogAxis.class);
    assertThat(plot.getRangeAxis()).isInstanceOf(LogAxis.class);
    assertThat(plot.getRangeAxis().getRange().contains(320)).isTrue();
    List<String> names = new ArrayList<>();
    List<Double> heights = new ArrayList<>();
    for (Object annotation : plot.getAnnotations()) {
      names.add(((XYTextAnnotation) annotation).getText().strip());
      heights.add(((XYTextAnnotation) annotation).getY());
    }
    // From above to below; 159 would lie over 160, so its name is lower.
    assertThat(names).containsExactly("fast", "nearly", "slow");
    assertThat(heights.get(0)).isCloseTo(160, offset(1e-3));
    assertThat(heights.get(1)).isLessThan(150);
    assertThat(heights.get(2)).isCloseTo(40, offset(1e-3));
  }
}
