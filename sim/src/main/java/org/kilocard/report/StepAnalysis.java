package org.kilocard.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.kilocard.timeline.CardTrack;
import org.kilocard.timeline.Timeline;

/**
 * Where the time of a step went.
 *
 * @param stepPs length of the step, picoseconds
 * @param classes account of each class of identical cards, exact
 * @param stages mean over the cards of each pipeline rank
 * @param all mean over all cards
 * @param criticalStage the pipeline rank that waits least for others (see {@link #of})
 */
public record StepAnalysis(
    long stepPs, List<CardAccount> classes, SortedMap<Integer, StageAccount> stages, StageAccount all,
    int criticalStage) {

  /** Two bubbles that differ by less than this share of the step are equal. */
  private static final double TIE = 1e-6;

  /** Copies the collections. */
  public StepAnalysis {
    classes = List.copyOf(classes);
    stages = Collections.unmodifiableSortedMap(new TreeMap<>(stages));
  }

  /**
   * Adds up {@code timeline}. The critical stage is the pipeline rank with the least bubble; of those that
   * differ by less than 1e-6 of the step it is the lowest, so that a picosecond of rounding does not decide.
   *
   * @throws IllegalStateException if the time of a card does not add up
   */
  public static StepAnalysis of(Timeline timeline) {
    List<CardAccount> classes = new ArrayList<>();
    for (CardTrack track : timeline.cards()) {
      classes.add(CardAccount.of(track, timeline.endPs()));
    }
    return of(classes, timeline.endPs());
  }

  /**
   * As {@link #of(Timeline)} for one of many steps that follow each other without a barrier: each card begins the next
   * one where it has ended this one.
   *
   * <p><b>Model.</b> All steps are alike and shifted by the same time, which is as short as the card with the longest
   * way from its first to its last op allows. What comes before the first op of the compute stream belongs to the step
   * before.
   */
  static StepAnalysis rolling(Timeline timeline) {
    long stepPs = timeline.cards().stream().mapToLong(StepAnalysis::ownPs).max().orElse(0);
    List<CardAccount> classes = new ArrayList<>();
    for (CardTrack track : timeline.cards()) {
      classes.add(CardAccount.of(track, CardWalk.beginPs(track), stepPs));
    }
    return of(classes, stepPs);
  }

  private static long ownPs(CardTrack track) {
    return Arrays.stream(track.endPs()).max().orElse(0) - CardWalk.beginPs(track);
  }

  /** Adds up the accounts of all classes of cards. */
  static StepAnalysis of(List<CardAccount> classes, long stepPs) {
    SortedMap<Integer, List<CardAccount>> byStage = new TreeMap<>();
    for (CardAccount account : classes) {
      byStage.computeIfAbsent(account.pipelineRank(), r -> new ArrayList<>()).add(account);
    }
    if (classes.isEmpty()) {
      throw new IllegalStateException("a step without cards");
    }
    SortedMap<Integer, StageAccount> stages = new TreeMap<>();
    byStage.forEach((stage, members) -> stages.put(stage, StageAccount.mean(members)));
    return new StepAnalysis(stepPs, classes, stages, StageAccount.mean(classes), critical(stages, stepPs));
  }

  /** Mean over the cards of the critical stage. */
  public StageAccount critical() {
    return stages.getOrDefault(criticalStage, all);
  }

  private static int critical(SortedMap<Integer, StageAccount> stages, long stepPs) {
    double least = stages.values().stream().mapToDouble(StepAnalysis::bubble).min().orElse(0);
    for (Map.Entry<Integer, StageAccount> stage : stages.entrySet()) {
      if (bubble(stage.getValue()) <= least + TIE * stepPs) {
        return stage.getKey();
      }
    }
    return stages.firstKey();
  }

  private static double bubble(StageAccount stage) {
    return stage.partsPs().getOrDefault(Part.BUBBLE, 0.0);
  }
}
