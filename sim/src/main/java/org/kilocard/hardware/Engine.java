package org.kilocard.hardware;

import java.util.Objects;
import java.util.Optional;

/**
 * What moves the data of a collective on a card: its vector cores (AIV), a DMA engine that reads descriptors
 * (SDMA), or a unit that runs whole collectives by itself (CCU).
 *
 * @param name as a job chooses it
 * @param cores that it takes unless the job says how many; 0: it copies by itself
 * @param coreBytesPerSecond payload that one core drives; empty: it copies by itself
 * @param units that kernels beside it are short of while it runs, on as many cores as {@code cores}
 * @param startPs added once per call
 * @param slowdown by which the transfer takes longer than the protocols say, a fraction
 */
public record Engine(
    String name,
    Constant cores,
    Optional<Constant> coreBytesPerSecond,
    Constant units,
    Constant startPs,
    Constant slowdown) {
  /** Checks that cores have a rate. */
  public Engine {
    Objects.requireNonNull(name);
    Objects.requireNonNull(units);
    Objects.requireNonNull(startPs);
    Objects.requireNonNull(slowdown);
    if (cores.value() > 0 != coreBytesPerSecond.isPresent()) {
      throw new IllegalArgumentException("engine " + name + " has cores and their rate, or neither");
    }
  }

  /** Whether cores of the card copy. */
  public boolean copies() {
    return coreBytesPerSecond.isPresent();
  }

  /**
   * The most payload that it moves, bytes per second; may be infinite.
   *
   * @param asked cores that the job grants, 0: its own number
   */
  public double bytesPerSecond(int asked) {
    return coreBytesPerSecond.map(rate -> cores(asked) * rate.value()).orElse(Double.POSITIVE_INFINITY);
  }

  /** Units that kernels beside it are short of. */
  public double unitsTaken(int asked) {
    return copies() ? units.value() * cores(asked) / cores.value() : units.value();
  }

  private double cores(int asked) {
    return asked > 0 ? asked : cores.value();
  }
}
