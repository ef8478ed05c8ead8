package org.kilocard.sweep;

import java.util.List;

/**
 * Published measurements, to be drawn beside what is simulated.
 *
 * @param label for the legend
 * @param source where they were published
 * @param points in the units of the axes
 */
public record MeasuredPoints(String label, String source, List<At> points) {
  /**
   * One measurement.
   *
   * @param x on the x-axis
   * @param y on the y-axis
   */
  public record At(double x, double y) {}

  /** Copies the points. */
  public MeasuredPoints {
    points = List.copyOf(points);
  }
}
