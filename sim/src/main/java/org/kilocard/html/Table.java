package org.kilocard.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A table: the first cell of a row names it, numbers stand at the right, bars are only seen. */
final class Table {
  /** So many characters want room, also on a phone. */
  private static final int LONG = 20;

  private enum Kind { NAME, TEXT, NUMBER, BAR, CODE }

  private record Column(String title, Kind kind) {}

  private record Cell(String words, List<Double> shares) {}

  private final String caption;
  private final List<Column> columns = new ArrayList<>();
  private final List<List<Cell>> rows = new ArrayList<>();

  /** A table of what {@code caption} says. */
  Table(String caption) {
    this.caption = caption;
  }

  /** A column that names rows or holds other words. */
  Table words(String title) {
    return column(title, columns.isEmpty() ? Kind.NAME : Kind.TEXT);
  }

  Table numbers(String... titles) {
    for (String title : titles) {
      column(title, Kind.NUMBER);
    }
    return this;
  }

  /** A column of text to be copied. */
  Table code(String title) {
    return column(title, Kind.CODE);
  }

  /** A last column with a bar of one or more colours for each row, which repeats what other columns say. */
  Table bars() {
    return column("", Kind.BAR);
  }

  private Table column(String title, Kind kind) {
    columns.add(new Column(title, kind));
    return this;
  }

  /** A row without a bar. */
  Table row(List<String> cells) {
    return row(cells, List.of());
  }

  /** A row; {@code shares} of the whole, 0 … 1, make its bar. */
  Table row(List<String> cells, List<Double> shares) {
    List<Cell> row = new ArrayList<>();
    cells.forEach(words -> row.add(new Cell(words, List.of())));
    if (columns.get(columns.size() - 1).kind() == Kind.BAR) {
      row.add(new Cell("", shares));
    }
    if (row.size() != columns.size()) {
      throw new IllegalArgumentException(row.size() + " cells in " + columns.size() + " columns of " + caption);
    }
    rows.add(row);
    return this;
  }

  void write(Markup markup) {
    markup.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
    markup.open("table").element("caption", caption).open("thead").open("tr");
    List<Integer> shown = IntStream.range(0, columns.size()).filter(this::hasContent).boxed().toList();
    for (int i : shown) {
      if (columns.get(i).kind() == Kind.BAR) {
        markup.element("td", "", "class", "bar");
      } else {
        markup.element("th", columns.get(i).title(), "scope", "col", "class", style(i));
      }
    }
    markup.close().close().open("tbody");
    for (List<Cell> row : rows) {
      markup.open("tr");
      shown.forEach(i -> cell(markup, columns.get(i).kind(), row.get(i)));
      markup.close();
    }
    markup.close().close().close();
  }

  /** A column of numbers that nobody knows is left out. */
  private boolean hasContent(int column) {
    return columns.get(column).kind() != Kind.NUMBER
        || rows.isEmpty() || rows.stream().anyMatch(row -> !row.get(column).words().isEmpty());
  }

  private String style(int column) {
    Kind kind = columns.get(column).kind();
    boolean isLong = rows.stream().anyMatch(row -> row.get(column).words().length() > LONG);
    return kind == Kind.NUMBER ? "n" : kind == Kind.CODE || isLong ? "wide" : "w";
  }

  private static void cell(Markup markup, Kind kind, Cell cell) {
    switch (kind) {
      case NAME -> markup.element("th", cell.words(), "scope", "row");
      case TEXT -> markup.element("td", cell.words());
      case NUMBER -> markup.element("td", cell.words(), "class", "n");
      case CODE -> markup.open("td").element("code", cell.words()).close();
      case BAR -> bar(markup, cell.shares());
    }
  }

  private static void bar(Markup markup, List<Double> shares) {
    markup.open("td", "class", "bar", "aria-hidden", "true").open("div", "class", "track");
    for (int i = 0; i < shares.size(); i++) {
      String width = String.format(Locale.ROOT, "width:%.2f%%", 100 * Math.max(0, Math.min(1, shares.get(i))));
      if (shares.size() == 1) {
        markup.element("span", "", "style", width);
      } else if (shares.get(i) > 0) {
        markup.element("span", "", "class", "k" + i, "style", width);
      }
    }
    markup.close().close();
  }
}
