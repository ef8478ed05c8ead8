package org.kilocard.report;

import java.util.Locale;

/** Numbers without a unit of their own, written for people; the same on every locale. */
public final class Numbers {
  private static final String[] PREFIXES = {"", " k", " M", " G", " T", " P", " E", " Z", " Y"};

  private Numbers() {}

  /** A share: {@code 71 %}, or with one decimal below ten: {@code 3.4 %}. */
  public static String percent(double share) {
    double percent = 100 * share;
    return String.format(Locale.ROOT, Math.abs(percent) < 9.95 ? "%.1f %%" : "%.0f %%", percent);
  }

  /** A share with one decimal, for columns: {@code 71.3 %}. */
  public static String percent1(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** A whole number with thousands separated: {@code 2,048}. */
  public static String whole(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  /** Three to four digits and a decimal prefix: {@code 62.91 M}, {@code 1.2 k}; the caller adds the unit. */
  public static String scaled(double number) {
    double rest = number;
    int prefix = 0;
    while (Math.abs(rest) >= 999.95 && prefix < PREFIXES.length - 1) {
      rest /= 1000;
      prefix++;
    }
    String format = Math.abs(rest) >= 99.995 ? "%.1f" : "%.2f";
    String digits = prefix == 0 && rest == StrictMath.rint(rest)
        ? String.format(Locale.ROOT, "%.0f", rest)
        : String.format(Locale.ROOT, format, rest);
    return digits + PREFIXES[prefix];
  }

  /** Five significant digits and a power of ten, for numbers to recompute with: {@code 1.2345e+21}. */
  public static String scientific(double number) {
    return String.format(Locale.ROOT, "%.4e", number);
  }
}
