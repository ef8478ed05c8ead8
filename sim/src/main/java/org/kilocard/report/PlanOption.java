package org.kilocard.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One layout that a plan proposes.
 *
 * @param layout in words
 * @param settings keys of a scenario, and values in YAML, that make it this layout; an empty value leaves a key out
 * @param result what a simulated step of it gives
 */
public record PlanOption(String layout, Map<String, String> settings, Result result) {
  /** Copies, in order. */
  public PlanOption {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** Days of the whole training. */
  public double days() {
    return result.training().map(TrainingCost::days).orElse(Double.NaN);
  }
}
