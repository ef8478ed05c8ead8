package org.kilocard.model;

/** Which layers of a model add a bias. */
public enum Biases {
  /** None. */
  NONE,
  /** The products that make queries, keys and values (Qwen2). */
  QKV,
  /** These and the projection behind the attention. */
  ATTENTION,
  /** Every product of a layer: attention, MLP or experts, router (gpt-oss). */
  LINEAR,
  /** Every product, and the norms: layer norms instead of RMS norms (GPT). */
  ALL;

  /** Whether queries, keys and values have biases. */
  boolean qkv() {
    return this != NONE;
  }

  /** Whether the projection behind the attention has a bias. */
  boolean projection() {
    return qkv() && this != QKV;
  }

  /** Whether the MLP, the experts and the router have biases. */
  boolean mlp() {
    return this == LINEAR || this == ALL;
  }
}
