package org.kilocard.hardware;

import java.util.Objects;

/**
 * How fast an accelerator goes through its own memory.
 *
 * @param streamFraction achieved over the raw bandwidth, reads plus writes, of kernels that read and write
 *     whole tensors in order: copies, norms, residual additions
 * @param convertFraction the same of kernels that cast, transpose, gather or scatter
 * @param unitBytesPerSecond what one unit can move at most
 * @param contention slowdown of a compute-bound kernel over the share of the raw bandwidth that communication
 *     beside it takes
 * @param launchSeconds fixed cost of a memory-bound kernel
 */
public record MemoryConstants(
    Constant streamFraction,
    Constant convertFraction,
    Constant unitBytesPerSecond,
    Constant contention,
    Constant launchSeconds) {
  /** Checks the fractions. */
  public MemoryConstants {
    Fractions.check("streamFraction", streamFraction);
    Fractions.check("convertFraction", convertFraction);
    Fractions.check("contention", contention);
    Objects.requireNonNull(launchSeconds);
    if (!(unitBytesPerSecond.value() > 0)) {
      throw new IllegalArgumentException("a unit moves bytes at a rate above 0");
    }
  }
}
