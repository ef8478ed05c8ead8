package org.kilocard.plan;

import java.util.List;
import java.util.Optional;
import org.kilocard.job.Job;
import org.kilocard.scenario.Scenario;

/**
 * What is to be planned.
 *
 * @param open what is trained on what; its layout does not matter. Says how many tokens there are
 * @param fixed what of the layout is decided
 * @param spareBytes of every card's memory that layouts must leave free
 * @param goal what the plan is for
 * @param written the layout that the user has, if any, to compare with
 * @param notes what the reader of the answer should know
 */
public record PlanQuestion(
    Scenario open, Fixed fixed, long spareBytes, Goal goal, Optional<Job> written, List<String> notes) {
  /** Copies. */
  public PlanQuestion {
    notes = List.copyOf(notes);
    if (open.training().isEmpty()) {
      throw new IllegalArgumentException("a plan is for a number of tokens");
    }
  }
}
