package org.kilocard.model;

import java.util.List;
import org.kilocard.hardware.GemmFormat;
import org.kilocard.hardware.Scaling;

/**
 * Kernels that bring operands into the format of the matrix products.
 *
 * <p><b>Model.</b> BF16 needs none. {@link Way#TENSOR} is TransformerEngine on Hopper with delayed scaling:
 * norms and activations write FP8 themselves, other inputs are cast (read 2, write 1 byte), gradients are
 * cast and transposed at once (read 2, write 1 + 1), inputs are transposed for the weight gradient (1 + 1),
 * since FP8 products want both operands depth-first. {@link Way#BLOCK} is DeepSeek-V3's: inputs are quantised in
 * 1x128 slices (read 2, write 1), gradients in 1x128 and 128x1 (read 2, write 1 + 1), cached inputs are
 * quantised again as 128x1 for the weight gradient (1 + 1); only activations are fused. {@link Way#MICRO} is
 * TransformerEngine's for MXFP8 and NVFP4: whatever a product reads is quantised along rows and along columns in one
 * kernel of its own (read 2, write 1 + 1), also behind norms and activations, which write BF16. Its blocks of 16 or 32
 * elements lie within the tile that a unit holds anyway, so it streams.
 *
 * <p><b>Not modelled.</b> The scales (3 % of the bytes), and the casts of weights, which are done once a step
 * and belong to the optimizer.
 *
 * <p><b>Source.</b> DeepSeek-V3 report (arXiv 2412.19437), section 3.3; TransformerEngine's documentation of
 * FP8 training.
 *
 * @param way how operands are scaled
 * @param trained whether the weights are; otherwise nothing is brought into the layout of their gradients, and
 *     inputs and gradients are cast once (read 2, write 1)
 */
record OperandCasts(Way way, boolean trained) {
  /** How operands are scaled. */
  enum Way {
    NONE,
    TENSOR,
    BLOCK,
    MICRO;

    /** The way that {@code format} needs. */
    static Way of(GemmFormat format) {
      if (format.precision().bytesPerElement() >= 2) {
        return NONE;
      }
      if (format.precision().isMicroScaled()) {
        return MICRO;
      }
      return format.scaling() == Scaling.BLOCK ? BLOCK : TENSOR;
    }
  }

  /** The casts that products of a model in {@code format} need. */
  static OperandCasts of(ModelSpec model, GemmFormat format) {
    return new OperandCasts(Way.of(format), !model.isFrozen());
  }

  /** Input of a product, behind a norm; {@code adapted}: an adapter wants it in BF16. */
  List<Kernel> normed(String what, double elements, boolean adapted) {
    return way == Way.TENSOR && !adapted ? List.of() : quantised(what + " quantise", elements);
  }

  /** Input of a product, behind an activation; {@code adapted}: an adapter wants it in BF16. */
  List<Kernel> activated(String what, double elements, boolean adapted) {
    return adapted || way == Way.MICRO ? input(what, elements) : List.of();
  }

  /** Gradient that the backward pass of an activation writes. */
  List<Kernel> activatedGradient(String what, double elements) {
    return way == Way.MICRO ? gradient(what, elements) : List.of();
  }

  /** Input of a product, behind a kernel that writes BF16. */
  List<Kernel> input(String what, double elements) {
    return quantised(what + " cast", elements);
  }

  /** Input of a product, once more for the gradient of its weights. */
  List<Kernel> inputForWeight(String what, double elements) {
    return way == Way.NONE || way == Way.MICRO || !trained
        ? List.of()
        : List.of(MemoryPass.convert(what + " transpose", elements, 2));
  }

  /** Gradient behind a kernel that writes BF16, for the gradients of input and weights. */
  List<Kernel> gradient(String what, double elements) {
    return cast(what + " cast", elements, trained ? 4 : 3);
  }

  private List<Kernel> quantised(String name, double elements) {
    return cast(name, elements, way == Way.MICRO && trained ? 4 : 3);
  }

  private List<Kernel> cast(String name, double elements, double bytes) {
    return switch (way) {
      case NONE -> List.of();
      case TENSOR, BLOCK -> List.of(MemoryPass.convert(name, elements, bytes));
      case MICRO -> List.of(MemoryPass.stream(name, elements, bytes));
    };
  }
}
