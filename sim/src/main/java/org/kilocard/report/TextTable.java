package org.kilocard.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of cells in aligned columns, two spaces apart. */
public final class TextTable {
  /** What is left of a cell that is cut. */
  private static final int SHORTEST = 8;

  private final String alignment;
  private final List<String[]> rows = new ArrayList<>();

  /** A table with one column per character of {@code alignment}: {@code <} left, {@code >} right. */
  public TextTable(String alignment) {
    this.alignment = alignment;
  }

  /** Appends a row; every row has a cell for each column. */
  public TextTable row(String... cells) {
    if (cells.length != alignment.length()) {
      throw new IllegalArgumentException(cells.length + " cells for " + alignment.length() + " columns");
    }
    rows.add(cells.clone());
    return this;
  }

  /** Appends a row. */
  public TextTable row(List<String> cells) {
    return row(cells.toArray(String[]::new));
  }

  /**
   * The rows, each indented by two spaces and without spaces at its end.
   *
   * @param width columns to stay within: the cells of the first column are cut as far as that takes
   */
  public List<String> lines(int width) {
    int[] widths = new int[alignment.length()];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    int excess = Arrays.stream(widths).sum() + 2 * widths.length - width;
    if (excess > 0) {
      widths[0] = Math.max(Math.min(SHORTEST, widths[0]), widths[0] - excess);
      rows.forEach(row -> row[0] = cut(row[0], widths[0]));
    }
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        String padding = " ".repeat(widths[i] - row[i].length());
        line.append("  ").append(alignment.charAt(i) == '<' ? row[i] + padding : padding + row[i]);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** {@code text}, or as much of it as fits into {@code width} columns. */
  static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }

  /** {@code text} in lines of at most {@code width} columns, broken at spaces. */
  public static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+")) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() > 0 ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
