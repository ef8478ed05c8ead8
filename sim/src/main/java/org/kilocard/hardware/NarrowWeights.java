package org.kilocard.hardware;

/**
 * How a framework keeps the weights of layers whose products are narrower than BF16.
 *
 * @param besideBf16 whether the parameters themselves are BF16 and the narrow weights are copies of them; otherwise the
 *     narrow weights are the parameters, updated from the optimizer's master copy
 * @param copies narrow ones with one scale per tensor: two where products read both operands depth-first, so that the
 *     backward pass needs a transpose, one where they read either way. Scales along the depth need two in any case
 */
public record NarrowWeights(boolean besideBf16, Constant copies) {
  /** Bytes of a weight in products of a format. */
  public double bytes(GemmFormat format) {
    boolean alongDepth = format.scaling() == Scaling.BLOCK || format.precision().isMicroScaled();
    double narrow = format.precision().bytesPerElement() * (alongDepth ? 2 : copies.value());
    return (besideBf16 ? Precision.BF16.bytesPerElement() : 0) + narrow;
  }
}
