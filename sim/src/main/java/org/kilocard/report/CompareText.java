package org.kilocard.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kilocard.unit.Bytes;

/**
 * Writes a {@link Comparison} for a person at a terminal, at most 100 columns: a row per scenario, then why.
 */
public final class CompareText {
  /** Columns of the breakdown, narrow enough to stand side by side. */
  private static final Map<Part, String> COLUMNS = columns();

  private final Comparison comparison;
  private final TextPage page;

  private CompareText(Comparison comparison, TextPage page) {
    this.comparison = comparison;
    this.page = page;
  }

  private static Map<Part, String> columns() {
    Map<Part, String> columns = new EnumMap<>(Part.class);
    columns.put(Part.COMPUTE, "kernels");
    columns.put(Part.EXPOSED_TENSOR, "tensor");
    columns.put(Part.EXPOSED_CONTEXT, "context");
    columns.put(Part.EXPOSED_EXPERT, "expert");
    columns.put(Part.EXPOSED_PIPELINE, "pipeline");
    columns.put(Part.BUBBLE, "bubble");
    columns.put(Part.EXPOSED_DATA, "data");
    columns.put(Part.OPTIMIZER, "optim.");
    columns.put(Part.OTHER, "other");
    return columns;
  }

  /** The page, lines ended by line feeds; {@code ansi}: with ANSI escape codes. */
  public static String of(Comparison comparison, boolean ansi) {
    CompareText text = new CompareText(comparison, new TextPage(ansi));
    text.page.line(text.page.bold(comparison.title()));
    text.headlines();
    text.breakdown();
    text.differences();
    return text.page.toString();
  }

  private void headlines() {
    page.heading("Side by side (vs base: tokens/s per card; link: the busiest, mean over the step)");
    TextTable table = new TextTable("<>>>>>><")
        .row("", "step", "tokens/s", "per card", "vs base", "MFU", "memory", "link");
    for (Compared compared : comparison.all()) {
      table.row(compared.result().map(result -> headline(compared, result))
          .orElse(List.of(compared.label(), "-", "-", "-", "-", "-", "-", "")));
    }
    page.table(table);
  }

  private List<String> headline(Compared compared, Result result) {
    Throughput t = result.throughput();
    String speed = compared == comparison.base() ? "" : comparison.difference(compared)
        .map(difference -> signed(difference.speed() - 1)).orElse("");
    return List.of(
        compared.label(),
        TextReport.time(result.seconds()),
        Numbers.scaled(t.tokensPerSecond()),
        Numbers.whole(t.tokensPerSecondPerCard()),
        speed,
        Numbers.percent1(t.mfu()),
        result.memory().map(memory -> Bytes.format(memory.bytesPerCard()) + (memory.fits() ? "" : " !"))
            .orElse(""),
        Difference.busiest(result)
            .map(tier -> tier.tier() + " " + Numbers.percent(tier.utilisationMean())).orElse(""));
  }

  private static String signed(double share) {
    return String.format(Locale.ROOT, "%+.1f %%", 100 * share);
  }

  private void breakdown() {
    List<Part> shown = new ArrayList<>();
    for (Part part : Part.values()) {
      if (results().stream().anyMatch(r -> r.breakdown().get(part) >= TextReport.NOTHING * r.seconds())) {
        shown.add(part);
      }
    }
    boolean perToken = comparison.others().stream()
        .map(comparison::difference).flatMap(Optional::stream).anyMatch(Difference::perToken);
    page.heading(perToken
        ? "What a token takes of a card, and where it goes (mean card of the critical stage)"
        : "Where the step goes (mean card of the critical stage)");
    TextTable table = new TextTable("<>" + ">".repeat(shown.size()));
    List<String> titles = new ArrayList<>(List.of("", "all"));
    shown.forEach(part -> titles.add(COLUMNS.getOrDefault(part, part.key())));
    table.row(titles);
    for (Compared compared : comparison.all()) {
      compared.result().ifPresent(result -> {
        double scale = perToken ? (double) result.facts().cards() / result.facts().tokens() : 1;
        List<String> cells = new ArrayList<>(List.of(compared.label(),
            TextReport.time(result.seconds() * scale)));
        shown.forEach(part -> cells.add(TextReport.time(result.breakdown().get(part) * scale)));
        table.row(cells);
      });
    }
    page.table(table);
  }

  private List<Result> results() {
    return comparison.all().stream().map(Compared::result).flatMap(Optional::stream).toList();
  }

  private void differences() {
    for (Compared other : comparison.others()) {
      page.heading(other.label());
      comparison.changedInputs(other).forEach((name, values) ->
          page.paragraph("  ", "    ", name + ": " + values.get(1) + " instead of " + values.get(0)));
      comparison.difference(other).ifPresent(difference ->
          page.paragraph("  ", "  ", String.join(" ", Why.sentences(difference))));
      if (!other.failure().isEmpty()) {
        page.paragraph("  ", "  ", page.red("not simulated") + ": " + other.failure());
      }
    }
  }
}
