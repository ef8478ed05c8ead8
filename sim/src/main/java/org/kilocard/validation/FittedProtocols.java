package org.kilocard.validation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the constants of protocols that a family has fitted as a stack file that extends the stack of its base. */
public final class FittedProtocols {
  private static final double HALF = 0.5;
  private static final double MOST = 0.9;

  private FittedProtocols() {}

  /**
   * The file, lines ended by line feeds.
   *
   * @param stack that it extends: a name of the catalogue, or a path
   */
  public static String of(Family family, String stack, ProtocolFit.Fitted fit) {
    List<String> lines = new ArrayList<>();
    lines.add("# Written by kilocard calibrate from family " + family.name() + ".");
    lines.add("extends: " + CalibratedStack.quoted(stack));
    lines.add("name: " + CalibratedStack.quoted(
        stack.replaceFirst(".*/", "").replaceFirst("\\.ya?ml$", "") + ", fitted on " + family.name()));
    lines.add("transports:");
    Map<String, Map<String, List<String>>> nested = new LinkedHashMap<>();
    fit.values().forEach((constant, value) -> nested
        .computeIfAbsent(constant.technology(), t -> new LinkedHashMap<>())
        .computeIfAbsent(constant.protocol(), p -> new ArrayList<>())
        .add(constant.field().key() + ": " + constant.written(value)));
    String source = CalibratedStack.quoted(family.title() + " (" + family.reference() + "), family " + family.name()
        + ": " + summary(fit.residuals().stream().filter(r -> r.row().calibrates()).toList()));
    nested.forEach((technology, protocols) -> {
      lines.add("  " + technology + ":");
      lines.add("    protocols:");
      protocols.forEach((protocol, fields) ->
          lines.add("      " + protocol + ": {" + String.join(", ", fields) + "}"));
      lines.add("      sources:");
      protocols.keySet().forEach(protocol -> {
        lines.add("        " + protocol + ":");
        lines.add("          confidence: fitted");
        lines.add("          text: " + source);
      });
    });
    return String.join("\n", lines) + "\n";
  }

  /** How far rows are off, for people. */
  public static String summary(List<ProtocolFit.Residual> residuals) {
    double[] sizes = residuals.stream().mapToDouble(r -> Math.abs(r.error())).sorted().toArray();
    if (sizes.length == 0) {
      return "no rows";
    }
    return String.format(Locale.ROOT, "%d rows, median error %.1f %%, p90 %.1f %%, worst %.1f %%", sizes.length,
        100 * quantile(sizes, HALF), 100 * quantile(sizes, MOST), 100 * sizes[sizes.length - 1]);
  }

  /** Linear between the two nearest of the sorted values. */
  private static double quantile(double[] sorted, double q) {
    double place = q * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** Names of the constants and what they came to, a line each. */
  public static List<String> values(ProtocolFit.Fitted fit) {
    return fit.values().entrySet().stream()
        .map(entry -> entry.getKey().path() + " " + entry.getKey().written(entry.getValue()))
        .collect(Collectors.toList());
  }
}
