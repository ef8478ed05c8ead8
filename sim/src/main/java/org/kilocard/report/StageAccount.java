package org.kilocard.report;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Where the step of some cards went, as the mean over them, in picoseconds. The parts sum to the step, and so
 * do the phases.
 *
 * @param cards how many cards
 * @param partsPs mean time by part
 * @param phasesPs mean time by slot of the schedule
 * @param slowedPs mean of {@link CardAccount#slowedPs}
 */
public record StageAccount(
    long cards, Map<Part, Double> partsPs, Map<Phase, Double> phasesPs, double slowedPs) {

  /** Copies the maps. */
  public StageAccount {
    partsPs = Collections.unmodifiableMap(new EnumMap<>(partsPs));
    phasesPs = Collections.unmodifiableMap(new EnumMap<>(phasesPs));
  }

  /** The mean over all cards of {@code classes}, at least one. */
  static StageAccount mean(List<CardAccount> classes) {
    long cards = classes.stream().mapToLong(CardAccount::cards).sum();
    Map<Part, Double> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      parts.put(part, mean(classes, cards, c -> c.partsPs().get(part)));
    }
    Map<Phase, Double> phases = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      phases.put(phase, mean(classes, cards, c -> c.phasesPs().get(phase)));
    }
    return new StageAccount(cards, parts, phases, mean(classes, cards, CardAccount::slowedPs));
  }

  private static double mean(List<CardAccount> classes, long cards, ToLongFunction<CardAccount> ps) {
    CardMean mean = new CardMean(cards);
    for (CardAccount account : classes) {
      mean.add(ps.applyAsLong(account), account.cards());
    }
    return mean.ps();
  }
}
