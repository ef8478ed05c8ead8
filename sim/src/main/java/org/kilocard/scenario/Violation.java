package org.kilocard.scenario;

import org.kilocard.input.InputException;
import org.kilocard.input.Mapping;

/**
 * A rule that a job breaks, and the key that is to blame.
 *
 * @param section where the key stands
 * @param key of the section
 * @param problem what is wrong, a clause
 * @param hint what would be right, in sentences
 */
public record Violation(Section section, String key, String problem, String hint) {
  /** Where the keys of rules stand. */
  public enum Section {
    /** At the top of a scenario. */
    SCENARIO,
    /** Under {@code parallelism}. */
    PARALLELISM,
    /** Under {@code batch}. */
    BATCH
  }

  static Violation layout(String key, String problem, String hint) {
    return new Violation(Section.PARALLELISM, key, problem, hint);
  }

  static Violation batch(String key, String problem, String hint) {
    return new Violation(Section.BATCH, key, problem, hint);
  }

  static Violation schedule(String problem, String hint) {
    return new Violation(Section.SCENARIO, "schedule", problem, hint);
  }

  /** The complaint about it at its place in a document; of a schedule that is not written, at what chose it. */
  InputException in(Mapping scenario, Mapping parallelism, Mapping batch) {
    return switch (section) {
      case SCENARIO -> scenario.has(key)
          ? scenario.fail(key, problem, hint)
          : parallelism.fail("virtual_pipeline", problem, hint);
      case PARALLELISM -> parallelism.fail(key, problem, hint);
      case BATCH -> batch.fail(key, problem, hint);
    };
  }

  @Override
  public String toString() {
    return key + ": " + problem + ". " + hint;
  }
}
