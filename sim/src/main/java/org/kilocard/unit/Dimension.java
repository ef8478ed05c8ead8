package org.kilocard.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind of quantity with the units in which it may be written: parses a text, and explains why it cannot.
 *
 * <p>The value is the correctly rounded decimal: powers of ten of a unit go into the exponent before the text
 * becomes a {@code double}, so {@code 14.8T} is exactly 14,800,000,000,000.
 */
final class Dimension {

  /** Number, then unit. An exponent needs a digit, so that the E of {@code 1 EB} is not taken for one. */
  private static final Pattern QUANTITY =
      Pattern.compile("([+-]?)(\\d+\\.?\\d*|\\.\\d+)(?:[eE]([+-]?\\d{1,4}))?(?![eE]?\\d)\\s*([^\\d\\s].*|)");

  private static final String PREFIXES = "kMGTPE";

  /** A unit is 10^{@code exponent} times {@code factor} of the value returned. */
  private record Unit(String symbol, int exponent, double factor) {

    boolean same(Unit other) {
      return exponent == other.exponent && factor == other.factor;
    }
  }

  private final String noun;
  private final String named;
  private final String examples;
  private final List<Unit> units;

  /**
   * A kind without units yet; the methods that add units return a new one.
   *
   * @param noun as in "unknown rate unit"
   * @param named as in "a rate needs a unit"
   * @param examples right texts, as in "e.g. 400 Gb/s or 50 GB/s"
   */
  Dimension(String noun, String named, String examples) {
    this(noun, named, examples, List.of());
  }

  private Dimension(String noun, String named, String examples, List<Unit> units) {
    this.noun = noun;
    this.named = named;
    this.examples = examples;
    this.units = units;
  }

  /** With one more unit. The empty symbol makes the unit optional. */
  Dimension unit(String symbol, int exponent, double factor) {
    List<Unit> more = new ArrayList<>(units);
    more.add(new Unit(symbol, exponent, factor));
    return new Dimension(noun, named, examples, List.copyOf(more));
  }

  /** With {@code symbol} and its decimal multiples k, M, G, T, P, E. */
  Dimension decimal(String symbol, double factor) {
    Dimension result = unit(symbol, 0, factor);
    for (int i = 0; i < PREFIXES.length(); i++) {
      result = result.unit(PREFIXES.charAt(i) + symbol, 3 * (i + 1), factor);
    }
    return result;
  }

  /** With the binary multiples Ki, Mi, Gi, Ti, Pi, Ei of {@code symbol}. */
  Dimension binary(String symbol) {
    Dimension result = this;
    double factor = 1;
    for (char prefix : PREFIXES.toUpperCase(Locale.ROOT).toCharArray()) {
      factor *= 1024;
      result = result.unit(prefix + "i" + symbol, 0, factor);
    }
    return result;
  }

  /** The value of {@code text}; finite and not negative. */
  double parse(String text) {
    String stripped = text.strip();
    Matcher matcher = QUANTITY.matcher(stripped);
    if (!matcher.matches()) {
      throw new QuantityException("'" + stripped + "' is not " + named + ", e.g. " + examples);
    }
    if (matcher.group(1).equals("-")) {
      throw new QuantityException(named + " cannot be negative, as '" + stripped + "' is");
    }
    Unit unit = find(matcher.group(4), stripped);
    int exponent = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    double value = Double.parseDouble(matcher.group(2) + "e" + (exponent + unit.exponent())) * unit.factor();
    if (Double.isInfinite(value)) {
      throw new QuantityException("'" + stripped + "' is too large for " + named);
    }
    return value;
  }

  /** As {@link #parse}, to the nearest whole number, at most {@code max}. */
  long parseWhole(String text, long max) {
    double value = parse(text);
    if (value > max) {
      throw new QuantityException("'" + text.strip() + "' is too large for " + named);
    }
    return Math.round(value);
  }

  private Unit find(String symbol, String text) {
    for (Unit unit : units) {
      if (unit.symbol().equals(symbol)) {
        return unit;
      }
    }
    if (symbol.isEmpty()) {
      throw new QuantityException(named + " needs a unit, e.g. " + examples);
    }
    if (symbol.startsWith(",") || symbol.startsWith("_")) {
      char separator = symbol.charAt(0);
      throw new QuantityException("write '" + text + "' without '" + separator + "' between the digits");
    }
    List<String> likely = likely(symbol);
    throw new QuantityException("unknown " + noun + " unit '" + symbol + "'"
        + (likely.isEmpty() ? ", write e.g. " + examples
            : ". Did you mean '" + String.join("' or '", likely) + "'?"));
  }

  /** What somebody who wrote {@code symbol} may have meant; two when only the case tells bits from bytes. */
  private List<String> likely(String symbol) {
    List<Unit> found = new ArrayList<>();
    for (Unit unit : units) {
      if (letters(unit.symbol()).equals(letters(symbol))) {
        return List.of(unit.symbol()); // Gbs or Gbps for Gb/s
      }
      if (letters(unit.symbol()).equalsIgnoreCase(letters(symbol)) && found.stream().noneMatch(unit::same)) {
        found.add(unit); // gbps for Gb/s or GB/s
      }
    }
    if (!found.isEmpty()) {
      return found.stream().map(Unit::symbol).toList();
    }
    String longest = "";
    for (Unit unit : units) {
      if (unit.symbol().startsWith(symbol + "/")) {
        return List.of(unit.symbol()); // GB for GB/s
      }
      if (symbol.startsWith(unit.symbol()) && unit.symbol().length() > longest.length()) {
        longest = unit.symbol(); // MBytes for MB, seconds for s
      }
    }
    return longest.isEmpty() ? List.of() : List.of(longest);
  }

  /** What is left of a symbol when people spell it their way: Gb/s, Gbs and Gbps all become Gbs. */
  private static String letters(String symbol) {
    return symbol.replace("/", "").replaceFirst("(?<=[bB]|bit)ps$", "s").replaceFirst("^K(?!i)", "k");
  }
}
