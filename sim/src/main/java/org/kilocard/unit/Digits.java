package org.kilocard.unit;

import java.math.BigDecimal;
import java.math.MathContext;

/** Writes a number with the prefix of the unit that suits it. Decimal arithmetic: no locale, no platform. */
final class Digits {

  private static final MathContext FOUR = new MathContext(4);

  private Digits() {}

  /**
   * Divides {@code value} by {@code step} until it is below one step, then prints it with that unit.
   *
   * @param units names of 1, step, step² … ; the last one takes whatever is left
   * @param atLeast significant digits to keep even if they are zeros; four at most, or all before the point
   */
  static String scaled(BigDecimal value, int step, String[] units, int atLeast) {
    BigDecimal limit = BigDecimal.valueOf(step);
    BigDecimal rest = value;
    int unit = 0;
    // The rounded value decides, so that 999.96 us prints as 1.00 ms and not as 1000 us.
    while (unit < units.length - 1 && rest.round(FOUR).abs().compareTo(limit) >= 0) {
      rest = rest.divide(limit, MathContext.DECIMAL64);
      unit++;
    }
    return plain(rest, atLeast) + " " + units[unit];
  }

  private static String plain(BigDecimal value, int atLeast) {
    int whole = value.precision() - value.scale(); // digits before the point
    BigDecimal rounded = value.round(whole > 4 ? new MathContext(whole) : FOUR).stripTrailingZeros();
    int decimals = Math.max(0, atLeast - (rounded.precision() - rounded.scale()));
    return rounded.setScale(Math.max(decimals, Math.max(0, rounded.scale()))).toPlainString();
  }
}
