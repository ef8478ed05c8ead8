package org.kilocard.hardware;

import org.kilocard.input.Mapping;

/**
 * Reads {@code calibration: {compute_scale, communication_scale, step_overhead, pass_overhead}}, of a stack or of a
 * scenario.
 */
public final class CalibrationSection {
  /** Its key in both kinds of files. */
  public static final String KEY = "calibration";

  private CalibrationSection() {}

  /** The constants; those that are not written are those of {@code otherwise}. */
  public static Calibration read(Mapping section, Calibration otherwise) {
    Calibration read = new Calibration(
        scale(section, "compute_scale", otherwise.computeScale()),
        scale(section, "communication_scale", otherwise.communicationScale()),
        section.optionalTime("step_overhead").orElse(otherwise.stepOverheadPs()),
        section.optionalTime("pass_overhead").orElse(otherwise.passOverheadPs()));
    section.done();
    return read;
  }

  private static double scale(Mapping section, String key, double otherwise) {
    return section.optionalNumber(key, Calibration.LEAST_SCALE, Calibration.GREATEST_SCALE).orElse(otherwise);
  }
}
