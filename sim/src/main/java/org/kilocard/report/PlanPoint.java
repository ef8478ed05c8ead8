package org.kilocard.report;

import java.util.List;
import java.util.Optional;

/**
 * What a plan found for one number of cards.
 *
 * @param cards their number
 * @param considered legal layouts
 * @param tooLarge those of them that do not fit into memory
 * @param options those proposed, the fastest first; empty when none fits
 * @param nearMiss the fastest that does not fit, if one comes near
 */
public record PlanPoint(
    int cards, long considered, long tooLarge, List<PlanOption> options, Optional<NearMiss> nearMiss) {
  /**
   * A layout that does not fit.
   *
   * @param layout in words
   * @param seconds estimated length of a step
   * @param bytes that a card would need
   * @param capacityBytes that it has
   */
  public record NearMiss(String layout, double seconds, long bytes, long capacityBytes) {}

  /** Copies. */
  public PlanPoint {
    options = List.copyOf(options);
  }

  /** The fastest layout, if one fits. */
  public Optional<PlanOption> best() {
    return options.stream().findFirst();
  }
}
