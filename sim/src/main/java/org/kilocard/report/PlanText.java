package org.kilocard.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kilocard.unit.Bytes;

/** Writes a {@link PlanReport} for a person at a terminal. */
public final class PlanText {
  private static final String UNKNOWN = "-";

  private final PlanReport plan;
  private final TextPage page;

  private PlanText(PlanReport plan, TextPage page) {
    this.plan = plan;
    this.page = page;
  }

  /**
   * The text of {@code plan}, lines ended by line feeds.
   *
   * @param ansi whether headings are bold
   */
  public static String of(PlanReport plan, boolean ansi) {
    TextPage page = new TextPage(ansi);
    PlanText text = new PlanText(plan, page);
    text.headline();
    plan.chosen().ifPresent(text::proposals);
    text.curve();
    return page.toString();
  }

  private void headline() {
    page.line(page.bold("Plan: " + plan.model() + " on " + plan.topology() + ", " + plan.goal()));
    plan.notes().forEach(page::warning);
    long considered = plan.points().stream().mapToLong(PlanPoint::considered).sum();
    long tooLarge = plan.points().stream().mapToLong(PlanPoint::tooLarge).sum();
    page.paragraph("  ", "  ", Numbers.whole(considered) + " legal layouts considered on "
        + (plan.points().size() == 1 ? "this number" : plan.points().size() + " numbers") + " of cards; "
        + Numbers.whole(tooLarge) + " of them do not fit into memory.");
    if (plan.chosen().isPresent() && !plan.verdict().isEmpty()) {
      page.paragraph("  ", "  ", plan.verdict());
    }
  }

  private void proposals(PlanPoint point) {
    page.heading("Best layouts on " + Numbers.whole(point.cards()) + " cards, as simulated");
    TextTable layouts = new TextTable("><");
    int number = 1;
    for (PlanOption option : point.options()) {
      layouts.row(String.valueOf(number++), option.layout());
    }
    plan.asWritten().ifPresent(option -> layouts.row("as is", option.layout()));
    page.table(layouts);
    page.line("");
    TextTable gains = new TextTable(">>>>>>>>>>").row(
        "", "step", "tokens/s", "MFU", "memory", "", "days", "card-hours", "cost", "energy");
    number = 1;
    for (PlanOption option : point.options()) {
      gains.row(row(String.valueOf(number++), option));
    }
    plan.asWritten().ifPresent(option -> gains.row(row("as is", option)));
    page.table(gains);
    point.best().flatMap(option -> option.result().training()).map(TrainingCost::energyBasis)
        .filter(basis -> !basis.isEmpty()).ifPresent(basis -> page.line("  Energy " + basis + "."));
    point.nearMiss().ifPresent(near -> nearMiss(point, near));
  }

  private static List<String> row(String name, PlanOption option) {
    Result result = option.result();
    Optional<MemoryUse> memory = result.memory();
    return List.of(
        name,
        TextReport.time(result.seconds()),
        Numbers.scaled(result.throughput().tokensPerSecond()),
        Numbers.percent1(result.throughput().mfu()),
        memory.map(m -> Bytes.format(m.bytesPerCard())).orElse(UNKNOWN),
        memory.map(m -> Numbers.percent((double) m.bytesPerCard() / m.capacityBytes())).orElse(""),
        result.training().map(t -> Numbers.scaled(t.days())).orElse(UNKNOWN),
        result.training().map(t -> Numbers.scaled(t.cardHours())).orElse(UNKNOWN),
        cost(result),
        energy(result));
  }

  private static String cost(Result result) {
    OptionalDouble cost = result.training().map(TrainingCost::cost).orElse(OptionalDouble.empty());
    return cost.isPresent()
        ? Numbers.scaled(cost.getAsDouble()) + " " + result.training().flatMap(TrainingCost::currency).orElse("")
        : UNKNOWN;
  }

  private static String energy(Result result) {
    OptionalDouble kwh = result.training().map(TrainingCost::energyKwh).orElse(OptionalDouble.empty());
    return kwh.isPresent() ? Numbers.scaled(1000 * kwh.getAsDouble()) + "Wh" : UNKNOWN;
  }

  private void nearMiss(PlanPoint point, PlanPoint.NearMiss near) {
    double best = point.best().map(option -> option.result().seconds()).orElse(near.seconds());
    page.line("");
    page.paragraph("  ", "  ", "Fastest that does not fit: " + near.layout() + ": " + TextReport.time(near.seconds())
        + " per step by estimate (" + Numbers.percent(Math.abs(1 - near.seconds() / best))
        + (near.seconds() < best ? " less" : " more") + "), but " + Bytes.format(near.bytes()) + " per card, "
        + Numbers.percent((double) near.bytes() / near.capacityBytes() - 1) + " more than there is.");
  }

  private void curve() {
    if (plan.points().size() < 2) {
      return;
    }
    List<PlanPoint> front = plan.front();
    page.heading("Cards against days (*: no other is better in both)");
    TextTable table = new TextTable(">><>>>>>>").row(
        "cards", "", "best layout", "tokens/s", "MFU", "days", "card-hours", "cost", "energy");
    for (PlanPoint point : plan.points()) {
      String star = front.contains(point) ? "*" : "";
      table.row(point.best().map(option -> List.of(Numbers.whole(point.cards()), star, split(option.layout()),
          Numbers.scaled(option.result().throughput().tokensPerSecond()),
          Numbers.percent1(option.result().throughput().mfu()), Numbers.scaled(option.days()),
          option.result().training().map(t -> Numbers.scaled(t.cardHours())).orElse(UNKNOWN),
          cost(option.result()), energy(option.result())))
          .orElseGet(() -> List.of(Numbers.whole(point.cards()), "", point.considered() == 0
              ? "none is legal" : "none fits", "", "", "", "", "", "")));
    }
    page.table(table);
  }

  private static String split(String layout) {
    return layout.replaceFirst(",.*", "");
  }
}
