package org.kilocard.report;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a whole training run takes if every step is like the simulated one: no failures, restarts, evaluations
 * or checkpoints.
 *
 * @param tokens tokens trained on
 * @param days of 24 h
 * @param cardHours cards times hours
 * @param cost in {@code currency}
 * @param currency as the price was given
 * @param energyKwh of the data centre
 * @param energyBasis what the energy takes for granted, a clause; empty without one
 */
public record TrainingCost(
    double tokens, double days, double cardHours, OptionalDouble cost, Optional<String> currency,
    OptionalDouble energyKwh, String energyBasis) {

  /** Cost of {@code plan} at {@code tokensPerSecond} on {@code cards}. */
  static TrainingCost of(TrainingPlan plan, double tokensPerSecond, int cards) {
    double hours = plan.tokens() / tokensPerSecond / 3600;
    double cardHours = hours * cards;
    return new TrainingCost(
        plan.tokens(),
        hours / 24,
        cardHours,
        plan.cardHour().map(p -> OptionalDouble.of(p.amount() * cardHours)).orElse(OptionalDouble.empty()),
        plan.cardHour().map(TrainingPlan.Price::currency),
        plan.wattsPerCard().isPresent()
            ? OptionalDouble.of(plan.wattsPerCard().getAsDouble() / 1000 * cardHours * plan.pue())
            : OptionalDouble.empty(),
        plan.wattsPerCard().isPresent() ? basis(plan, plan.wattsPerCard().getAsDouble()) : "");
  }

  private static String basis(TrainingPlan plan, double watts) {
    return "with every card " + (plan.fullPower() ? "at full power, " : "at ") + Math.round(watts) + " W, "
        + (plan.pue() > 1 ? "PUE " + plan.pue() : "no PUE");
  }
}
