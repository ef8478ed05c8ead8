package org.kilocard.job;

import java.util.Map;

/**
 * How a job communicates.
 *
 * @param unitMode what drives communication
 * @param units units per card that are set aside, or that collectives take; 0: what the stack says
 * @param overlap what may run beside computation
 * @param algorithms algorithm by collective (key of the scenario, e.g. {@code all_reduce}); absent: auto
 */
public record Communication(
    UnitMode unitMode, int units, Overlap overlap, Map<String, String> algorithms) {
  /** Checks and copies. */
  public Communication {
    algorithms = Map.copyOf(algorithms);
    if (units < 0) {
      throw new IllegalArgumentException("negative units: " + units);
    }
  }
}
