package org.kilocard.unit;

import java.math.BigDecimal;

/** Rates in bytes per second and direction. */
public final class Rates {

  private static final String[] UNITS = {"B/s", "kB/s", "MB/s", "GB/s", "TB/s", "PB/s", "EB/s"};

  private Rates() {}

  /**
   * For people, in decimal units and up to four significant digits: {@code 50 GB/s} is 5e10 bytes per second.
   */
  public static String format(double bytesPerSecond) {
    if (!Double.isFinite(bytesPerSecond)) {
      return bytesPerSecond + " B/s";
    }
    return Digits.scaled(BigDecimal.valueOf(bytesPerSecond), 1000, UNITS, 1);
  }
}
