package org.kilocard.validation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.kilocard.hardware.Calibration;
import org.kilocard.world.Simulator;

/**
 * One measured run.
 *
 * @param id unique in its family
 * @param calibrates whether constants are fitted with it; else it is predicted
 * @param fitted whether a constant of the catalogue was fitted with it, so that it proves nothing
 * @param note for people; may be empty
 * @param measured at least one metric
 * @param experiment the run itself
 */
public record Row(
    String id, boolean calibrates, boolean fitted, String note, Map<Metric, Double> measured, Experiment experiment) {
  /** Something that can be simulated with any calibration. */
  @FunctionalInterface
  public interface Experiment {
    /**
     * Simulates it.
     *
     * @param calibration turns the constants that its stack has into those to use
     * @return every metric that its kind knows
     */
    Map<Metric, Double> run(UnaryOperator<Calibration> calibration, Simulator simulator);

    /** Of a collective, as nccl-tests counts them; 0 where it is none. */
    default long messageBytes() {
      return 0;
    }
  }

  /** Copies the map. */
  public Row {
    measured = Collections.unmodifiableMap(new EnumMap<>(measured));
  }
}
