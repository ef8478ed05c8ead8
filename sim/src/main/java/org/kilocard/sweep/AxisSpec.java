package org.kilocard.sweep;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One axis of a chart.
 *
 * @param label what is on it, with its unit; empty: what the metric is called
 * @param scale how numbers are spread over it
 * @param from lowest number shown; empty: as the numbers are
 * @param better which end is better; only Pareto fronts ask
 */
public record AxisSpec(Optional<String> label, Scale scale, OptionalDouble from, Better better) {
  /** How numbers are spread over an axis. */
  public enum Scale { LINEAR, LOG }

  /** Which of two numbers is better. */
  public enum Better { MORE, LESS }
}
