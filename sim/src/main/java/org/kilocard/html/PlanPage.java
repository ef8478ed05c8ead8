package org.kilocard.html;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.kilocard.report.MemoryUse;
import org.kilocard.report.Numbers;
import org.kilocard.report.PlanOption;
import org.kilocard.report.PlanPoint;
import org.kilocard.report.PlanReport;
import org.kilocard.report.Result;
import org.kilocard.report.TrainingCost;
import org.kilocard.unit.Bytes;

/** A plan: what it proposes, what each number of cards can do, and how to run it. */
public final class PlanPage {
  private final PlanReport plan;
  private final Page page;

  private PlanPage(PlanReport plan) {
    this.plan = plan;
    page = new Page("Plan: " + plan.model() + " on " + plan.topology() + ", " + plan.goal());
  }

  /** The text of the file. */
  public static String of(PlanReport plan) {
    PlanPage page = new PlanPage(plan);
    page.headline();
    plan.chosen().ifPresent(page::proposals);
    page.curve();
    plan.chosen().ifPresent(page::settings);
    return page.page.end("Planned by Kilocard: layouts searched in closed form, the best of them simulated flow by flow. "
        + "Days, cost and energy if every step is like the simulated one. GiB is 2^30 bytes.");
  }

  private void headline() {
    page.warnings(plan.notes());
    long considered = plan.points().stream().mapToLong(PlanPoint::considered).sum();
    long tooLarge = plan.points().stream().mapToLong(PlanPoint::tooLarge).sum();
    page.quiet(Numbers.whole(considered) + " legal layouts considered on " + plan.points().size()
        + (plan.points().size() == 1 ? " number" : " numbers") + " of cards; " + Numbers.whole(tooLarge)
        + " of them do not fit into memory.");
    if (plan.chosen().isEmpty()) {
      page.warnings(List.of(plan.verdict()));
    } else if (!plan.verdict().isEmpty()) {
      page.paragraph(plan.verdict());
    }
    plan.chosen().flatMap(PlanPoint::best).ifPresent(this::tiles);
  }

  private void tiles(PlanOption best) {
    Result result = best.result();
    List<Page.Tile> tiles = new ArrayList<>(List.of(
        new Page.Tile("cards", Numbers.whole(result.facts().cards()), best.layout()),
        new Page.Tile("throughput", Numbers.scaled(result.throughput().tokensPerSecond()) + " tokens/s",
            "a step in " + RunSections.time(result.seconds())),
        new Page.Tile("MFU", Numbers.percent1(result.throughput().mfu()), "")));
    result.training().map(RunSections::training).ifPresent(tiles::add);
    page.tiles(tiles);
  }

  private void proposals(PlanPoint point) {
    page.heading("Best layouts on " + Numbers.whole(point.cards()) + " cards");
    Table table = new Table("As simulated, the fastest first").words("layout")
        .numbers("step", "tokens/s", "MFU", "memory", "of capacity", "days", "card-hours", "cost", "energy");
    point.options().forEach(option -> table.row(row(option.layout(), option)));
    plan.asWritten().ifPresent(option -> table.row(row("The scenario as it is: " + option.layout(), option)));
    table.write(page.markup());
    point.nearMiss().ifPresent(near -> page.quiet("Fastest that does not fit: " + near.layout() + ", "
        + RunSections.time(near.seconds()) + " per step by estimate; " + Bytes.format(near.bytes()) + " per card, "
        + Numbers.percent((double) near.bytes() / near.capacityBytes() - 1) + " more than there is."));
  }

  private static List<String> row(String name, PlanOption option) {
    Result result = option.result();
    return List.of(name, RunSections.time(result.seconds()), Numbers.scaled(result.throughput().tokensPerSecond()),
        Numbers.percent1(result.throughput().mfu()),
        result.memory().map(MemoryUse::bytesPerCard).map(Bytes::format).orElse(""),
        result.memory().map(m -> Numbers.percent((double) m.bytesPerCard() / m.capacityBytes())).orElse(""),
        Numbers.scaled(option.days()),
        result.training().map(TrainingCost::cardHours).map(Numbers::scaled).orElse(""),
        cost(result), energy(result));
  }

  private static String cost(Result result) {
    OptionalDouble cost = result.training().map(TrainingCost::cost).orElse(OptionalDouble.empty());
    return cost.isPresent()
        ? Numbers.scaled(cost.getAsDouble()) + " " + result.training().flatMap(TrainingCost::currency).orElse("")
        : "";
  }

  private static String energy(Result result) {
    OptionalDouble kwh = result.training().map(TrainingCost::energyKwh).orElse(OptionalDouble.empty());
    return kwh.isPresent() ? Numbers.scaled(1000 * kwh.getAsDouble()) + "Wh" : "";
  }

  private void curve() {
    List<PlanPoint> simulated = plan.points().stream().filter(point -> point.best().isPresent()).toList();
    if (simulated.size() < 2) {
      return;
    }
    page.heading("Cards against days");
    new CapacityFigure(simulated).write(page.markup());
    List<PlanPoint> front = plan.front();
    Table table = new Table("The best layout of each number of cards").words("cards")
        .numbers("tokens/s", "MFU", "days", "card-hours", "cost", "energy").words("on the front").words("layout");
    for (PlanPoint point : simulated) {
      PlanOption option = point.best().orElseThrow();
      Result result = option.result();
      table.row(List.of(Numbers.whole(point.cards()), Numbers.scaled(result.throughput().tokensPerSecond()),
          Numbers.percent1(result.throughput().mfu()), Numbers.scaled(option.days()),
          result.training().map(TrainingCost::cardHours).map(Numbers::scaled).orElse(""), cost(result),
          energy(result), front.contains(point) ? "yes" : "no: fewer cards are as fast", option.layout()));
    }
    table.write(page.markup());
  }

  private void settings(PlanPoint point) {
    page.heading("How to run them");
    Table table = new Table("Keys of a scenario that make it the layout, for --set").words("layout").code("settings");
    for (PlanOption option : point.options()) {
      List<String> lines = new ArrayList<>();
      option.settings().forEach((key, value) -> lines.add(key + "=" + value));
      table.row(List.of(option.layout(), String.join("\n", lines)));
    }
    table.write(page.markup());
  }
}
