package org.kilocard.program;

import java.util.List;

/**
 * Compute of one pipeline stage for one micro-batch.
 *
 * @param start of each forward and backward pass, before anything else: the host launches anew
 * @param entry what comes before the layers: the embedding on the first stage
 * @param layers in forward order
 * @param exit what comes after the layers: head and loss on the last stage
 */
public record StageCost(
    Span start, LayerCost.Plain entry, List<LayerCost> layers, LayerCost.Plain exit) {
  /** Copies the list. */
  public StageCost {
    layers = List.copyOf(layers);
  }
}
