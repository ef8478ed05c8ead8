package org.kilocard.sweep;

import java.util.List;
import java.util.Optional;
import org.kilocard.report.Metric;

/**
 * What a chart file asks for.
 *
 * @param name of the file, without its ending
 * @param title of the picture
 * @param notes small print below the title
 * @param kind how it is drawn
 * @param x the x-axis
 * @param xMetric the number of a result that places a point on the x-axis; empty: the value that was set
 * @param y the y-axis
 * @param metric the number, or the group of numbers, that is asked for
 * @param relativeTo what the numbers are divided by
 * @param seriesLabel what tells the series apart, for the axis of a heat map; may be empty
 * @param planned simulations, series by series
 * @param measured published measurements
 * @param width of the picture in pixels
 * @param height of the picture in pixels; 0: what the contents need
 */
public record ChartSpec(
    String name,
    String title,
    List<String> notes,
    ChartKind kind,
    AxisSpec x,
    Optional<Metric> xMetric,
    AxisSpec y,
    Metric metric,
    RelativeTo relativeTo,
    String seriesLabel,
    List<Planned> planned,
    List<MeasuredPoints> measured,
    int width,
    int height) {

  /** What the numbers of a chart are divided by. */
  public enum RelativeTo {
    /** Nothing. */
    NOTHING,
    /** The first point of the same series. */
    FIRST_POINT,
    /** The point of the first series with the same label. */
    FIRST_SERIES
  }

  /** Copies the lists. */
  public ChartSpec {
    notes = List.copyOf(notes);
    planned = List.copyOf(planned);
    measured = List.copyOf(measured);
  }

  /** Label of the x-axis, with its unit. */
  public String xLabel() {
    return x.label().orElse(xMetric.map(Metric::titled).orElse(""));
  }

  /** Label of the y-axis, with its unit. */
  public String yLabel() {
    return y.label().orElse(switch (relativeTo) {
      case NOTHING -> metric.titled();
      case FIRST_POINT -> metric.label() + " over that of the first point";
      case FIRST_SERIES -> metric.label() + " over that of "
          + (planned.isEmpty() ? "" : planned.get(0).series());
    });
  }
}
