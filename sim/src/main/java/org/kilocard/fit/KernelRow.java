package org.kilocard.fit;

import java.util.List;
import java.util.Optional;
import org.kilocard.compute.KernelClock;
import org.kilocard.hardware.Accelerator;
import org.kilocard.model.Kernel;
import org.kilocard.unit.Time;

/**
 * One measured time.
 *
 * @param table name of the table it stands in
 * @param label what was measured, within the table
 * @param role what it may be used for
 * @param kernels what ran within the time, one after the other
 * @param units of the card that they ran on; empty: all
 * @param attention name of the attention kernels; empty: the card's default
 * @param ownCast what the measurement spent on casting an operand with kernels that are none of the card's
 * @param seconds measured
 */
public record KernelRow(
    String table,
    String label,
    Role role,
    List<Kernel> kernels,
    Optional<Integer> units,
    Optional<String> attention,
    Optional<OwnCast> ownCast,
    double seconds) {
  /**
   * A cast at a rate of its own, which belongs to the benchmark and not to the card.
   *
   * @param bytes moved
   * @param bytesPerSecond at which
   */
  public record OwnCast(double bytes, double bytesPerSecond) {}

  /** What a row may be used for. */
  public enum Role {
    /** Constants are fitted to it; its error is a residual. */
    FIT,
    /** Nothing is fitted to it; its error is that of a prediction. */
    PREDICT
  }

  /** Copies the kernels and checks the time. */
  public KernelRow {
    kernels = List.copyOf(kernels);
    if (!(seconds > 0)) {
      throw new IllegalArgumentException(table + ", " + label + ": a measured time is above zero");
    }
  }

  /** Seconds that the laws say it takes on {@code accelerator}. */
  public double predictedSeconds(Accelerator accelerator) {
    KernelClock clock =
        KernelClock.of(accelerator, attention.orElse(accelerator.kernels().defaultAttention()));
    double castSeconds = ownCast.map(cast -> cast.bytes() / cast.bytesPerSecond()).orElse(0.0);
    return clock.timePs(kernels, units.orElse(clock.cardUnits())) / (double) Time.PS_PER_SECOND + castSeconds;
  }

  /** The same with another rate of its own cast. */
  KernelRow withCastRate(double bytesPerSecond) {
    return new KernelRow(table, label, role, kernels, units, attention,
        ownCast.map(cast -> new OwnCast(cast.bytes(), bytesPerSecond)), seconds);
  }

  /** Predicted over measured time, less one. */
  public double error(Accelerator accelerator) {
    return predictedSeconds(accelerator) / seconds - 1;
  }
}
