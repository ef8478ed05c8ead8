package org.kilocard.hardware;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One card.
 *
 * @param id file name in the catalogue, e.g. {@code h800-sxm}
 * @param name for people
 * @param vendor who makes it
 * @param peakFlops dense floating-point operations per second, by precision
 * @param units that compute matrix tiles: SMs, AI cores, …
 * @param vectorUnits units of their own for everything but matrix products, if the card has such
 * @param clockHertz at which the peak is stated
 * @param memoryCapacityBytes of the card's memory
 * @param memoryBytesPerSecond raw, reads plus writes
 * @param watts design power
 * @param kernels constants of its kernels
 * @param sources where each field comes from, by field name
 */
public record Accelerator(
    String id,
    String name,
    String vendor,
    Map<Precision, Double> peakFlops,
    int units,
    OptionalInt vectorUnits,
    OptionalDouble clockHertz,
    double memoryCapacityBytes,
    double memoryBytesPerSecond,
    OptionalDouble watts,
    KernelConstants kernels,
    Map<String, Source> sources) {
  /** Checks the sizes and copies the maps. */
  public Accelerator {
    peakFlops = Collections.unmodifiableMap(new LinkedHashMap<>(peakFlops));
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    Objects.requireNonNull(kernels);
    if (peakFlops.isEmpty() || units < 1 || !(memoryCapacityBytes > 0) || !(memoryBytesPerSecond > 0)) {
      throw new IllegalArgumentException(id + " needs a peak, units, a memory and a memory bandwidth");
    }
  }

  /** Units for everything but matrix products: units of their own, or those that compute matrix tiles. */
  public int unitsForVectors() {
    return vectorUnits.orElse(units);
  }

  /** Dense peak in {@code precision}; BF16 and FP16 stand in for each other, MXFP8 for FP8 and back. */
  public double peakFlops(Precision precision) {
    Double peak = peakFlops.get(precision);
    if (peak == null) {
      peak = switch (precision) {
        case BF16 -> peakFlops.get(Precision.FP16);
        case FP16 -> peakFlops.get(Precision.BF16);
        case FP8 -> peakFlops.get(Precision.MXFP8);
        case MXFP8 -> peakFlops.get(Precision.FP8);
        default -> null;
      };
    }
    if (peak == null) {
      throw new IllegalArgumentException(
          id + " has no peak in " + precision + ", only " + peakFlops.keySet());
    }
    return peak;
  }
}
