package org.kilocard.model;

/** Kind of transformer. */
public enum Family {
  /** Full-head attention, GELU, biases, layer norm, learned positions, dropout. */
  GPT,
  /** Grouped-query attention with rotary positions, SwiGLU, RMS norm, no biases. */
  LLAMA,
  /** {@link #LLAMA} with routed experts. */
  MOE,
  /** Routed experts and multi-head latent attention. */
  MLA_MOE
}
