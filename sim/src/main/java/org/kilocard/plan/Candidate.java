package org.kilocard.plan;

import java.util.Comparator;
import org.kilocard.job.Job;
import org.kilocard.job.Parallelism;

/**
 * A layout with what the closed form says about it.
 *
 * @param stepPs estimated length of a step, picoseconds
 * @param bytes estimated memory of the fullest card
 * @param number its place in the order of the search, which decides between equals
 */
record Candidate(Job job, long stepPs, long bytes, long number) {
  /** The fastest first. */
  static final Comparator<Candidate> FASTEST =
      Comparator.comparingLong(Candidate::stepPs).thenComparingLong(Candidate::number);

  /** What proposals should differ in: how the work is split, not how it is ordered. */
  record Split(int tensor, int context, int pipeline, int expert, int expertTensor) {}

  /**
   * Of one split, what the closed form knows well and less well: it does not see that frequent reductions of gradients
   * and gathers of parameters stand in the way of other calls.
   */
  record Kind(Split split, boolean shardsMuch) {}

  Kind kind() {
    return new Kind(split(), job.parallelism().zero() > 1);
  }

  Split split() {
    Parallelism p = job.parallelism();
    return new Split(p.tensor(), p.context(), p.pipeline(), p.expert(), p.expertTensor());
  }
}
