package org.kilocard.input;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.kilocard.unit.Quantity;
import org.kilocard.unit.QuantityException;

/**
 * A single value. YAML's own guess at its type is ignored: it stays the text that was written until a reader
 * asks for a type, so {@code 1.10} can be a version, {@code 400 Gb/s} a rate and {@code 14.8T} a count.
 *
 * @param text as written, without quotes
 * @param quoted whether it stood in quotes or was a block of text; numbers and flags must not
 */
public record Scalar(String text, boolean quoted, Location location, KeyPath path) implements Node {

  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,18}");
  private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");

  /** Above this a {@code double} no longer holds every whole number. */
  private static final long LARGEST_COUNT = 1L << 53;

  /** A positive whole number; {@code 2048}, {@code 3k} and {@code 14.8T} are all fine. */
  public long count() {
    return count(1, Long.MAX_VALUE);
  }

  /** A whole number from {@code min}, which is not negative, to {@code max}. */
  public long count(long min, long max) {
    requireNoQuotes();
    double value = quantity(Quantity::count);
    if (value > LARGEST_COUNT && max > LARGEST_COUNT) {
      throw fail(described() + " is too large for a count");
    }
    if (value != StrictMath.rint(value) || value < min || value > max) {
      throw mustBe("a whole number", min, max);
    }
    return (long) value;
  }

  /** A whole number of either sign, in digits. */
  public long integer() {
    return integer(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** A whole number, in digits, from {@code min} to {@code max}. */
  public long integer(long min, long max) {
    requireNoQuotes();
    if (INTEGER.matcher(text).matches()) {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    }
    throw mustBe("a whole number", min, max);
  }

  /** A finite number of either sign. */
  public double number() {
    return number(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** A finite number from {@code min} to {@code max}, both included; an infinite bound is none. */
  public double number(double min, double max) {
    requireNoQuotes();
    if (NUMBER.matcher(text).matches()) {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value) && value >= min && value <= max) {
        return value;
      }
    }
    throw mustBe("a number", min, max);
  }

  /** {@code true} or {@code false}, nothing else. */
  public boolean flag() {
    if (!quoted && (text.equals("true") || text.equals("false"))) {
      return text.equals("true");
    }
    throw fail("must be true or false, not " + described());
  }

  /** Bytes per second, above zero. */
  public double rate() {
    return aboveZero(quantity(Quantity::rateBytesPerSecond));
  }

  /** Picoseconds. */
  public long time() {
    return whole(Quantity::timePs);
  }

  /** Bytes. */
  public long bytes() {
    return whole(Quantity::bytes);
  }

  /** Operations per second, above zero. */
  public double flops() {
    return aboveZero(quantity(Quantity::flops));
  }

  /** Hertz, above zero. */
  public double frequency() {
    return aboveZero(quantity(Quantity::frequency));
  }

  /** Days, above zero. */
  public double days() {
    return aboveZero(quantity(Quantity::days));
  }

  /** US dollars. */
  public double money() {
    return quantity(Quantity::money);
  }

  /** Watts. */
  public double power() {
    return quantity(Quantity::power);
  }

  /** The constant of {@code type} that is spelled like this; see {@link Spelled}. */
  public <E extends Enum<E>> E choice(Class<E> type) {
    List<String> allowed = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      if (Spelled.of(constant).equals(text)) {
        return constant;
      }
      allowed.add(Spelled.of(constant));
    }
    String suggestion =
        DidYouMean.closest(text, allowed).map(word -> "Did you mean '" + word + "'? ").orElse("");
    throw fail("unknown value " + described())
        .withHint(suggestion + "Allowed: " + String.join(", ", allowed));
  }

  @Override
  public boolean isEmpty() {
    return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
  }

  @Override
  public String described() {
    if (isEmpty()) {
      return "nothing";
    }
    String shown = text.length() > 60 ? text.substring(0, 57) + "..." : text;
    return "'" + shown + "'" + (quoted ? " in quotes" : "");
  }

  @Override
  public Scalar asScalar() {
    return this;
  }

  @Override
  public Scalar unread() {
    return this;
  }

  @Override
  public String toString() {
    return quoted ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : text;
  }

  private double quantity(ToDoubleFunction<String> reader) {
    try {
      return reader.applyAsDouble(text);
    } catch (QuantityException e) {
      throw fail(e.getMessage());
    }
  }

  private long whole(ToLongFunction<String> reader) {
    try {
      return reader.applyAsLong(text);
    } catch (QuantityException e) {
      throw fail(e.getMessage());
    }
  }

  private double aboveZero(double value) {
    if (value > 0) {
      return value;
    }
    throw fail("must be above zero, not " + described());
  }

  /** Quotes say "text". JSON has to put them around {@code 14.8T}, so only plain numbers are refused. */
  private void requireNoQuotes() {
    if (quoted && NUMBER.matcher(text).matches()) {
      throw fail("must be a number, not " + described()).withHint("Leave out the quotes.");
    }
  }

  private InputException mustBe(String what, double min, double max) {
    // Bounds at the end of the range of their type mean that there is none.
    boolean low = min > Long.MIN_VALUE;
    boolean high = max < LARGEST_COUNT;
    String range = low && high ? " from " + plain(min) + " to " + plain(max)
        : low ? " of at least " + plain(min)
        : high ? " of at most " + plain(max) : "";
    return fail("must be " + what + range + ", not " + described());
  }

  private static String plain(double value) {
    return value == (long) value ? Long.toString((long) value) : Double.toString(value);
  }
}
