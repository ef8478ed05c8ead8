package org.kilocard.unit;

/**
 * Reads quantities as people write them. A space before the unit is optional, its case matters ({@code Gb} is
 * bits, {@code GB} bytes), and a bare number is refused wherever a unit is due. No result is NaN, infinite or
 * negative.
 *
 * <p>Every method throws {@link QuantityException} if the text is not such a quantity.
 */
public final class Quantity {

  private static final Dimension RATE = new Dimension("rate", "a rate", "400 Gb/s or 50 GB/s")
      .decimal("b/s", 0.125).decimal("bit/s", 0.125).decimal("B/s", 1).binary("B/s");

  private static final Dimension TIME = new Dimension("time", "a time", "2.1 us or 3 ms")
      .unit("ps", 0, 1).unit("ns", 3, 1).unit("us", 6, 1)
      .unit("\u00b5s", 6, 1).unit("\u03bcs", 6, 1) // micro sign and Greek mu look the same
      .unit("ms", 9, 1).unit("s", 12, 1).unit("min", 12, 60).unit("h", 12, 3600).unit("d", 12, 86_400);

  private static final Dimension SIZE = new Dimension("size", "a size", "64 MiB or 80 GB")
      .decimal("B", 1).unit("KB", 3, 1).binary("B");

  private static final Dimension COUNT = new Dimension("count", "a count", "2048, 3k or 14.8T")
      .unit("", 0, 1).unit("k", 3, 1).unit("K", 3, 1).unit("M", 6, 1)
      .unit("B", 9, 1).unit("G", 9, 1).unit("T", 12, 1);

  private static final Dimension FLOPS =
      new Dimension("compute", "a compute rate", "989 TFLOPS or 1.9 PFLOPS")
          .decimal("FLOPS", 1).decimal("FLOP/s", 1).decimal("OPS", 1);

  private static final Dimension FREQUENCY = new Dimension("frequency", "a frequency", "1.98 GHz or 1755 MHz")
      .decimal("Hz", 1);

  private static final Dimension MONEY = new Dimension("money", "a price", "2 USD").unit("USD", 0, 1)
      .unit("k USD", 3, 1).unit("kUSD", 3, 1).unit("M USD", 6, 1).unit("MUSD", 6, 1)
      .unit("G USD", 9, 1).unit("GUSD", 9, 1);

  private static final Dimension DAYS = new Dimension("duration", "a duration", "60 d or 8 weeks")
      .unit("d", 0, 1).unit("day", 0, 1).unit("days", 0, 1).unit("h", 0, 1 / 24.0).unit("hours", 0, 1 / 24.0)
      .unit("w", 0, 7).unit("week", 0, 7).unit("weeks", 0, 7)
      .unit("min", 0, 1 / 1440.0).unit("minutes", 0, 1 / 1440.0)
      .unit("s", 0, 1 / 86_400.0).unit("seconds", 0, 1 / 86_400.0).unit("hour", 0, 1 / 24.0);

  private static final Dimension POWER = new Dimension("power", "a power", "700 W or 1.2 kW").decimal("W", 1);

  private Quantity() {}

  /** Bytes per second: {@code 400 Gb/s} (bits), {@code 50 GB/s}, {@code 1.6 TB/s}, {@code 3 GiB/s}. */
  public static double rateBytesPerSecond(String text) {
    return RATE.parse(text);
  }

  /**
   * Picoseconds, to the nearest: {@code 2.1 us}, {@code 600 ns}, {@code 3 ms}, {@code 90 min}, {@code 30 d}.
   */
  public static long timePs(String text) {
    return TIME.parseWhole(text, Time.LONGEST_PS);
  }

  /** Bytes, to the nearest: {@code 64 MiB}, {@code 80 GB}, {@code 512 B}. */
  public static long bytes(String text) {
    return SIZE.parseWhole(text, 1L << 62);
  }

  /** A number: {@code 2048}, {@code 1.2e6}, or {@code 14.8T} with one of k, M, B or G, T for 1e3 to 1e12. */
  public static double count(String text) {
    return COUNT.parse(text);
  }

  /**
   * Operations per second: {@code 989 TFLOPS}, {@code 1.9 PFLOP/s}; for integer units also {@code 1979 TOPS}.
   */
  public static double flops(String text) {
    return FLOPS.parse(text);
  }

  /** Hertz: {@code 1.98 GHz}. */
  public static double frequency(String text) {
    return FREQUENCY.parse(text);
  }

  /** Days: {@code 60 d}, {@code 36 h}, {@code 8 weeks}, {@code 90 min}, {@code 10 s}. */
  public static double days(String text) {
    return DAYS.parse(text);
  }

  /** US dollars: {@code 2 USD}, {@code 5M USD}. Other currencies are refused rather than mixed. */
  public static double money(String text) {
    return MONEY.parse(text);
  }

  /** Watts: {@code 700 W}, {@code 1 kW}. */
  public static double power(String text) {
    return POWER.parse(text);
  }
}
