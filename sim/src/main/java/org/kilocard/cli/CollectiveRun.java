package org.kilocard.cli;

import java.util.ArrayList;
import java.util.List;
import org.kilocard.report.CollectiveTable;
import org.kilocard.study.CollectiveQuestion;
import org.kilocard.study.CollectiveStudy;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

/** Simulates collectives. Apart from the command, so that its help does not load the actor library. */
final class CollectiveRun {
  private CollectiveRun() {}

  static List<CollectiveTable> of(List<CollectiveQuestion> questions, Shell shell) {
    List<CollectiveTable> tables = new ArrayList<>();
    try (ProgressLine line = new ProgressLine(shell.err()); Simulator simulator = new Simulator()) {
      for (CollectiveQuestion question : questions) {
        tables.add(CollectiveStudy.answer(question, simulator, shell.interactive() ? line : Progress.NONE));
      }
    }
    return tables;
  }
}
