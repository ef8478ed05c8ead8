package org.kilocard.unit;

import java.math.BigDecimal;

/** Sizes in bytes. */
public final class Bytes {

  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Bytes() {}

  /** For people, in binary units and up to four significant digits: {@code 64 MiB}, {@code 1.5 GiB}. */
  public static String format(double bytes) {
    if (!Double.isFinite(bytes)) {
      return bytes + " B";
    }
    return Digits.scaled(BigDecimal.valueOf(bytes), 1024, UNITS, 1);
  }
}
