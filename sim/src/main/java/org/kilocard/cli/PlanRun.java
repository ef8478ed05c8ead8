package org.kilocard.cli;

import org.kilocard.plan.PlanQuestion;
import org.kilocard.plan.Planner;
import org.kilocard.report.PlanReport;

/** Plans. Apart from the command, so that its help does not load the actor library. */
final class PlanRun {
  private static final String CLEARED = "\r\u001b[K";

  private PlanRun() {}

  static PlanReport of(PlanQuestion question, Shell shell) {
    if (!shell.interactive()) {
      return Planner.answer(question, words -> { });
    }
    try {
      return Planner.answer(question, words -> {
        shell.err().print(CLEARED + words);
        shell.err().flush();
      });
    } finally {
      shell.err().print(CLEARED);
      shell.err().flush();
    }
  }
}
