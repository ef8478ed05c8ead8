package org.kilocard.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.kilocard.fit.KernelErrors;
import org.kilocard.fit.KernelFamily;
import org.kilocard.fit.KernelRow;
import org.kilocard.fit.LawFit;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.Constant;
import org.kilocard.hardware.Constants;
import org.kilocard.report.TextTable;

/** How far the laws of kernels are from measured ones: a line per table. */
final class KernelsText {
  private KernelsText() {}

  /** The tables of families, with the constants of the catalogue. */
  static List<String> errors(List<KernelFamily> families) {
    Sheet sheet = new Sheet("Kernels, with the constants of the catalogue");
    for (KernelFamily family : families) {
      sheet.table(family.name() + " (" + family.accelerator().id() + ")",
          table(family.rows(), family.accelerator()));
    }
    return families.size() > 1 ? sheet.table("All of them", overall(families)).lines() : sheet.lines();
  }

  private static TextTable overall(List<KernelFamily> families) {
    TextTable table = header();
    for (KernelRow.Role role : KernelRow.Role.values()) {
      double[] errors = families.stream().flatMapToDouble(family -> family.rows().stream()
          .filter(row -> row.role() == role).mapToDouble(row -> row.error(family.accelerator()))).toArray();
      if (errors.length > 0) {
        row(table, "all", role, KernelErrors.of(errors));
      }
    }
    return table;
  }

  private static TextTable header() {
    TextTable table = new TextTable("<<>>>>");
    table.row("table", "role", "n", "median", "p90", "worst");
    return table;
  }

  /** What a fit has found, and its residuals. */
  static List<String> fitted(KernelFamily family, LawFit.Fitted fitted) {
    Map<String, Constant> before = Constants.of(family.accelerator());
    TextTable constants = new TextTable("<>>");
    constants.row("constant", "catalogue", "fitted");
    fitted.constants().forEach((path, value) ->
        constants.row(path, number(before.get(path).value()), number(value)));
    fitted.castRates().forEach((table, rate) ->
        constants.row("casts of '" + table + "', bytes/s", "", number(rate)));
    return new Sheet(family.name() + " (" + family.accelerator().id() + ")")
        .table("Constants, rates in bytes/s, times in s", constants)
        .table("Errors with them", table(fitted.rows(family.rows()), fitted.accelerator(family.accelerator())))
        .lines();
  }

  private static TextTable table(List<KernelRow> rows, Accelerator card) {
    TextTable table = header();
    Map<String, List<KernelRow>> tables = rows.stream()
        .collect(Collectors.groupingBy(KernelRow::table, LinkedHashMap::new, Collectors.toList()));
    tables.forEach((name, own) -> row(table, name, own, card));
    for (KernelRow.Role role : KernelRow.Role.values()) {
      List<KernelRow> all = rows.stream().filter(row -> row.role() == role).toList();
      if (!all.isEmpty() && tables.size() > 1) {
        row(table, "all", all, card);
      }
    }
    return table;
  }

  private static void row(TextTable table, String name, List<KernelRow> rows, Accelerator card) {
    row(table, name, rows.get(0).role(), KernelErrors.of(rows, card));
  }

  private static void row(TextTable table, String name, KernelRow.Role role, KernelErrors errors) {
    table.row(name, role == KernelRow.Role.FIT ? "fit" : "predict", Integer.toString(errors.n()),
        percent("%.1f %%", errors.median()), percent("%.1f %%", errors.p90()), percent("%+.0f %%", errors.worst()));
  }

  private static String percent(String format, double share) {
    return String.format(Locale.ROOT, format, 100 * share).replace('-', '−');
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
