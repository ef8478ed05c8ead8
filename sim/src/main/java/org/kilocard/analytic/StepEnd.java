package org.kilocard.analytic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.kilocard.job.Dimension;
import org.kilocard.job.Job;
import org.kilocard.job.Role;
import org.kilocard.program.StepSlots;
import org.kilocard.program.Work;

/** What follows the last slots: reductions, the optimizer, gathers; and where all of the time went. */
final class StepEnd {
  private static final Work[] WORKS = {Work.FORWARD, Work.BACKWARD, Work.BACKWARD_INPUT, Work.WEIGHT, Work.PAIR};

  private final Job job;
  private final StagePart[][] held;
  private final RankFrame[] frames;
  private final long[][] played;
  private final int[][] counts;
  private final long[] optimizerPs;
  private final long[] endPs;
  private final long overheadPs;
  private final boolean rolling;
  private final long stepPs;

  /**
   * The end of a step.
   *
   * @param held stages of each rank, by chunk
   * @param played fields of {@link Playback}
   * @param counts slots by rank and kind
   */
  StepEnd(
      Job job, StagePart[][] held, RankFrame[] frames, long[][] played, int[][] counts, StepSlots slots) {
    this.job = job;
    this.held = held;
    this.frames = frames;
    this.played = played;
    this.counts = counts;
    overheadPs = job.stack().calibration().stepOverheadPs();
    int ranks = held.length;
    optimizerPs = new long[ranks];
    for (int r = 0; r < ranks; r++) {
      optimizerPs[r] = r > 0 && Arrays.equals(held[r], held[r - 1])
          ? optimizerPs[r - 1]
          : slots.optimizer(Arrays.stream(held[r]).map(StagePart::slots).toList()).alonePs();
    }
    long[] passed = new long[ranks];
    Arrays.setAll(passed, r -> played[r][Playback.FREE]);
    boolean mirrored = job.schedule().copies() > 1;
    long[] updated = new long[ranks];
    for (int r = 0; r < ranks; r++) {
      long reduceAll = Arrays.stream(held[r]).mapToLong(p -> p.reduceAll().ps()).sum();
      long meet = mirrored && reduceAll > 0 ? Math.max(passed[r], passed[ranks - 1 - r]) : passed[r];
      updated[r] = Math.max(meet + reduceAll, played[r][Playback.REDUCED]) + optimizerPs[r] + overheadPs;
    }
    endPs = new long[ranks];
    for (int r = 0; r < ranks; r++) {
      long gatherAll = Arrays.stream(held[r]).mapToLong(p -> p.gatherAll().ps()).sum();
      long meet = mirrored && gatherAll > 0 ? Math.max(updated[r], updated[ranks - 1 - r]) : updated[r];
      endPs[r] = meet + gatherAll;
    }
    rolling = job.communication().overlap().step();
    stepPs = IntStream.range(0, ranks).mapToLong(r -> endPs[r] - skippedPs(r)).max().orElse(0);
  }

  long stepPs() {
    return stepPs;
  }

  /** Time before a rank begins that belongs to the step before: all of it where steps follow without a barrier. */
  private long skippedPs(int rank) {
    return rolling ? played[rank][Playback.BEGUN] : 0;
  }

  List<RankEstimate> ranks() {
    List<RankEstimate> estimates = new ArrayList<>();
    for (int r = 0; r < held.length; r++) {
      estimates.add(rank(r));
    }
    return estimates;
  }

  private RankEstimate rank(int r) {
    long[] works = new long[WORKS.length];
    long compute = 0;
    long slowed = 0;
    long tensor = 0;
    long context = 0;
    long expert = 0;
    long gathers = 0;
    int chunks = job.chunksPerRank();
    for (int k = 0; k < counts[r].length; k++) {
      long n = counts[r][k];
      if (n > 0) {
        SlotTimes t = frames[r].times()[k];
        works[Math.min(k / chunks, WORKS.length - 1)] += n * (t.endPs() - t.dataPs());
        gathers += n * t.dataPs();
        compute += n * t.computePs();
        slowed += n * (t.computePs() - t.alonePs());
        tensor += n * t.tensorPs();
        context += n * t.contextPs();
        expert += n * t.expertPs();
      }
    }
    long travel = 0;
    long inSlots = 0;
    for (int w = 0; w < works.length; w++) {
      inSlots += works[w];
      works[w] += played[r][Playback.SLOWED + w] + played[r][Playback.TRAVEL + w];
      compute += played[r][Playback.SLOWED + w];
      inSlots += played[r][Playback.SLOWED + w];
      slowed += played[r][Playback.SLOWED + w];
      travel += played[r][Playback.TRAVEL + w];
    }
    if (rolling) {
      // A rank begins with a forward, and what it waited for belongs to the step before.
      works[0] -= played[r][Playback.TRAVELLED];
      travel -= played[r][Playback.TRAVELLED];
    }
    long passes = played[r][Playback.FREE];
    long data = gathers + played[r][Playback.DATA] + endPs[r] - passes - optimizerPs[r] - overheadPs;
    long other = overheadPs + inSlots - compute - tensor - context - expert;
    long bubble = stepPs - endPs[r] + passes - inSlots - gathers - travel - played[r][Playback.DATA];
    if (bubble < 0) {
      // What one more micro-batch adds is rounded, and the first ones may have waited a little longer.
      works[longest(works)] += bubble;
      compute += bubble;
      bubble = 0;
    }
    Map<Work, Long> byWork = new EnumMap<>(Work.class);
    for (int w = 0; w < works.length; w++) {
      byWork.put(WORKS[w], works[w]);
    }
    byWork.put(Work.DATA, data);
    byWork.put(Work.OPTIMIZER, optimizerPs[r]);
    byWork.put(Work.OVERHEAD, overheadPs);
    Map<Role, Long> exposed = new EnumMap<>(Role.class);
    exposed.put(Role.TENSOR, tensor);
    exposed.put(Role.CONTEXT, context);
    exposed.put(Role.EXPERT, expert);
    exposed.put(Role.DATA, data);
    exposed.put(Role.PIPELINE_NEXT, travel);
    int first = r * job.parallelism().stride(Dimension.PIPELINE);
    return new RankEstimate(r, first, job.parallelism().cards() / held.length, compute, optimizerPs[r], exposed,
        bubble, other, byWork, slowed);
  }

  private static int longest(long[] works) {
    int longest = 0;
    for (int w = 1; w < works.length; w++) {
      longest = works[w] > works[longest] ? w : longest;
    }
    return longest;
  }
}
