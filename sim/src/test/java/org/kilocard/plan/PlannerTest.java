package org.kilocard.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kilocard.report.PlanOption;
import org.kilocard.report.PlanPoint;
import org.kilocard.report.PlanReport;
import org.kilocard.scenario.Scenario;

final class PlannerTest {
  private static double days(PlanPoint point) {
    return point.best().map(PlanOption::days).orElse(Double.POSITIVE_INFINITY);
  }

  @Test
  void shorterDeadlineNeverTakesFewerCards() {
    Scenario scenario = Plans.dense();
    int before = Integer.MAX_VALUE;
    for (double days : new double[] {0.2, 0.5, 1.1, 3}) {
      PlanReport plan = Plans.answer(scenario, new Goal.Deadline(days));
      PlanPoint chosen = plan.chosen().orElseThrow();
      assertThat(days(chosen)).isLessThanOrEqualTo(days);
      assertThat(chosen.cards()).isLessThanOrEqualTo(before);
      assertThat(plan.points()).filteredOn(point -> point.cards() < chosen.cards())
          .allMatch(point -> days(point) > days);
      before = chosen.cards();
    }
    assertThat(before).isLessThan(64);
  }

  /** 96 sequences of a step keep only so many cards busy. */
  @Test
  void deadlineThatNothingMeets() {
    PlanReport plan = Plans.answer(Plans.dense(), new Goal.Deadline(0.01));
    assertThat(plan.chosen()).isEmpty();
    assertThat(plan.verdict()).startsWith("The soonest is ").contains("a batch of 96 sequences");
  }

  /** At peak, 16 cards do 16 x 989 TFLOP/s over 6 x 0.7 GFLOP and more per token. */
  @Test
  void deadlineBeyondPhysics() {
    PlanReport plan = Plans.answer(Plans.dense("topology.cards=16"), new Goal.Deadline(0.01));
    assertThat(plan.chosen()).isEmpty();
    assertThat(plan.verdict()).startsWith("Even at their peak rate 16 cards of h100-nvl8-ib would need ");
    assertThat(plan.points()).isEmpty();
  }

  @Test
  void budgetBuysTheMostCardsItIsEnoughFor() {
    Scenario scenario = Plans.dense();
    PlanReport rich = Plans.answer(scenario, new Goal.Budget(300));
    PlanPoint chosen = rich.chosen().orElseThrow();
    assertThat(cost(chosen)).isLessThanOrEqualTo(300);
    assertThat(rich.points()).filteredOn(point -> point.cards() > chosen.cards())
        .isNotEmpty().allMatch(point -> cost(point) > 300);
    PlanReport poor = Plans.answer(scenario, new Goal.Budget(20));
    assertThat(poor.chosen()).isEmpty();
    assertThat(poor.verdict()).startsWith("Even at the peak rate of its cards it would cost ");
  }

  /** On 2 and 4 cards with little memory the training is dearer than on 6 or 8, which the money is enough for. */
  @Test
  void budgetIsNotGivenUpWhereCostsFall() {
    Scenario tight = Plans.dense("topology.accelerator.memory.capacity=8 GiB");
    List<PlanPoint> few = Plans.answer(tight, new Goal.Cards(List.of(2, 4, 6, 8))).points();
    double least = few.stream().mapToDouble(PlannerTest::cost).min().orElseThrow();
    assertThat(few).filteredOn(point -> point.cards() <= 4).hasSize(2).allMatch(point -> cost(point) > 1.01 * least);
    PlanReport plan = Plans.answer(tight, new Goal.Budget(1.001 * least));
    assertThat(plan.chosen()).hasValueSatisfying(point -> assertThat(cost(point)).isLessThanOrEqualTo(1.001 * least));
    PlanReport none = Plans.answer(tight, new Goal.Budget(0.9 * least));
    assertThat(none.chosen()).isEmpty();
    double cheapest = none.points().stream().mapToDouble(PlannerTest::cost).min().orElseThrow();
    assertThat(none.verdict()).startsWith("The cheapest of those tried is " + PlanWords.money(cheapest) + " with ");
  }

  private static double cost(PlanPoint point) {
    return point.best().flatMap(option -> option.result().training()).map(t -> t.cost().orElseThrow())
        .orElse(Double.POSITIVE_INFINITY);
  }

  @Test
  void frontHasNothingThatAnotherBeats() {
    PlanReport plan = Plans.answer(Plans.dense(), new Goal.Cards(List.of(8, 24, 32, 48, 64)));
    assertThat(plan.points()).extracting(PlanPoint::cards).containsExactly(8, 24, 32, 48, 64);
    for (PlanPoint point : plan.points()) {
      boolean beaten = plan.points().stream()
          .anyMatch(other -> other.cards() < point.cards() && days(other) <= days(point));
      assertThat(plan.front().contains(point)).isEqualTo(!beaten);
    }
    assertThat(plan.chosen().orElseThrow().cards())
        .isEqualTo(plan.front().get(plan.front().size() - 1).cards());
  }

  @Test
  void oneNumberOfCardsIsSeenAmongItsNeighbours() {
    PlanReport plan = Plans.answer(Plans.moe(), new Goal.Cards(List.of(16)));
    assertThat(plan.points()).extracting(PlanPoint::cards).containsExactly(4, 8, 16, 32);
    assertThat(plan.chosen().orElseThrow().options()).hasSizeGreaterThan(1);
  }
}
