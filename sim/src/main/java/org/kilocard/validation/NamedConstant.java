package org.kilocard.validation;

import java.util.Locale;
import org.kilocard.hardware.Calibration;
import org.kilocard.unit.Time;

/** A constant that small runs calibrate. */
public enum NamedConstant {
  /** See {@link Calibration#computeScale}. */
  COMPUTE_SCALE,
  /** See {@link Calibration#communicationScale}. */
  COMMUNICATION_SCALE,
  /** See {@link Calibration#stepOverheadPs}; its value is in seconds. */
  STEP_OVERHEAD,
  /** See {@link Calibration#passOverheadPs}; its value is in seconds. */
  PASS_OVERHEAD;

  /** Key in a family. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the value is a time in seconds, not a scale. */
  boolean isTime() {
    return this == STEP_OVERHEAD || this == PASS_OVERHEAD;
  }

  /** The most that a fit may give a time, of the shortest measured step. */
  double greatestShare() {
    return this == PASS_OVERHEAD ? 0.01 : 1;
  }

  double of(Calibration c) {
    return switch (this) {
      case COMPUTE_SCALE -> c.computeScale();
      case COMMUNICATION_SCALE -> c.communicationScale();
      case STEP_OVERHEAD -> c.stepOverheadPs() / Time.PS_PER_SECOND;
      case PASS_OVERHEAD -> c.passOverheadPs() / Time.PS_PER_SECOND;
    };
  }

  Calibration set(Calibration c, double value) {
    return switch (this) {
      case COMPUTE_SCALE -> new Calibration(
          value, c.communicationScale(), c.stepOverheadPs(), c.passOverheadPs());
      case COMMUNICATION_SCALE -> new Calibration(
          c.computeScale(), value, c.stepOverheadPs(), c.passOverheadPs());
      case STEP_OVERHEAD -> new Calibration(c.computeScale(), c.communicationScale(),
          Math.round(value * Time.PS_PER_SECOND), c.passOverheadPs());
      case PASS_OVERHEAD -> new Calibration(c.computeScale(), c.communicationScale(), c.stepOverheadPs(),
          Math.round(value * Time.PS_PER_SECOND));
    };
  }
}
