package org.kilocard.cli;

import java.util.List;
import org.kilocard.input.Overrides;
import org.kilocard.report.Comparison;
import org.kilocard.study.CompareStudy;
import org.kilocard.study.Variation;

/** Simulates what is compared. Apart from the command, so that its help does not load the actor library. */
final class CompareRun {
  private CompareRun() {}

  static Comparison of(
      String base, List<String> others, List<Variation> grid, Overrides overrides, Shell shell) {
    CompareStudy study = new CompareStudy(shell.catalogue(), overrides);
    try (CountLine line = new CountLine(shell, "scenarios")) {
      return grid.isEmpty()
          ? study.scenarios(base, others, line::done)
          : study.variants(base, grid, line::done);
    }
  }
}
