package org.kilocard.model;

import java.util.List;

/**
 * Kernels of a part of a layer that no collective divides.
 *
 * @param forward forward pass
 * @param backwardInput backward pass of the input
 * @param weight gradients of the weights
 */
public record Passes(List<Kernel> forward, List<Kernel> backwardInput, List<Kernel> weight) {
  /** Copies the lists. */
  public Passes {
    forward = List.copyOf(forward);
    backwardInput = List.copyOf(backwardInput);
    weight = List.copyOf(weight);
  }

  /** The same without gradients of the weights. */
  Passes frozen() {
    return new Passes(forward, backwardInput, List.of());
  }
}
