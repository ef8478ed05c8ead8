package org.kilocard.hardware;

import java.util.List;
import java.util.Objects;

/**
 * How fast an accelerator multiplies matrices of one {@link GemmFormat}.
 *
 * <p><b>Model.</b> The result is cut into tiles; each unit computes one tile at a time, so {@code u} units need
 * {@code ceil(tiles / u)} waves. A tile costs its main loop, at {@code peak / units × efficiency × sustained}, and
 * {@code tileSeconds} to fill and drain the pipeline. The library takes the fastest of {@code tiles}.
 *
 * @param tiles shapes the library chooses from, at least one
 * @param efficiency main-loop rate of the best shape over the dense peak, at the clock of a short kernel
 * @param sustained clock under continuous matrix load over the clock of a short kernel; 1: never throttles
 * @param tileSeconds prologue and epilogue of one tile, not overlapped with the main loop
 * @param launchSeconds from the end of the kernel before to the first tile, and from the last tile to the end
 */
public record GemmConstants(
    List<TileShape> tiles, Constant efficiency, Constant sustained, Constant tileSeconds, Constant launchSeconds) {
  /** Checks the fractions. */
  public GemmConstants {
    tiles = List.copyOf(tiles);
    if (tiles.isEmpty()) {
      throw new IllegalArgumentException("a matrix product needs at least one tile shape");
    }
    Fractions.check("efficiency", efficiency);
    Fractions.check("sustained", sustained);
    Objects.requireNonNull(tileSeconds);
    Objects.requireNonNull(launchSeconds);
  }
}
