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
  STEP_OVERHEAD;

  /** Key in a family. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  double of(Calibration c) {
    return switch (this) {
      case COMPUTE_SCALE -> c.computeScale();
      case COMMUNICATION_SCALE -> c.communicationScale();
      case STEP_OVERHEAD -> c.stepOverheadPs() / Time.PS_PER_SECOND;
    };
  }

  Calibration set(Calibration c, double value) {
    return switch (this) {
      case COMPUTE_SCALE -> new Calibration(value, c.communicationScale(), c.stepOverheadPs());
      case COMMUNICATION_SCALE -> new Calibration(c.computeScale(), value, c.stepOverheadPs());
      case STEP_OVERHEAD -> new Calibration(c.computeScale(), c.communicationScale(),
          Math.round(value * Time.PS_PER_SECOND));
    };
  }
}
