package org.kilocard.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.kilocard.report.Compared;
import org.kilocard.report.Comparison;
import org.kilocard.report.Difference;
import org.kilocard.report.MemoryUse;
import org.kilocard.report.Numbers;
import org.kilocard.report.Part;
import org.kilocard.report.Result;
import org.kilocard.report.TrainingCost;
import org.kilocard.report.Why;
import org.kilocard.unit.Bytes;

/** Scenarios side by side. */
public final class ComparePage {
  /** Parts below this share of every bar are left out. */
  private static final double NOTHING = 1e-3;

  private final Comparison comparison;
  private final Page page;

  private ComparePage(Comparison comparison) {
    this.comparison = comparison;
    page = new Page(comparison.title());
  }

  /** The text of the file. */
  public static String of(Comparison comparison) {
    ComparePage page = new ComparePage(comparison);
    page.why();
    page.numbers();
    page.breakdown();
    page.inputs();
    return page.page.end(new RunSections(page.page, comparison.baseResult()).footer());
  }

  private void why() {
    for (Compared other : comparison.others()) {
      page.heading(other.label() + ", compared with " + comparison.base().label());
      Optional<Difference> difference = comparison.difference(other);
      if (difference.isPresent()) {
        Why.sentences(difference.get()).forEach(page::paragraph);
      } else {
        page.warnings(List.of(other.failure()));
      }
    }
  }

  private void numbers() {
    page.heading("Side by side");
    Table table = new Table("Each as simulated").words("number");
    comparison.all().forEach(compared -> table.numbers(compared.label()));
    row(table, "step time", result -> RunSections.time(result.seconds()));
    row(table, "tokens/s", result -> Numbers.scaled(result.throughput().tokensPerSecond()));
    row(table, "tokens/s per card", result -> Numbers.whole(result.throughput().tokensPerSecondPerCard()));
    row(table, "MFU", result -> Numbers.percent1(result.throughput().mfu()));
    row(table, "memory of the fullest card",
        result -> result.memory().map(MemoryUse::bytesPerCard).map(Bytes::format).orElse(""));
    row(table, "fits", result -> result.memory().map(memory -> memory.fits() ? "yes" : "no").orElse(""));
    row(table, "days", result -> result.training().map(TrainingCost::days).map(Numbers::scaled).orElse(""));
    row(table, "card-hours", result -> result.training().map(TrainingCost::cardHours).map(Numbers::scaled).orElse(""));
    table.write(page.markup());
  }

  private void row(Table table, String name, Function<Result, String> value) {
    List<String> cells = new ArrayList<>(List.of(name));
    comparison.all().forEach(compared -> cells.add(compared.result().map(value).orElse("")));
    if (cells.stream().skip(1).anyMatch(cell -> !cell.isEmpty())) {
      table.row(cells);
    }
  }

  /** Seconds of a card per step, or per token where steps differ in cards or tokens. */
  private void breakdown() {
    boolean perToken = comparison.others().stream()
        .map(comparison::difference).flatMap(Optional::stream).anyMatch(Difference::perToken);
    Map<Compared, Double> wholes = new LinkedHashMap<>();
    comparison.all().forEach(compared -> compared.result().ifPresent(
        result -> wholes.put(compared, result.seconds() * scale(result, perToken))));
    double longest = wholes.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
    List<Part> parts = new ArrayList<>();
    for (Part part : Part.values()) {
      if (wholes.keySet().stream().anyMatch(compared -> seconds(compared, part, perToken) > NOTHING * longest)) {
        parts.add(part);
      }
    }
    page.heading("Where the time goes");
    page.legend(parts.stream().map(Part::label).toList());
    Table table = new Table(perToken ? "Time of a card per token" : "Time of the step").words("scenario");
    parts.forEach(part -> table.numbers(part.label()));
    table.numbers("all").bars();
    wholes.forEach((compared, whole) -> {
      List<String> cells = new ArrayList<>(List.of(compared.label()));
      List<Double> shares = new ArrayList<>();
      for (Part part : parts) {
        cells.add(RunSections.time(seconds(compared, part, perToken)));
        shares.add(seconds(compared, part, perToken) / longest);
      }
      cells.add(RunSections.time(whole));
      table.row(cells, shares);
    });
    table.write(page.markup());
  }

  private static double scale(Result result, boolean perToken) {
    return perToken ? (double) result.facts().cards() / result.facts().tokens() : 1;
  }

  private static double seconds(Compared compared, Part part, boolean perToken) {
    return compared.result()
        .map(result -> result.breakdown().getOrDefault(part, 0.0) * scale(result, perToken)).orElse(0.0);
  }

  private void inputs() {
    page.heading("Inputs");
    Table table = new Table("What was simulated, defaults filled in").words("input");
    comparison.all().forEach(compared -> table.words(compared.label()));
    comparison.base().inputs().keySet().forEach(name -> {
      List<String> cells = new ArrayList<>(List.of(name));
      comparison.all().forEach(compared -> cells.add(compared.inputs().getOrDefault(name, "")));
      table.row(cells);
    });
    table.write(page.markup());
  }
}
