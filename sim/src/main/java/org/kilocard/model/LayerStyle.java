package org.kilocard.model;

import java.util.Objects;
import java.util.Optional;

/**
 * How the layers of a model differ from the usual ones.
 *
 * @param parallelBlock attention and MLP both start from the layer's input, so that their first and last
 *     products run as one and a tensor group talks once per layer instead of twice (GPT-J, PaLM)
 * @param queryKeyNorm an RMS norm over every head of queries and keys (Qwen3)
 * @param window how far attention sees; empty: everything before a token
 */
public record LayerStyle(boolean parallelBlock, boolean queryKeyNorm, Optional<AttentionWindow> window) {
  /** One block after the other, plain heads, full attention. */
  public static final LayerStyle USUAL = new LayerStyle(false, false, Optional.empty());

  /** Checks that nothing is null. */
  public LayerStyle {
    Objects.requireNonNull(window);
  }
}
