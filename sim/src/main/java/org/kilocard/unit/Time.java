package org.kilocard.unit;

import java.math.BigDecimal;

/**
 * Time as a {@code long} count of picoseconds.
 *
 * <p>Sums of such times are exact, so the order of events does not depend on rounding. The range is 106 days;
 * a training run that lasts longer is counted in steps, not simulated as one.
 */
public final class Time {

  /** Picoseconds in one second. */
  public static final long PS_PER_SECOND = 1_000_000_000_000L;

  /** The longest time that {@link #ofSeconds} accepts: 100 days. */
  public static final long LONGEST_PS = 100L * 86_400L * PS_PER_SECOND;

  private static final String[] UNITS = {"ps", "ns", "us", "ms", "s"};

  private Time() {}

  /**
   * The picosecond nearest to {@code seconds}.
   *
   * @throws IllegalArgumentException if {@code seconds} is NaN, negative or above 100 days
   */
  public static long ofSeconds(double seconds) {
    double ps = seconds * PS_PER_SECOND;
    if (!(ps >= 0 && ps <= LONGEST_PS)) {
      throw new IllegalArgumentException("a time must lie between 0 s and 100 days, not " + seconds + " s");
    }
    return Math.round(ps);
  }

  /**
   * A computed time in whole picoseconds, rounded up.
   *
   * @param what lasts that long, for the complaint
   * @throws TooLongException if {@code ps} is above 100 days, or no number
   */
  public static long ceil(double ps, String what) {
    return (long) Math.ceil(atMost(ps, what));
  }

  /**
   * A computed time, {@code ps}, that need not be whole.
   *
   * @param what lasts that long, for the complaint
   * @throws TooLongException if {@code ps} is above 100 days, or no number
   */
  public static double atMost(double ps, String what) {
    if (!(ps <= LONGEST_PS)) {
      throw new TooLongException(what);
    }
    return ps;
  }

  /**
   * {@code ps}, a sum of times of which none is too long by itself.
   *
   * @param what lasts that long, for the complaint
   * @throws TooLongException if it is above 100 days, or so long that the sum has become negative
   */
  public static long checked(long ps, String what) {
    if (ps < 0 || ps > LONGEST_PS) {
      throw new TooLongException(what);
    }
    return ps;
  }

  /** Seconds in {@code ps} picoseconds. */
  public static double seconds(long ps) {
    return (double) ps / PS_PER_SECOND;
  }

  /** For people, with three to four significant digits: {@code 19.93 s}, {@code 953 ms}, {@code 12.4 us}. */
  public static String format(long ps) {
    if (ps == 0) {
      return "0 s";
    }
    if (ps > -1000 && ps < 1000) {
      return ps + " ps"; // nothing is finer than a picosecond
    }
    return Digits.scaled(BigDecimal.valueOf(ps), 1000, UNITS, 3);
  }
}
