package org.kilocard.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kilocard.hardware.Constants;
import org.kilocard.hardware.Source;
import org.kilocard.input.Spelled;
import org.kilocard.report.TextTable;
import org.kilocard.unit.Rates;
import org.kilocard.unit.Time;

/** Every constant of an accelerator or a stack with how well it is known, and the sources of all of them. */
final class ConstantsText {
  private ConstantsText() {}

  /** Adds a table of the constants of {@code owner}, and below it the sources that the table numbers. */
  static Sheet add(Sheet sheet, String heading, Record owner) {
    TextTable table = new TextTable("<><>").row("constant", "value", "known by", "source");
    List<Source> sources = new ArrayList<>();
    for (Constants.Named named : Constants.named(owner)) {
      Source source = named.constant().source();
      if (!sources.contains(source)) {
        sources.add(source);
      }
      table.row(named.path(), value(named), Spelled.of(source.confidence()), "[" + (sources.indexOf(source) + 1) + "]");
    }
    sheet.table(heading, table).heading("Sources");
    for (int i = 0; i < sources.size(); i++) {
      sheet.item(2, "[" + (i + 1) + "] " + sources.get(i).text());
    }
    return sheet;
  }

  private static String value(Constants.Named named) {
    double value = named.constant().value();
    return switch (named.unit()) {
      case "ps" -> Time.format(Math.round(value));
      case "s" -> Time.format(Time.ofSeconds(value));
      case "B/s" -> Rates.format(value);
      default -> String.format(Locale.ROOT, "%.6f", value).replaceFirst("\\.?0+$", "");
    };
  }
}
