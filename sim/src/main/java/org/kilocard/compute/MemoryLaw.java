package org.kilocard.compute;

import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.MemoryConstants;
import org.kilocard.model.MemoryPass;

/**
 * Time of a kernel that is bound by memory.
 *
 * <p><b>Model.</b> {@code launch + bytes / min(bandwidth × fraction, units × what a unit can move)}; the
 * fraction depends on whether tensors are read in order or converted.
 *
 * <p><b>Not modelled.</b> Tensors that are still in the cache from the kernel before.
 */
final class MemoryLaw {
  private final Accelerator accelerator;

  MemoryLaw(Accelerator accelerator) {
    this.accelerator = accelerator;
  }

  double seconds(MemoryPass pass, int units) {
    MemoryConstants constants = accelerator.kernels().memory();
    double fraction = switch (pass.access()) {
      case STREAM -> constants.streamFraction().value();
      case CONVERT -> constants.convertFraction().value();
    };
    double rate = Math.min(
        accelerator.memoryBytesPerSecond() * fraction, units * constants.unitBytesPerSecond().value());
    return constants.launchSeconds().value() + pass.bytes() / rate;
  }

  /** Bandwidth of large tensors read and written in order. */
  static double streamBytesPerSecond(Accelerator accelerator) {
    return accelerator.memoryBytesPerSecond() * accelerator.kernels().memory().streamFraction().value();
  }
}
