package org.kilocard.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Kernels that add the bias of the last product of experts, weighted by how much a token counts there.
 *
 * <p><b>Model.</b> The bias of the first product is added inside of it. That of the last one comes in after the
 * grouped product, expert by expert: the bias times the weights of the tokens (2 bytes written per element), added to
 * the result (4 read, 2 written); then all are joined (2 + 2). Backward, for each expert, the gradient times the
 * weights (2 + 2) summed over tokens (2), and times the bias (2 + 2) summed over columns (2); the gradients are joined
 * (2 + 2).
 *
 * <p><b>Source.</b> Megatron Core, experts.py, TEGroupedMLP (bias of the output).
 */
final class ExpertBias {
  private ExpertBias() {}

  /** Forward, after the last product. */
  static List<Kernel> forward(List<Long> rows, long hidden) {
    List<Kernel> kernels = new ArrayList<>();
    for (long row : rows) {
      double elements = (double) row * hidden;
      kernels.add(MemoryPass.stream("expert bias weighted", elements, 2));
      kernels.add(MemoryPass.stream("expert bias", elements, 6));
    }
    kernels.add(MemoryPass.stream("experts joined", all(rows, hidden), 4));
    return kernels;
  }

  /** Backward, before the gradient of the last product's inputs. */
  static List<Kernel> backward(List<Long> rows, long hidden) {
    List<Kernel> kernels = new ArrayList<>();
    for (long row : rows) {
      double elements = (double) row * hidden;
      for (String of : List.of("expert bias gradient", "token weight gradient")) {
        kernels.add(MemoryPass.stream(of, elements, 4));
        kernels.add(MemoryPass.stream(of + " summed", elements, 2));
      }
    }
    kernels.add(MemoryPass.stream("expert gradients joined", all(rows, hidden), 4));
    return kernels;
  }

  private static double all(List<Long> rows, long hidden) {
    return (double) rows.stream().mapToLong(Long::longValue).sum() * hidden;
  }
}
