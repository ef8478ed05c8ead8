package org.kilocard.hardware;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How fast an accelerator multiplies matrices of one {@link GemmFormat}.
 *
 * <p><b>Model.</b> The result is cut into tiles; each unit computes one tile at a time, so {@code u} units
 * need {@code ceil(tiles / u)} waves. A tile costs its main loop, at {@code peak / units × efficiency}, and
 * then the writing of its results, at {@code resultBytesPerSecond / units}, which is not overlapped with the
 * main loop. The library takes the fastest of {@code tiles}. Power caps the whole card at
 * {@code peak × sustained}, however many units compute: few units run at a higher clock than all.
 *
 * @param tiles shapes the library chooses from, at least one
 * @param efficiency main-loop rate of one unit with the best shape over its share of the dense peak, at the
 *     clock of a short kernel
 * @param sustained rate of the whole card in a benchmark of seconds over the dense peak
 * @param longRun the same in a run of minutes, when power and heat have settled, as in training; empty: as
 *     {@code sustained}
 * @param resultBytesPerSecond at which all units together write (and, when they accumulate, read) results
 * @param launchSeconds of one kernel: start, first operands, end
 * @param accumulateBytesPerSecond at which all units together move what an accumulating product reads and writes beyond
 *     the two bytes of a plain result; empty: as {@code resultBytesPerSecond}
 * @param persistent whether kernels deal all tiles to one block per unit at the launch, not to whichever unit is free
 */
public record GemmConstants(
    List<TileShape> tiles,
    Constant efficiency,
    Constant sustained,
    Optional<Constant> longRun,
    Constant resultBytesPerSecond,
    Constant launchSeconds,
    Optional<Constant> accumulateBytesPerSecond,
    boolean persistent) {
  private static final double PLAIN_BYTES = 2;

  /** Checks the fractions. */
  public GemmConstants {
    tiles = List.copyOf(tiles);
    if (tiles.isEmpty()) {
      throw new IllegalArgumentException("a matrix product needs at least one tile shape");
    }
    Fractions.check("efficiency", efficiency);
    Fractions.check("sustained", sustained);
    longRun.ifPresent(c -> Fractions.check("longRun", c));
    Objects.requireNonNull(launchSeconds);
    if (!(resultBytesPerSecond.value() > 0)) {
      throw new IllegalArgumentException("results are written at a rate above 0");
    }
  }

  /** Where accumulating costs by the byte what writing does. */
  public GemmConstants(
      List<TileShape> tiles,
      Constant efficiency,
      Constant sustained,
      Optional<Constant> longRun,
      Constant resultBytesPerSecond,
      Constant launchSeconds,
      boolean persistent) {
    this(tiles, efficiency, sustained, longRun, resultBytesPerSecond, launchSeconds, Optional.empty(), persistent);
  }

  /** Seconds in which all units together move {@code bytesPerElement} of every one of {@code elements} results. */
  public double resultSeconds(double elements, double bytesPerElement) {
    double plain = Math.min(PLAIN_BYTES, bytesPerElement);
    double rest = accumulateBytesPerSecond.orElse(resultBytesPerSecond).value();
    return elements * (plain / resultBytesPerSecond.value() + (bytesPerElement - plain) / rest);
  }

  /** Rate of the whole card over the dense peak, in a run of minutes or in a benchmark of seconds. */
  public double cap(boolean settled) {
    return settled ? longRun.orElse(sustained).value() : sustained.value();
  }
}
