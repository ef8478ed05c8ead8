package org.kilocard.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes what a family has fitted as a stack file that extends the stack of its base, so that scenarios can name it.
 * The constants carry their source: the rows and the publication they were fitted on.
 */
public final class CalibratedStack {
  private CalibratedStack() {}

  /**
   * The file, lines ended by line feeds.
   *
   * @param stack that it extends: a name of the catalogue, or a path
   */
  public static String of(Family family, String stack, ConstantFit.Fitted fit) {
    List<String> lines = new ArrayList<>();
    lines.add("# Written by kilocard calibrate from family " + printable(family.name()) + ".");
    lines.add("extends: " + quoted(stack));
    lines.add("name: " + quoted(stack.replaceFirst(".*/", "").replaceFirst("\\.ya?ml$", "") + ", calibrated on "
        + family.name()));
    lines.add("calibration: {" + fit.values().entrySet().stream().map(CalibratedStack::constant)
        .collect(Collectors.joining(", ")) + "}");
    lines.add("sources:");
    lines.add("  calibration:");
    lines.add("    confidence: fitted");
    lines.add("    text: " + quoted("fitted on " + family.calibrating().stream().map(Row::id)
        .collect(Collectors.joining(", ")) + " of family " + family.name() + ": " + family.title() + " ("
        + family.reference() + ")"));
    return String.join("\n", lines) + "\n";
  }

  private static String constant(Map.Entry<NamedConstant, Double> fitted) {
    NamedConstant constant = fitted.getKey();
    double value = fitted.getValue();
    return constant.key() + ": " + (constant.isTime()
        ? String.format(Locale.ROOT, "%.6f ms", value * 1e3)
        : String.format(Locale.ROOT, "%.6f", value));
  }

  static String quoted(String text) {
    return '"' + printable(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
