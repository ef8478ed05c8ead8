package org.kilocard.program;

import java.util.List;

/**
 * Compute of one pipeline stage for one micro-batch.
 *
 * @param start of each forward and backward pass, before anything else: the host launches anew
 * @param entry what comes before the layers: the embedding on the first stage
 * @param layers in forward order
 * @param exit what comes after the layers: head and loss on the last stage
 * @param copies of the gradients that a pass has completed, before they are reduced: of the entry, of each layer, of
 *     the exit; empty where they are reduced as they lie
 */
public record StageCost(
    Span start, LayerCost.Plain entry, List<LayerCost> layers, LayerCost.Plain exit, List<Span> copies) {
  /** Copies the lists. */
  public StageCost {
    layers = List.copyOf(layers);
    copies = List.copyOf(copies);
  }

  /** The same stage, with such {@link #copies}. */
  StageCost copying(List<Span> gradients) {
    return new StageCost(start, entry, layers, exit, gradients);
  }

  /** The copy of the gradients of a layer; −1 is what comes before the layers, their number what comes behind. */
  Span copy(int layer) {
    return copies.isEmpty() ? Span.NONE : copies.get(layer + 1);
  }
}
