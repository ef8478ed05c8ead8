package org.kilocard.analytic;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.kilocard.job.Role;
import org.kilocard.program.Work;

/**
 * Where the step of one card of a pipeline rank goes, in picoseconds. Both {@code computePs + optimizerPs + exposed +
 * bubblePs + otherPs} and {@code works + bubblePs} are the step.
 *
 * @param pipelineRank where it is in the pipeline
 * @param firstRank the lowest rank there
 * @param cards cards there
 * @param computePs kernels of the model
 * @param optimizerPs kernels of the optimizer
 * @param exposedPs communication that nothing hides, by role of the group; {@code DATA} counts for both kinds of data
 *     groups, {@code PIPELINE_NEXT} for sends in both directions
 * @param bubblePs waiting for other pipeline ranks
 * @param otherPs everything else
 * @param worksPs all but the bubble, by part of the step
 * @param slowedPs part of {@code computePs} that is lost to communication beside it
 */
public record RankEstimate(
    int pipelineRank,
    int firstRank,
    int cards,
    long computePs,
    long optimizerPs,
    Map<Role, Long> exposedPs,
    long bubblePs,
    long otherPs,
    Map<Work, Long> worksPs,
    long slowedPs) {
  /** Copies the maps. */
  public RankEstimate {
    exposedPs = Collections.unmodifiableMap(new EnumMap<>(exposedPs));
    worksPs = Collections.unmodifiableMap(new EnumMap<>(worksPs));
  }

  /** Communication of groups of a role that nothing hides. */
  public long exposedPs(Role role) {
    return exposedPs.getOrDefault(role, 0L);
  }

  /** The step. */
  public long stepPs() {
    return computePs + optimizerPs + exposedPs.values().stream().mapToLong(Long::longValue).sum() + bubblePs + otherPs;
  }
}
