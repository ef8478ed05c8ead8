package org.kilocard.compute;

import java.util.List;
import java.util.function.ToLongFunction;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.KernelSpeedup;
import org.kilocard.model.Attention;
import org.kilocard.model.Gemm;
import org.kilocard.model.GroupedGemm;
import org.kilocard.model.Kernel;
import org.kilocard.model.MemoryPass;
import org.kilocard.unit.Time;

/** Times kernels on one kind of card. Immutable. */
public final class KernelClock {
  private final CardUnits all;
  private final GemmLaw gemm;
  private final AttentionLaw attention;
  private final MemoryLaw memory;
  private final KernelSpeedup speedup;

  private KernelClock(
      Accelerator accelerator, String attentionKernels, boolean settled, KernelSpeedup speedup) {
    this.speedup = speedup;
    all = CardUnits.of(accelerator);
    gemm = new GemmLaw(accelerator, settled);
    attention = new AttentionLaw(accelerator, accelerator.kernels().attention(attentionKernels));
    memory = new MemoryLaw(accelerator);
  }

  /**
   * A clock for {@code accelerator} in a benchmark of seconds, whose attention kernels are those called {@code
   * attentionKernels}.
   */
  public static KernelClock of(Accelerator accelerator, String attentionKernels) {
    return new KernelClock(accelerator, attentionKernels, false, KernelSpeedup.NONE);
  }

  /** As {@link #of(Accelerator, String)}, in a run of minutes, when power and heat have settled. */
  public static KernelClock settled(Accelerator accelerator, String attentionKernels) {
    return settled(accelerator, attentionKernels, KernelSpeedup.NONE);
  }

  /** As {@link #settled(Accelerator, String)}, with kernels that are faster by {@code speedup}. */
  public static KernelClock settled(Accelerator accelerator, String attentionKernels, KernelSpeedup speedup) {
    return new KernelClock(accelerator, attentionKernels, true, speedup);
  }

  /** A clock for {@code accelerator} with its default attention kernels. */
  public static KernelClock of(Accelerator accelerator) {
    return of(accelerator, accelerator.kernels().defaultAttention());
  }

  /** Units of the card. */
  public int cardUnits() {
    return all.launched();
  }

  /** Picoseconds of {@code kernel} on so many units of the card, 1 … {@link #cardUnits}, of each kind in proportion. */
  public long timePs(Kernel kernel, int units) {
    if (units < 1 || units > all.launched()) {
      throw new IllegalArgumentException("units are 1 … " + all.launched() + ", got " + units);
    }
    int vector = (int) Math.max(1, (long) all.vector() * units / all.launched());
    return timePs(kernel, new CardUnits(units, units, vector, all.apart()));
  }

  /** Picoseconds of {@code kernel} on {@code units}. */
  public long timePs(Kernel kernel, CardUnits units) {
    double seconds;
    if (kernel instanceof Gemm product) {
      seconds = gemm.seconds(List.of(product), units.launched(), units.matrix()) / speedup.gemm();
    } else if (kernel instanceof GroupedGemm grouped) {
      seconds = gemm.seconds(grouped.groups(), units.launched(), units.matrix()) / speedup.gemm();
    } else if (kernel instanceof Attention fused) {
      seconds = attention.seconds(fused, units) / speedup.attention();
    } else if (kernel instanceof MemoryPass pass) {
      seconds = memory.seconds(pass, units.vector());
    } else {
      throw new IllegalStateException("no law for " + kernel);
    }
    return Math.round(Time.atMost(seconds * Time.PS_PER_SECOND, "a kernel"));
  }

  /** Picoseconds of {@code kernels} one after the other on {@code units} of the card. */
  public long timePs(List<Kernel> kernels, int units) {
    return sum(kernels, kernel -> timePs(kernel, units));
  }

  /** Picoseconds of {@code kernels} one after the other on {@code units}. */
  public long timePs(List<Kernel> kernels, CardUnits units) {
    return sum(kernels, kernel -> timePs(kernel, units));
  }

  private static long sum(List<Kernel> kernels, ToLongFunction<Kernel> timePs) {
    long sum = 0;
    for (Kernel kernel : kernels) {
      sum = Time.checked(sum + timePs.applyAsLong(kernel), "a segment of kernels");
    }
    return sum;
  }
}
