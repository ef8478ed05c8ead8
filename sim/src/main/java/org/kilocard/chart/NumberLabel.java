package org.kilocard.chart;

import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.Locale;

/**
 * Numbers as they stand beside what they measure: three to four digits, thousands separated, on every locale.
 */
class NumberLabel extends NumberFormat {
  private static final long serialVersionUID = 1L;

  /** As they stand at the ticks of an axis. */
  static final class Tick extends NumberLabel {
    private static final long serialVersionUID = 1L;

    @Override
    public StringBuffer format(double number, StringBuffer to, FieldPosition position) {
      return to.append(tick(number));
    }
  }

  /** Writes {@code value}. */
  static String of(double value) {
    double size = Math.abs(value);
    String format = size >= 1000 || size == 0 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f"
        : size >= 1 ? "%.2f" : size >= 0.01 ? "%.3f" : "%.2e";
    return String.format(Locale.ROOT, format, value);
  }

  /** As {@link #of}, without zeros at the end: for the ticks of an axis. */
  static String tick(double value) {
    if (value == StrictMath.rint(value) && Math.abs(value) < 1e15) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    String text = of(value);
    return text.contains(".") && !text.contains("e") ? text.replaceFirst("\\.?0+$", "") : text;
  }

  @Override
  public StringBuffer format(double number, StringBuffer to, FieldPosition position) {
    return to.append(of(number));
  }

  @Override
  public StringBuffer format(long number, StringBuffer to, FieldPosition position) {
    return to.append(of(number));
  }

  @Override
  public Number parse(String source, ParsePosition position) {
    throw new UnsupportedOperationException("labels are written, not read");
  }
}
