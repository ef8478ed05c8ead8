package org.kilocard.chart;

import java.awt.Paint;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.CategoryTextAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAnchor;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;

/**
 * Horizontal bars, one below the other, so that long names stay readable. Each row has a bar per part:
 * stacked, with the sum at its end, or side by side with the value at the end of each. A row without values
 * says why.
 */
final class Bars {
  private static final int FRAME_PIXELS = 150;
  private static final int STACK_PIXELS = 44;
  private static final int BAR_PIXELS = 22;
  private static final int GAP_PIXELS = 16;
  /** Room for the number behind the longest bar, as a part of the axis. */
  private static final double ROOM = 0.14;

  /**
   * One row.
   *
   * @param name at its left
   * @param values one per part, NaN for none
   * @param whole what is written at the end of a stack
   * @param remark in place of the values, if there are none
   */
  record Row(String name, double[] values, double whole, String remark) {
    boolean isMissing() {
      for (double value : values) {
        if (!Double.isNaN(value)) {
          return false;
        }
      }
      return true;
    }

    double sum() {
      double sum = 0;
      for (double value : values) {
        sum += Double.isNaN(value) ? 0 : value;
      }
      return sum;
    }

    double most() {
      double most = 0;
      for (double value : values) {
        most = Double.isNaN(value) ? most : Math.max(most, value);
      }
      return most;
    }
  }

  /**
   * What is drawn.
   *
   * @param parts names of the parts, for the legend
   * @param colours one per part
   * @param rows from above to below
   * @param stacked whether the parts add up
   */
  record Data(List<String> parts, List<Paint> colours, List<Row> rows, boolean stacked) {}

  private Bars() {}

  /** Draws them; {@code axis} names the values, with their unit. */
  static JFreeChart chart(String title, List<String> smallPrint, String axis, Data data) {
    DefaultCategoryDataset dataset = new DefaultCategoryDataset();
    for (Row row : data.rows()) {
      if (data.parts().isEmpty()) {
        dataset.addValue(null, "", row.name()); // keeps its place
      }
      for (int part = 0; part < data.parts().size(); part++) {
        double value = row.values()[part];
        dataset.addValue(Double.isNaN(value) ? null : value, data.parts().get(part), row.name());
      }
    }
    BarRenderer renderer = data.stacked() ? new StackedBarRenderer() : new BarRenderer();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setItemMargin(0.05);
    for (int part = 0; part < data.parts().size(); part++) {
      renderer.setSeriesPaint(part, data.colours().get(part));
    }
    if (!data.stacked()) {
      renderer.setDefaultItemLabelsVisible(true);
      renderer.setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator("{2}", new NumberLabel()));
      renderer.setDefaultItemLabelFont(ChartTheme.font(12));
      renderer.setDefaultItemLabelPaint(ChartTheme.ink());
    }
    CategoryPlot plot = new CategoryPlot(dataset, names(), values(axis, data), renderer);
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
    plot.setRangeGridlinePaint(ChartTheme.grid());
    remarks(data).forEach(plot::addAnnotation);
    JFreeChart chart = ChartTheme.chart(title, smallPrint, plot);
    if (data.parts().size() <= 1) {
      chart.removeLegend();
    }
    return chart;
  }

  /** Height in pixels that suits so many rows and lines of small print. */
  static int height(Data data, int smallPrint) {
    int row = data.stacked() ? STACK_PIXELS : GAP_PIXELS + BAR_PIXELS * data.parts().size();
    return FRAME_PIXELS + 18 * smallPrint + data.rows().size() * row;
  }

  private static CategoryAxis names() {
    CategoryAxis axis = new CategoryAxis();
    axis.setTickLabelFont(ChartTheme.font(13));
    axis.setTickLabelPaint(ChartTheme.ink());
    axis.setAxisLinePaint(ChartTheme.ink());
    axis.setTickMarksVisible(false);
    axis.setMaximumCategoryLabelLines(3);
    axis.setMaximumCategoryLabelWidthRatio(2.5f);
    axis.setCategoryMargin(0.25);
    axis.setLowerMargin(0.02);
    axis.setUpperMargin(0.02);
    return axis;
  }

  private static NumberAxis values(String label, Data data) {
    NumberAxis axis = ChartTheme.dress(new NumberAxis(label));
    double most = data.rows().stream().mapToDouble(row -> data.stacked() ? row.sum() : row.most()).max()
        .orElse(0);
    axis.setRange(0, most > 0 ? most * (1 + ROOM) : 1);
    return axis;
  }

  private static List<CategoryTextAnnotation> remarks(Data data) {
    List<CategoryTextAnnotation> remarks = new ArrayList<>();
    for (Row row : data.rows()) {
      String text = row.isMissing() ? row.remark() : data.stacked() ? NumberLabel.of(row.whole()) : "";
      if (!text.isEmpty()) {
        CategoryTextAnnotation remark =
            new CategoryTextAnnotation("  " + text, row.name(), row.isMissing() ? 0 : row.sum());
        remark.setCategoryAnchor(CategoryAnchor.MIDDLE);
        remark.setTextAnchor(TextAnchor.CENTER_LEFT);
        remark.setFont(ChartTheme.font(12));
        remark.setPaint(ChartTheme.ink());
        remarks.add(remark);
      }
    }
    return remarks;
  }
}
