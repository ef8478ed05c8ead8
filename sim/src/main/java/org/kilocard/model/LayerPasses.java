package org.kilocard.model;

import java.util.List;

/**
 * Norms and residuals, the same for all blocks.
 *
 * <p><b>Model.</b> BF16 activations; bytes per element of the hidden state: norm 2 read + 2 written; its
 * backward reads the input, the gradient and the residual's gradient and writes one (8); a residual reads two
 * and writes one (6), with dropout also a mask of one byte.
 */
final class LayerPasses {
  private LayerPasses() {}

  static Kernel norm(String what, double elements) {
    return MemoryPass.stream(what + " norm", elements, 4);
  }

  static Kernel normBackward(String what, double elements) {
    return MemoryPass.stream(what + " norm backward", elements, 8);
  }

  static Kernel residual(ModelSpec model, String what, double elements) {
    return MemoryPass.stream(what + " residual", elements, dropout(model) ? 7 : 6);
  }

  /** Backward of the residual: the sum needs nothing, a dropout reads gradient and mask and writes one. */
  static List<Kernel> residualBackward(ModelSpec model, String what, double elements) {
    return dropout(model) ? List.of(MemoryPass.stream(what + " dropout backward", elements, 5)) : List.of();
  }

  /** Sum of a gradient over tokens for a bias, if there is one. */
  static List<Kernel> biasGradient(boolean bias, String what, double elements) {
    return bias ? List.of(MemoryPass.stream(what + " bias gradient", elements, 2)) : List.of();
  }

  private static boolean dropout(ModelSpec model) {
    return model.family() == Family.GPT;
  }
}
