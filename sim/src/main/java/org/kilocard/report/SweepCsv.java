package org.kilocard.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.io.NumberOutput;

/**
 * Writes a {@link SweepTable} as CSV (RFC 4180, UTF-8, line feeds): a row per point, with its series, its
 * label, its place on the x-axis, the number asked for, all numbers that every result of the kind has, and
 * the failure. Numbers are the shortest decimals that read back as the same double; an absent one is an empty
 * field. The same results give the same bytes.
 */
public final class SweepCsv {
  /** These depend on the topology and the layout, and are many: only where the metric is one of them. */
  private static final List<String> DETAILS = List.of("links.", "collectives.", "memory.parts.");

  private SweepCsv() {}

  /** Writes {@code table}; leaves the stream open. */
  public static void write(SweepTable table, OutputStream out) {
    StringBuilder text = new StringBuilder();
    List<String> paths = paths(table);
    List<String> titles = new ArrayList<>(List.of("series", "point", table.xLabel(), table.yLabel()));
    titles.addAll(paths);
    titles.add("failure");
    row(text, titles);
    for (SweepTable.Point point : table.points()) {
      List<String> cells =
          new ArrayList<>(List.of(point.series(), point.label(), number(point.x()), number(point.y())));
      paths.forEach(path -> cells.add(
          point.figures().containsKey(path) ? number(point.figures().get(path)) : ""));
      cells.add(point.failure());
      row(text, cells);
    }
    try {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> paths(SweepTable table) {
    Set<String> paths = new TreeSet<>();
    for (SweepTable.Point point : table.points()) {
      for (String path : point.figures().keySet()) {
        boolean asked = path.equals(table.metric()) || path.startsWith(table.metric() + ".");
        if (asked || DETAILS.stream().noneMatch(path::startsWith)) {
          paths.add(path);
        }
      }
    }
    return List.copyOf(paths);
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "";
  }

  private static String number(double value) {
    return value == StrictMath.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : NumberOutput.toString(value, true);
  }

  private static void row(StringBuilder text, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i).replaceAll("[\\r\\n]+", " ");
      boolean quoted = cell.contains(",") || cell.contains("\"");
      text.append(i > 0 ? "," : "").append(quoted ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
    }
    text.append('\n');
  }
}
