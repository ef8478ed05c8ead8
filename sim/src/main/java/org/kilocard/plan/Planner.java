package org.kilocard.plan;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.kilocard.job.Job;
import org.kilocard.model.ModelFlops;
import org.kilocard.report.PlanOption;
import org.kilocard.report.PlanPoint;
import org.kilocard.report.PlanReport;
import org.kilocard.report.TrainingCost;
import org.kilocard.scenario.Scenario;
import org.kilocard.scenario.Training;

/**
 * Answers a {@link PlanQuestion}.
 *
 * <p><b>Model.</b> Numbers of cards are those of {@link CardLadder}. For a deadline they are tried in ascending order,
 * from the number that would do at peak rate, up to the first whose best layout, as simulated, is done in time, then
 * the finer ones just below it: so that a shorter deadline never takes fewer cards. For a budget
 * it is {@link BudgetSearch} that tries: the most cards that the money is enough for. Whatever was tried is in the
 * answer, by number of cards.
 *
 * <p><b>Assumes.</b> Every step of the training is like the simulated one, as {@link TrainingCost} says.
 */
public final class Planner {
  private static final int PROPOSALS = 5;

  /** So many numbers of cards in a row, two octaves, without any gain: more cards do not help. */
  private static final int FUTILE = 8;

  private static final double SECONDS_PER_DAY = 86_400;

  /** Nobody trains that long. */
  private static final double MOST_DAYS = 1000;

  private final PlanQuestion question;
  private final Scenario open;
  private final Training training;
  private final BestLayouts layouts;
  private final Map<Integer, PlanPoint> points = new LinkedHashMap<>();

  private Planner(PlanQuestion question, Consumer<String> progress) {
    this.question = question;
    open = question.open();
    training = open.training().orElseThrow();
    layouts = new BestLayouts(open, question.fixed(), question.spareBytes(), progress);
  }

  /** The outcome of looking for a number of cards. */
  private record Choice(Optional<Integer> cards, String verdict) {
    static Choice none(String why) {
      return new Choice(Optional.empty(), why);
    }
  }

  /**
   * The answer.
   *
   * @param progress is told what is being done
   */
  public static PlanReport answer(PlanQuestion question, Consumer<String> progress) {
    return new Planner(question, progress).answer();
  }

  private PlanReport answer() {
    Choice choice;
    String goal;
    if (question.goal() instanceof Goal.Deadline deadline) {
      goal = "done in " + PlanWords.days(deadline.days()) + " on as few cards as possible";
      choice = deadline(deadline.days());
    } else if (question.goal() instanceof Goal.Budget budget) {
      goal = "done for " + PlanWords.money(budget.amount()) + " as soon as possible";
      choice = budget(budget.amount());
    } else {
      Goal.Cards cards = (Goal.Cards) question.goal();
      boolean one = cards.numbers().size() == 1;
      goal = one ? PlanWords.cards(cards.numbers().get(0)) : "capacity from "
          + PlanWords.cards(cards.numbers().get(0)) + " to "
          + PlanWords.cards(cards.numbers().get(cards.numbers().size() - 1));
      choice = one ? single(cards.numbers().get(0)) : curve(cards.numbers());
    }
    choice.cards().ifPresent(cards -> points.put(cards, layouts.several(cards, PROPOSALS)));
    return new PlanReport(
        open.job().model().name(),
        open.cluster().name(),
        goal,
        List.copyOf(points.values()),
        choice.cards().map(points::get),
        choice.verdict(),
        question.written().map(layouts::option),
        question.notes());
  }

  private PlanPoint point(int cards) {
    return points.computeIfAbsent(cards, layouts::best);
  }

  private Choice single(int cards) {
    if (point(cards).best().isEmpty()) {
      return Choice.none(nothing(point(cards)));
    }
    for (int other : List.of(cards / 4, cards / 2, 2 * cards)) {
      if (other >= 1 && 2L * cards <= Integer.MAX_VALUE && other <= open.cluster().mostCards()
          && dailyAtPeak(other) * MOST_DAYS >= training.tokens()) {
        point(other);
      }
    }
    return new Choice(Optional.of(cards), "");
  }

  private Choice curve(List<Integer> numbers) {
    numbers.forEach(this::point);
    return points.values().stream()
        .filter(point -> point.best().isPresent())
        .min(Comparator.comparingDouble(Planner::days))
        .map(fastest -> new Choice(Optional.of(fastest.cards()),
            PlanWords.cards(fastest.cards()) + " are done first."))
        .orElseGet(() -> Choice.none(nothing(point(numbers.get(numbers.size() - 1)))));
  }

  private Choice deadline(double days) {
    List<Integer> numbers = CardLadder.of(open.cluster());
    int most = numbers.get(numbers.size() - 1);
    if (!couldDo(most, days)) {
      return Choice.none("Even at their peak rate " + PlanWords.cards(most) + " of " + open.cluster().name()
          + " would need " + PlanWords.days(training.tokens() / dailyAtPeak(most)) + ".");
    }
    int futile = 0;
    double fewest = Double.POSITIVE_INFINITY;
    int below = 0;
    for (int cards : numbers) {
      if (couldDo(cards, days)) {
        double needed = days(point(cards));
        if (needed <= days) {
          return fewest(below, cards, days);
        }
        futile = needed < fewest ? 0 : futile + 1;
        fewest = Math.min(fewest, needed);
        if (futile >= FUTILE && Double.isFinite(fewest)) {
          return Choice.none(tooLate(fewest, "more cards do not help a batch of " + open.job().batch().global()
              + " sequences."));
        }
      }
      below = cards;
    }
    return Choice.none(tooLate(fewest, open.cluster().name() + " has no more than " + PlanWords.cards(most) + "."));
  }

  private boolean couldDo(int cards, double days) {
    return dailyAtPeak(cards) * days >= training.tokens();
  }

  /** The fewest of those above {@code low}, which do not do, up to {@code high}, which do. */
  private Choice fewest(int low, int high, double days) {
    int fewest = high;
    for (int cards : CardLadder.between(open.cluster(), low, high)) {
      if (fewest == high && couldDo(cards, days) && days(point(cards)) <= days) {
        fewest = cards;
      }
    }
    return new Choice(Optional.of(fewest), PlanWords.cards(fewest) + " are the fewest of those tried.");
  }

  private String tooLate(double fewest, String why) {
    Optional<PlanPoint> fastest = points.values().stream().filter(point -> days(point) == fewest).findFirst();
    return fastest.filter(point -> point.best().isPresent())
        .map(point -> "The soonest is " + PlanWords.days(fewest) + ", with " + PlanWords.cards(point.cards())
            + "; " + why)
        .orElseGet(() -> points.values().stream().reduce((a, b) -> b).map(this::nothing)
            .orElse("There is no such number of cards."));
  }

  private Choice budget(double amount) {
    double price = training.cardHourPrice().orElseThrow();
    double least = training.tokens() / dailyAtPeak(1) * 24 * price;
    if (least > amount) {
      return Choice.none("Even at the peak rate of its cards it would cost " + PlanWords.money(least) + ".");
    }
    List<Integer> numbers = CardLadder.of(open.cluster()).stream()
        .filter(cards -> dailyAtPeak(cards) * MOST_DAYS >= training.tokens()).toList();
    OptionalInt most = new BudgetSearch(
        numbers, cards -> cost(point(cards)).orElse(Double.POSITIVE_INFINITY), amount).most();
    Optional<PlanPoint> cheapest = points.values().stream()
        .filter(point -> cost(point).isPresent())
        .min(Comparator.comparingDouble(point -> cost(point).getAsDouble()));
    String words = cheapest.map(point -> "The cheapest of those tried is " + PlanWords.money(cost(point).getAsDouble()) + " with "
        + PlanWords.cards(point.cards()) + ", in " + PlanWords.days(days(point)) + ".").orElse(
            "No layout fits into memory on any number of cards.");
    return most.isEmpty()
        ? Choice.none(words)
        : new Choice(Optional.of(most.getAsInt()),
            PlanWords.cards(most.getAsInt()) + " are the most that the money is enough for. " + words);
  }

  /** Tokens per day if all cards did nothing but the model's operations, at their peak. */
  private double dailyAtPeak(int cards) {
    Job job = open.job();
    return cards * SECONDS_PER_DAY * job.accelerator().peakFlops(job.precision())
        / ModelFlops.perTokenCausal(job.model(), job.batch().sequenceLength());
  }

  private static double days(PlanPoint point) {
    return point.best().map(PlanOption::days).orElse(Double.POSITIVE_INFINITY);
  }

  private static OptionalDouble cost(PlanPoint point) {
    return point.best().flatMap(option -> option.result().training()).map(TrainingCost::cost)
        .orElse(OptionalDouble.empty());
  }

  private String nothing(PlanPoint point) {
    if (point.considered() == 0) {
      return "No layout of " + PlanWords.cards(point.cards()) + " is legal"
          + (question.fixed().equals(Fixed.NOTHING) ? "" : " with what --set decides")
          + ": tensor × context × pipeline × data must be the cards, tensor divide the heads, and data × micro the "
          + "batch of " + open.job().batch().global() + " sequences.";
    }
    return String.format(Locale.ROOT, "None of %,d layouts of ", point.considered()) + PlanWords.cards(point.cards())
        + " fits into memory" + point.nearMiss().map(near -> "; the nearest that is fast, " + near.layout()
            + ", needs " + PlanWords.excess(near)).orElse("") + ".";
  }
}
