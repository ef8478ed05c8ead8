package org.kilocard.program;

/**
 * How fast a compute op runs beside communication.
 *
 * <p><b>Model.</b> At full rate while no call holds units of the card, at that of its {@code beside} duration while
 * calls hold the shared units, in proportion between; the memory traffic of calls slows it further.
 *
 * <p><b>Assumes.</b> Calls that together want more than the shared units share them. However much communication
 * there is, kernels keep a tenth of their rate.
 */
public final class Pace {
  private static final double MOST_LOST = 0.9;

  private Pace() {}

  /**
   * Rate of a compute op, 1 when it has the card for itself.
   *
   * @param alonePs its duration when it has
   * @param besidePs its duration while calls hold the shared units
   * @param taken units that calls hold now
   * @param sharedUnits units that they hold at {@code besidePs}, ≥ 1
   * @param lost share of the rate that the memory traffic of the calls takes
   */
  public static double rate(long alonePs, long besidePs, int taken, int sharedUnits, double lost) {
    double memory = 1 - Math.min(MOST_LOST, lost);
    if (taken == 0 || besidePs == 0) {
      return memory;
    }
    double units = 1 - (double) alonePs / besidePs;
    return memory * (1 - units * Math.min(1, (double) taken / sharedUnits));
  }
}
