package org.kilocard.report;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a sweep found out: a result, or the reason why there is none, for each point of each series.
 *
 * @param title what was swept
 * @param notes small print
 * @param xLabel what changes from point to point, with its unit
 * @param yLabel what was asked for, with its unit
 * @param metric path of that number, or of a group of numbers, among the figures
 * @param points series by series
 */
public record SweepTable(
    String title, List<String> notes, String xLabel, String yLabel, String metric, List<Point> points) {

  /**
   * One simulation.
   *
   * @param series name of the series
   * @param label of the point within the series, for people
   * @param x where it lies on the x-axis, if that has numbers
   * @param y what was asked for, in the unit of the y-axis; empty if it has no result or the metric is a
   *     group
   * @param figures all numbers of the result by path, see {@link ResultFigures}
   * @param failure why there is no result; empty if there is one
   */
  public record Point(
      String series, String label, OptionalDouble x, OptionalDouble y, SortedMap<String, Double> figures,
      String failure) {
    /** Copies the figures. */
    public Point {
      figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
    }

    /** Whether the job does not fit into the memory of its cards. */
    public boolean exceedsMemory() {
      return figures.getOrDefault("memory.fits", 1.0) == 0;
    }
  }

  /** Copies the lists. */
  public SweepTable {
    notes = List.copyOf(notes);
    points = List.copyOf(points);
  }

  /** Names of the series, in order. */
  public List<String> series() {
    Set<String> names = new LinkedHashSet<>();
    points.forEach(point -> names.add(point.series()));
    return List.copyOf(names);
  }

  /** Labels of the points, in order. */
  public List<String> labels() {
    Set<String> names = new LinkedHashSet<>();
    points.forEach(point -> names.add(point.label()));
    return List.copyOf(names);
  }

  /** The points of one series. */
  public List<Point> of(String series) {
    return points.stream().filter(point -> point.series().equals(series)).toList();
  }

  /** The point of a series at a label. */
  public Optional<Point> at(String series, String label) {
    return points.stream().filter(p -> p.series().equals(series) && p.label().equals(label)).findFirst();
  }

  /** The points without a result. */
  public List<Point> failures() {
    return points.stream().filter(point -> !point.failure().isEmpty()).toList();
  }
}
