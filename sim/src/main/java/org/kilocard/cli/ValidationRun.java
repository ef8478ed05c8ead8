package org.kilocard.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.kilocard.report.Accuracy;
import org.kilocard.validation.ConstantFit;
import org.kilocard.validation.Family;
import org.kilocard.validation.Validation;
import org.kilocard.world.Simulator;

/** Simulates the rows of families. Apart from the commands, so that their help does not load the actor library. */
final class ValidationRun {
  private static final int BAR = 40;

  private ValidationRun() {}

  /** All rows, on all processors. */
  static Accuracy of(List<Family> families, boolean calibrated, Shell shell) {
    int workers = Math.max(1, Runtime.getRuntime().availableProcessors());
    Validation.Watch watch = shell.interactive() ? (done, all) -> show(shell.err(), done, all) : Validation.Watch.NONE;
    return Validation.of(families, calibrated, workers, watch);
  }

  /** The constants of one family. */
  static ConstantFit.Fitted fit(Family family) {
    try (Simulator simulator = new Simulator()) {
      return ConstantFit.of(family, simulator);
    }
  }

  private static void show(PrintStream err, int done, int all) {
    int full = BAR * done / all;
    err.print(done == all ? "\r\u001b[K" : String.format(Locale.ROOT, "\r\u001b[K%s%s %d of %d",
        "█".repeat(full), "░".repeat(BAR - full), done, all));
    err.flush();
  }
}
