package org.kilocard.hardware;

/**
 * A what-if: kernels that are faster than those of the card's constants.
 *
 * <p><b>Model.</b> The time of every matrix product, and of every fused attention kernel, is divided by its number.
 * Passes over memory, gaps between kernels and communication stay as they are.
 *
 * @param gemm of matrix products, above 0; 1.19: 119 run in the time of 100
 * @param attention of fused attention
 */
public record KernelSpeedup(double gemm, double attention) {
  /** Kernels as the card's constants say. */
  public static final KernelSpeedup NONE = new KernelSpeedup(1, 1);

  /** Checks the range. */
  public KernelSpeedup {
    if (!(gemm > 0 && attention > 0) || Double.isInfinite(gemm + attention)) {
      throw new IllegalArgumentException("impossible speed-up: " + gemm + ", " + attention);
    }
  }
}
