package org.kilocard.compute;

import java.util.List;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.GemmConstants;
import org.kilocard.hardware.TileShape;
import org.kilocard.model.Gemm;

/**
 * Time of a matrix product, or of several in one kernel.
 *
 * <p><b>Model.</b> {@code launch + max(waves × tile, power, memory)}, the best over tile shapes:
 * <ul>
 *   <li>waves × tile: all tiles of all groups go round the units, {@code ceil(tiles / units)} times; a tile
 *       costs its main loop at one unit's share of {@code peak × efficiency}, then its results at one unit's
 *       share of the result rate. The sum over depth may be split up to 8 ways over more units; the parts
 *       then go once through memory in FP32. Groups of different depth count with the mean of their tiles.
 *   <li>power: {@code flops / (peak × sustained)}, whatever the number of units; {@code long run} instead of
 *       {@code sustained} where the card has settled.
 *   <li>memory: operands and results once at the streaming bandwidth, so operands are reused in the cache.
 * </ul>
 *
 * <p>A persistent kernel deals its tiles to as many blocks as it was launched for, at the launch. When communication
 * holds some of their units, the blocks that find none start when others have ended, and the whole takes about twice as
 * long; the power that idle units leave softens that. Other kernels deal a tile to whichever unit is free.
 *
 * <p><b>Assumes.</b> A partial wave costs a whole one. A library picks the best tile; on power-capped cards
 * this hides most of the waves, as the tables show (2304 rows cost 1.12 times 2048 rows, not 1.5).
 *
 * <p><b>Not modelled.</b> The dependence of power on the data, of the clock on time and temperature, and
 * cache misses of very large operands.
 *
 * <p><b>Source.</b> Fitted to AIConfigurator's and DeepGEMM's tables; residuals stand with the constants.
 */
final class GemmLaw {
  private static final int MOST_SPLITS = 8;
  private static final double PARTIAL_BYTES = 2 * 4;

  private final Accelerator accelerator;
  private final double bytesPerSecond;
  private final boolean settled;

  GemmLaw(Accelerator accelerator, boolean settled) {
    this.accelerator = accelerator;
    this.settled = settled;
    this.bytesPerSecond = MemoryLaw.streamBytesPerSecond(accelerator);
  }

  /**
   * Seconds of {@code groups}, which have one format, in one kernel.
   *
   * @param launched units that the kernel is laid out for
   * @param units that it has, at most as many
   */
  double seconds(List<Gemm> groups, int launched, int units) {
    GemmConstants constants = accelerator.kernels().gemm(groups.get(0).format());
    double peak = accelerator.peakFlops(groups.get(0).format().precision());
    double flops = 0;
    double bytes = 0;
    for (Gemm group : groups) {
      flops += group.flops();
      bytes += group.bytes();
    }
    if (flops == 0) {
      return 0;
    }
    int grid = constants.persistent() ? launched : units;
    double best = Double.POSITIVE_INFINITY;
    int mostSplits = groups.size() == 1 ? MOST_SPLITS : 1;
    for (TileShape tile : constants.tiles()) {
      for (int splits = 1; splits <= mostSplits; splits++) {
        best = Math.min(best, waves(groups, tile, splits, grid, peak, constants));
      }
    }
    double power = flops / (peak * constants.cap(settled));
    double memory = bytes / bytesPerSecond;
    double computed = 0;
    for (int left = grid; left > 0; left -= units) {
      computed += Math.max(best, power * Math.min(left, units) / grid);
    }
    return constants.launchSeconds().value() + Math.max(computed, memory);
  }

  private double waves(
      List<Gemm> groups, TileShape tile, int splits, int units, double peak, GemmConstants constants) {
    double unitFlops =
        peak / accelerator.units() * constants.efficiency().value() * tile.relativeEfficiency();
    double area = (double) tile.rows() * tile.columns();
    double tiles = 0;
    double work = 0;
    double partials = 0;
    for (Gemm group : groups) {
      double ofGroup = ceil(group.rows(), tile.rows()) * ceil(group.columns(), tile.columns()) * splits;
      double depth = (double) group.depth() / splits;
      double each = 2 * area * depth / unitFlops + accelerator.units() * constants.resultSeconds(area, group.resultTraffic());
      tiles += ofGroup;
      work += ofGroup * each;
      if (splits > 1) {
        partials += PARTIAL_BYTES * group.rows() * group.columns() * splits / bytesPerSecond;
      }
    }
    return StrictMath.ceil(tiles / units) * (work / tiles) + partials;
  }

  private static double ceil(long size, int part) {
    return (size + part - 1) / part;
  }
}
