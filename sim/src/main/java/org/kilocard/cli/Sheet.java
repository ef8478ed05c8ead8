package org.kilocard.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.kilocard.hardware.Constant;
import org.kilocard.input.Spelled;
import org.kilocard.report.TextTable;

/** A page of facts and tables in plain text. */
final class Sheet {
  private static final int WIDTH = 100;

  private final List<String> lines = new ArrayList<>();
  private TextTable facts = new TextTable("<<");

  /** A page with a title. */
  Sheet(String title) {
    lines.add(title);
  }

  /** Adds a named fact, aligned with those around it. */
  Sheet fact(String name, String value) {
    facts.row(name, value);
    return this;
  }

  /** Adds a table under a heading. */
  Sheet table(String heading, TextTable table) {
    flush();
    lines.add("");
    lines.add(heading);
    lines.addAll(table.lines(WIDTH));
    return this;
  }

  /** Adds a remark, broken into lines. */
  Sheet note(String text) {
    flush();
    lines.add("");
    TextTable.wrap(text, WIDTH - 2).forEach(line -> lines.add("  " + line));
    return this;
  }

  /** Adds a heading. */
  Sheet heading(String title) {
    flush();
    lines.add("");
    lines.add(title);
    return this;
  }

  /** Adds an item, broken into lines. */
  Sheet item(int indent, String text) {
    flush();
    String start = " ".repeat(indent);
    for (String line : TextTable.wrap(text, WIDTH - indent - 2)) {
      lines.add(start + line);
      start = " ".repeat(indent + 2);
    }
    return this;
  }

  List<String> lines() {
    flush();
    return List.copyOf(lines);
  }

  private void flush() {
    lines.addAll(facts.lines(Integer.MAX_VALUE));
    facts = new TextTable("<<");
  }

  /** A whole number with thousands separated. */
  static String whole(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  /** Operations per second. */
  static String flops(double perSecond) {
    return decimal(perSecond * 1e-12) + " TFLOPS";
  }

  /** Parameters, operations and the like: {@code 671.0 B}. */
  static String billions(double number) {
    return String.format(Locale.ROOT, "%,.2f B", number * 1e-9);
  }

  /** At most three decimals. */
  static String decimal(double number) {
    return String.format(Locale.ROOT, "%,.3f", number).replaceFirst("\\.?0+$", "");
  }

  static String watts(OptionalDouble watts) {
    return watts.isPresent() ? decimal(watts.getAsDouble()) + " W" : "unknown";
  }

  /** How well a constant is known. */
  static String known(Constant constant) {
    return Spelled.of(constant.source().confidence());
  }
}
