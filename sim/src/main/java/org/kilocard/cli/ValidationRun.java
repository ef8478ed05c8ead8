package org.kilocard.cli;

import java.util.List;
import org.kilocard.report.Accuracy;
import org.kilocard.validation.ConstantFit;
import org.kilocard.validation.Family;
import org.kilocard.validation.Validation;
import org.kilocard.world.Simulator;

/** Simulates the rows of families. Apart from the commands, so that their help does not load the actor library. */
final class ValidationRun {
  private ValidationRun() {}

  /** All rows, on all processors. */
  static Accuracy of(List<Family> families, boolean calibrated, Shell shell) {
    int workers = Math.max(1, Runtime.getRuntime().availableProcessors());
    try (CountLine line = new CountLine(shell, "fits and runs")) {
      return Validation.of(families, calibrated, workers, line::done);
    }
  }

  /** The constants of one family. */
  static ConstantFit.Fitted fit(Family family) {
    try (Simulator simulator = new Simulator()) {
      return ConstantFit.of(family, simulator);
    }
  }
}
