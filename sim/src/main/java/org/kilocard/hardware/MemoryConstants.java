package org.kilocard.hardware;

import java.util.Objects;

/**
 * How fast an accelerator streams its own memory.
 *
 * @param fraction achieved over the raw memory bandwidth, reads plus writes, when enough units take part
 * @param unitBytesPerSecond what one unit can stream at most
 * @param launchSeconds fixed cost of a memory-bound kernel
 */
public record MemoryConstants(Constant fraction, Constant unitBytesPerSecond, Constant launchSeconds) {
  /** Checks the fraction. */
  public MemoryConstants {
    Fractions.check("fraction", fraction);
    Objects.requireNonNull(unitBytesPerSecond);
    Objects.requireNonNull(launchSeconds);
  }
}
