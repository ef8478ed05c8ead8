package org.kilocard.report;

/** A page of plain text, line by line, with or without ANSI escape codes. */
final class TextPage {
  private static final int WIDTH = 100;
  private static final int LABEL = 13;
  private static final int BAR = 30;
  private static final String EIGHTHS = "▏▎▍▌▋▊▉";

  private final boolean ansi;
  private final StringBuilder text = new StringBuilder();

  /** An empty page; {@code ansi}: headings are bold and problems coloured. */
  TextPage(boolean ansi) {
    this.ansi = ansi;
  }

  /** Adds a line as it is. */
  void line(String words) {
    text.append(words).append('\n');
  }

  /** Adds an empty line and a title. */
  void heading(String title) {
    line("");
    line(bold(title));
  }

  /** Adds a named line, or more when it is long. */
  void fact(String name, String words) {
    String label = name;
    for (String row : TextTable.wrap(words, WIDTH - LABEL - 2)) {
      line("  " + label + " ".repeat(LABEL - label.length()) + row);
      label = "";
    }
  }

  /** Adds the rows of a table. */
  void table(TextTable table) {
    table.lines(WIDTH).forEach(this::line);
  }

  /** Adds {@code words} in as many lines as they need, the first and the others indented as said. */
  void paragraph(String firstIndent, String indent, String words) {
    String start = firstIndent;
    for (String row : TextTable.wrap(words, WIDTH - indent.length())) {
      line(start + row);
      start = indent;
    }
  }

  /** Adds a warning. */
  void warning(String words) {
    for (String row : TextTable.wrap("warning: " + words, WIDTH)) {
      line(coded(row, "33"));
    }
  }

  /** {@code words} in bold. */
  String bold(String words) {
    return coded(words, "1");
  }

  /** {@code words} in red. */
  String red(String words) {
    return coded(words, "31");
  }

  /** A bar for a share of 0 … 1, exact to an eighth of a character; 1 is {@value BAR} characters. */
  static String bar(double share) {
    int eighths = (int) Math.round(Math.min(1, share) * BAR * 8);
    String full = "█".repeat(eighths / 8);
    return eighths % 8 == 0 ? full : full + EIGHTHS.charAt(eighths % 8 - 1);
  }

  /** All lines, each ended by a line feed. */
  @Override
  public String toString() {
    return text.toString();
  }

  private String coded(String words, String code) {
    return ansi ? "\u001b[" + code + "m" + words + "\u001b[0m" : words;
  }
}
