package org.kilocard.report;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.kilocard.unit.Bytes;

/** Writes an {@link Accuracy} for a person at a terminal: a table per family, then how far all are off. */
public final class AccuracyText {
  private static final int WIDTH = 110;

  private final Accuracy accuracy;
  private final TextPage page;

  private AccuracyText(Accuracy accuracy, boolean ansi) {
    this.accuracy = accuracy;
    page = new TextPage(ansi);
  }

  /**
   * The text, lines ended by line feeds.
   *
   * @param ansi whether titles are bold
   */
  public static String of(Accuracy accuracy, boolean ansi) {
    AccuracyText text = new AccuracyText(accuracy, ansi);
    accuracy.families().forEach(text::family);
    text.summaries();
    return text.page.toString();
  }

  private void family(FamilyAccuracy family) {
    page.line(page.bold(family.family()));
    page.paragraph("  ", "  ", family.title() + " (" + family.reference() + ")");
    if (!family.constants().isEmpty()) {
      page.paragraph("  ", "  ", "fitted: " + family.constants().entrySet().stream()
          .map(AccuracyText::constant).collect(Collectors.joining(", ")));
    }
    TextTable table = new TextTable("<<<>>>");
    table.row("run", "role", "metric", "measured", "predicted", "error of time");
    for (PredictedRow row : family.rows()) {
      table.row(row.id(), row.counted() ? row.role() : "fitted", row.metric(), number(row.metric(), row.measured()),
          number(row.metric(), row.predicted()), signed(row.error()));
    }
    table.lines(WIDTH).forEach(page::line);
    family.rows().stream().filter(row -> !row.note().isEmpty()).forEach(
        row -> page.paragraph("  ", "    ", row.id() + ": " + row.note()));
    family.notes().forEach(note -> page.paragraph("  ", "    ", note));
    page.line("");
  }

  private static String constant(Map.Entry<String, Double> constant) {
    return constant.getKey() + (constant.getKey().endsWith("overhead")
        ? " " + TextReport.time(constant.getValue())
        : String.format(Locale.ROOT, " %.4f", constant.getValue()));
  }

  private void summaries() {
    page.line(page.bold(accuracy.calibrated()
        ? "Predicted runs: those that a constant was fitted on do not count"
        : "All runs, nothing fitted on any of them"));
    TextTable table = new TextTable("<>>>>");
    table.row("", "n", "median", "p90", "worst");
    int extrapolated = accuracy.calibrated() ? accuracy.extrapolated().n() : 0;
    boolean mixed = extrapolated > 0 && extrapolated < accuracy.summary().n();
    if (mixed) {
      row(table, "time, families with a fitted constant", accuracy.extrapolated());
    }
    row(table, mixed ? "time, all families" : "time", accuracy.summary());
    if (accuracy.largeCollectives().findAny().isPresent()) {
      row(table, "collectives from 64 KiB on", ErrorSummary.of(
          accuracy.largeCollectives().filter(PredictedRow::counted)));
      row(table, "the same and those fitted", ErrorSummary.of(accuracy.largeCollectives()));
    }
    ErrorSummary memory = ErrorSummary.of(accuracy.memory());
    if (memory.n() > 0) {
      row(table, "memory", memory);
    }
    table.lines(WIDTH).forEach(page::line);
  }

  private static void row(TextTable table, String what, ErrorSummary s) {
    table.row(what, Integer.toString(s.n()), share(s.median()), share(s.p90()), share(s.worst()));
  }

  private static String share(double error) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * error);
  }

  private static String signed(double error) {
    return String.format(Locale.ROOT, "%+.1f %%", 100 * error).replace('-', '−');
  }

  private static String number(String metric, double value) {
    return switch (metric) {
      case "step_s" -> TextReport.time(value);
      case "time_us" -> TextReport.time(value * 1e-6);
      case Accuracy.MEMORY -> Bytes.format(value);
      case "mfu" -> Numbers.percent1(value);
      default -> value >= 10_000 ? Numbers.whole(value) : String.format(Locale.ROOT, "%.4g", value);
    };
  }
}
