package org.kilocard.scenario;

import java.util.Optional;
import org.kilocard.job.Job;

/**
 * The rules of layout, batch and pipeline that no key can break alone, for jobs from wherever: a document or a search.
 */
public final class JobRules {
  private JobRules() {}

  /** The first rule that {@code job} breaks; empty when it is legal. */
  public static Optional<Violation> violation(Job job) {
    return new LayoutRules(job).violation().or(() -> new PipelineRules(job).violation());
  }
}
