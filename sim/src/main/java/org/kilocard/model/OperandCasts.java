package org.kilocard.model;

import java.util.List;
import org.kilocard.hardware.GemmFormat;
import org.kilocard.hardware.Precision;
import org.kilocard.hardware.Scaling;

/**
 * Kernels that bring operands into the format of the matrix products.
 *
 * <p><b>Model.</b> BF16 needs none. {@link #TENSOR} is TransformerEngine on Hopper with delayed scaling:
 * norms and activations write FP8 themselves, other inputs are cast (read 2, write 1 byte), gradients are
 * cast and transposed at once (read 2, write 1 + 1), inputs are transposed for the weight gradient (1 + 1),
 * since FP8 products want both operands depth-first. {@link #BLOCK} is DeepSeek-V3's: inputs are quantised in
 * 1x128 slices (read 2, write 1), gradients in 1x128 and 128x1 (read 2, write 1 + 1), cached inputs are
 * quantised again as 128x1 for the weight gradient (1 + 1); only activations are fused. {@link #BOTH_WAYS} is
 * TransformerEngine's for MXFP8 and NVFP4: whatever a product reads is quantised along rows and along columns in one
 * kernel of its own (read 2, write 1 + 1), also behind norms and activations, which write BF16. Its blocks of 16 or 32
 * elements lie within the tile that a unit holds anyway, so it streams.
 *
 * <p><b>Not modelled.</b> The scales (3 % of the bytes), and the casts of weights, which are done once a step
 * and belong to the optimizer.
 *
 * <p><b>Source.</b> DeepSeek-V3 report (arXiv 2412.19437), section 3.3; TransformerEngine's documentation of
 * FP8 training.
 */
enum OperandCasts {
  NONE,
  TENSOR,
  BLOCK,
  BOTH_WAYS;

  /** The casts that {@code format} needs. */
  static OperandCasts of(GemmFormat format) {
    if (format.precision().bytesPerElement() >= 2) {
      return NONE;
    }
    if (format.precision() == Precision.MXFP8 || format.precision() == Precision.NVFP4) {
      return BOTH_WAYS;
    }
    return format.scaling() == Scaling.BLOCK ? BLOCK : TENSOR;
  }

  /** Input of a product, behind a norm. */
  List<Kernel> normed(String what, double elements) {
    return switch (this) {
      case NONE, TENSOR -> List.of();
      case BLOCK -> List.of(MemoryPass.convert(what + " quantise", elements, 3));
      case BOTH_WAYS -> bothWays(what, elements);
    };
  }

  /** Input of a product, behind a kernel that writes BF16. */
  List<Kernel> input(String what, double elements) {
    return switch (this) {
      case NONE -> List.of();
      case TENSOR, BLOCK -> List.of(MemoryPass.convert(what + " cast", elements, 3));
      case BOTH_WAYS -> bothWays(what, elements);
    };
  }

  /** Input of a product, once more for the gradient of its weights. */
  List<Kernel> inputForWeight(String what, double elements) {
    return this == NONE || this == BOTH_WAYS
        ? List.of()
        : List.of(MemoryPass.convert(what + " transpose", elements, 2));
  }

  /** Gradient behind a kernel that writes BF16, for the gradients of input and weights. */
  List<Kernel> gradient(String what, double elements) {
    return switch (this) {
      case NONE -> List.of();
      case TENSOR, BLOCK -> List.of(MemoryPass.convert(what + " cast", elements, 4));
      case BOTH_WAYS -> bothWays(what, elements);
    };
  }

  /** Output of an activation, or the gradient that its backward pass writes, where they do not cast it themselves. */
  List<Kernel> activated(String what, double elements) {
    return this == BOTH_WAYS ? bothWays(what, elements) : List.of();
  }

  private static List<Kernel> bothWays(String what, double elements) {
    return List.of(MemoryPass.stream(what + " quantise", elements, 4));
  }
}
