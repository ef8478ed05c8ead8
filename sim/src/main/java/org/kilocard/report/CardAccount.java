package org.kilocard.report;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.kilocard.analytic.RankEstimate;
import org.kilocard.timeline.CardTrack;

/**
 * Where the step of one card of a class went, in whole picoseconds. Both maps hold every key and sum to the
 * step.
 *
 * @param rank the representative of the class
 * @param cards how many cards the class has
 * @param pipelineRank where they are in the pipeline
 * @param partsPs time by part
 * @param phasesPs the same time by slot of the schedule
 * @param slowedPs part of the compute and optimizer time beyond what the same kernels need with the card for
 *     themselves: units and memory bandwidth lost to communication beside them, or a slow card
 */
public record CardAccount(
    int rank,
    int cards,
    int pipelineRank,
    Map<Part, Long> partsPs,
    Map<Phase, Long> phasesPs,
    long slowedPs) {

  /** Copies the maps. */
  public CardAccount {
    partsPs = Collections.unmodifiableMap(new EnumMap<>(partsPs));
    phasesPs = Collections.unmodifiableMap(new EnumMap<>(phasesPs));
  }

  /**
   * Walks the compute stream of {@code track} over a step that ended at {@code stepPs}.
   *
   * @throws IllegalStateException if the parts or the phases do not sum to the step
   */
  public static CardAccount of(CardTrack track, long stepPs) {
    return of(track, 0, stepPs);
  }

  /** As {@link #of(CardTrack, long)} over a step that began at {@code beginPs} and took {@code stepPs}. */
  static CardAccount of(CardTrack track, long beginPs, long stepPs) {
    CardAccount account = new CardWalk(track, beginPs, beginPs + stepPs).account();
    requireSum("parts", account.partsPs, account.rank, stepPs);
    requireSum("phases", account.phasesPs, account.rank, stepPs);
    return account;
  }

  /**
   * Where the estimated step of a pipeline rank goes.
   *
   * @throws IllegalStateException if the parts or the phases do not sum to the step
   */
  static CardAccount of(RankEstimate estimate, long stepPs) {
    Map<Part, Long> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      parts.put(part, 0L);
    }
    parts.put(Part.COMPUTE, estimate.computePs());
    parts.put(Part.OPTIMIZER, estimate.optimizerPs());
    parts.put(Part.BUBBLE, estimate.bubblePs());
    parts.put(Part.OTHER, estimate.otherPs());
    estimate.exposedPs().forEach((role, ps) -> parts.merge(Part.moving(role), ps, Long::sum));
    Map<Phase, Long> phases = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      phases.put(phase, 0L);
    }
    phases.put(Phase.BUBBLE, estimate.bubblePs());
    estimate.worksPs().forEach((work, ps) -> phases.merge(Phase.of(work), ps, Long::sum));
    requireSum("parts", parts, estimate.pipelineRank(), stepPs);
    requireSum("phases", phases, estimate.pipelineRank(), stepPs);
    return new CardAccount(estimate.firstRank(), estimate.cards(), estimate.pipelineRank(), parts, phases,
        estimate.slowedPs());
  }

  private static void requireSum(String what, Map<?, Long> parts, int rank, long stepPs) {
    long sum = parts.values().stream().mapToLong(Long::longValue).sum();
    if (sum != stepPs) {
      throw new IllegalStateException("the " + what + " of rank " + rank + " sum to " + sum
          + " ps, but the step took " + stepPs + " ps: " + parts);
    }
  }
}
