package org.kilocard.sweep;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kilocard.input.Node;
import org.kilocard.input.Overrides;

/**
 * One value of the x-axis, or one series: what it changes.
 *
 * @param label for people
 * @param x where it lies on the x-axis, if it is a number
 * @param scenario the scenario that it takes instead of the chart's
 * @param set what it sets
 * @param points values of the x-axis that a series has instead of the chart's; empty: the chart's
 */
record Choice(
    String label, OptionalDouble x, Optional<Node> scenario, Overrides set, List<Choice> points) {
  /** What changes nothing. */
  static final Choice NOTHING = new Choice(
      "", OptionalDouble.empty(), Optional.empty(), Overrides.parse(List.of()), List.of());

  /** Copies the points. */
  Choice {
    points = List.copyOf(points);
  }
}
