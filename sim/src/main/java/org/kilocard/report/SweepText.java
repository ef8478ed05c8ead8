package org.kilocard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes a {@link SweepTable} for a person at a terminal: points by series, and why there are gaps. */
public final class SweepText {
  private static final int WIDTH = 100;
  private static final int MOST_COLUMNS = 6;
  private static final int MOST_FAILURES = 10;

  private SweepText() {}

  /** The lines. */
  public static List<String> lines(SweepTable table) {
    List<String> lines = new ArrayList<>(List.of(table.title()));
    if (table.points().stream().anyMatch(point -> point.y().isPresent())) {
      lines.add("  " + table.yLabel());
      table(table).lines(WIDTH).forEach(lines::add);
    }
    List<SweepTable.Point> failures = table.failures();
    if (!failures.isEmpty()) {
      lines.add("");
      lines.add("Without a result");
      Map<String, List<String>> byReason = new TreeMap<>();
      failures.forEach(point -> byReason.computeIfAbsent(point.failure(), reason -> new ArrayList<>())
          .add((point.series().isEmpty() ? "" : point.series() + " ") + point.label()));
      byReason.entrySet().stream().limit(MOST_FAILURES).forEach(entry -> TextTable.wrap(
          String.join("; ", entry.getValue()) + ": " + entry.getKey(), WIDTH - 2).forEach(l ->
              lines.add("  " + l)));
    }
    return lines;
  }

  /** Points as rows and series as columns; where those are many, a row for each point of each. */
  private static TextTable table(SweepTable table) {
    List<String> series = table.series();
    if (series.size() > MOST_COLUMNS) {
      TextTable rows = new TextTable("<<>");
      table.points().forEach(point -> rows.row(point.series(), point.label(), value(point)));
      return rows;
    }
    TextTable rows = new TextTable("<" + ">".repeat(series.size()));
    List<String> titles = new ArrayList<>(List.of(table.xLabel()));
    titles.addAll(series);
    rows.row(titles);
    for (String label : table.labels()) {
      List<String> cells = new ArrayList<>(List.of(label));
      series.forEach(name -> cells.add(table.at(name, label).map(SweepText::value).orElse("")));
      rows.row(cells);
    }
    return rows;
  }

  private static String value(SweepTable.Point point) {
    if (point.y().isEmpty()) {
      return "-";
    }
    double value = point.y().getAsDouble();
    double size = Math.abs(value);
    String text = size >= 1e6 ? Numbers.scaled(value)
        : String.format(Locale.ROOT, size >= 1000 ? "%,.0f" : size >= 100 ? "%.1f" : "%.3f", value);
    return text + (point.exceedsMemory() ? " *" : "");
  }
}
