package org.kilocard.job;

import java.util.Map;
import java.util.Optional;

/**
 * How a job communicates.
 *
 * @param unitMode what drives communication
 * @param units units per card that are set aside, or that collectives take; 0: what the stack says
 * @param overlap what may run beside computation
 * @param algorithms algorithm by collective (key of the scenario, e.g. {@code all_reduce}); absent: auto
 * @param engine of the stack that drives communication where a technology has it, e.g. {@code sdma}
 */
public record Communication(
    UnitMode unitMode,
    int units,
    Overlap overlap,
    Map<String, String> algorithms,
    Optional<String> engine) {
  /** What drives communication is what the unit mode says. */
  public Communication(UnitMode unitMode, int units, Overlap overlap, Map<String, String> algorithms) {
    this(unitMode, units, overlap, algorithms, Optional.empty());
  }

  /** Checks and copies. */
  public Communication {
    algorithms = Map.copyOf(algorithms);
    if (units < 0) {
      throw new IllegalArgumentException("negative units: " + units);
    }
  }
}
