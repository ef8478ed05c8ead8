package org.kilocard.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a planning question.
 *
 * @param model that is trained
 * @param topology that it is trained on
 * @param goal in words
 * @param points numbers of cards that were looked at, ascending
 * @param chosen the number of cards that meets the goal, if one does; of several asked for the fastest
 * @param verdict why that one, or why none, in a sentence
 * @param asWritten the layout of the scenario that was asked about, on as many cards as it says
 * @param notes what the reader should know
 */
public record PlanReport(
    String model,
    String topology,
    String goal,
    List<PlanPoint> points,
    Optional<PlanPoint> chosen,
    String verdict,
    Optional<PlanOption> asWritten,
    List<String> notes) {
  /** Sorts and copies. */
  public PlanReport {
    points = points.stream().sorted(Comparator.comparingInt(PlanPoint::cards)).toList();
    notes = List.copyOf(notes);
  }

  /** The points that no other beats in both cards and days. */
  public List<PlanPoint> front() {
    List<PlanPoint> front = new ArrayList<>();
    double fewest = Double.POSITIVE_INFINITY;
    for (PlanPoint point : points) {
      double days = point.best().map(PlanOption::days).orElse(Double.POSITIVE_INFINITY);
      if (days < fewest) {
        front.add(point);
        fewest = days;
      }
    }
    return front;
  }
}
