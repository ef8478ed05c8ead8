package org.kilocard.collective;

import org.kilocard.topology.Pattern;

/**
 * What a collective moves on one tier.
 *
 * @param tier index of the tier
 * @param pattern how the traffic is spread over the members
 * @param bytes payload that the pattern's weights multiply: the bytes of one whole ring, or of one member's
 *     send buffer
 * @param efficiency payload over wire bytes, in (0, 1]
 * @param cardBytesPerSecond the most that the units of one card can copy for this flow, may be infinite
 */
public record TierFlow(
    int tier, Pattern pattern, double bytes, double efficiency, double cardBytesPerSecond) {
  /** Checks the ranges. */
  public TierFlow {
    if (!(bytes >= 0) || !(efficiency > 0 && efficiency <= 1) || !(cardBytesPerSecond > 0)) {
      throw new IllegalArgumentException(
          "impossible flow: " + bytes + " bytes at efficiency " + efficiency + ", cap " + cardBytesPerSecond);
    }
  }
}
