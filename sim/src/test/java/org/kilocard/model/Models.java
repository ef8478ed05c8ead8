package org.kilocard.model;

import java.util.Optional;

/** Published models. */
public final class Models {
  private Models() {}

  /** arXiv 2005.14165; vocabulary padded for eight-way tensor parallelism. */
  public static ModelSpec gpt3() {
    return new ModelSpec(
        "gpt-3-175b", Family.GPT, 96, 12288, 96, 96, 128, 49152, 51200, false, true, true, 2048,
        Optional.empty(), Optional.empty(), 0);
  }

  /** arXiv 2407.21783, table 3. */
  public static ModelSpec llama405() {
    return new ModelSpec(
        "llama-3.1-405b", Family.LLAMA, 126, 16384, 128, 8, 128, 53248, 128256, true, false, false, 0,
        Optional.empty(), Optional.empty(), 0);
  }

  /** arXiv 2307.09288. */
  public static ModelSpec llama70() {
    return new ModelSpec(
        "llama-2-70b", Family.LLAMA, 80, 8192, 64, 8, 128, 28672, 32000, true, false, false, 0,
        Optional.empty(), Optional.empty(), 0);
  }

  /** arXiv 2412.19437, section 4.2. */
  public static ModelSpec deepseek() {
    return new ModelSpec(
        "deepseek-v3", Family.MLA_MOE, 61, 7168, 128, 128, 128, 18432, 129280, true, false, false, 0,
        Optional.of(new MoeSpec(256, 1, 8, 2048, 3, 8, 4)),
        Optional.of(new MlaSpec(1536, 512, 128, 64, 128)), 1);
  }

  /** arXiv 2508.10925: every other layer sees 128 tokens; biases in all products. */
  public static ModelSpec oss() {
    return new ModelSpec(
        "gpt-oss-120b", Family.MOE, 36, 2880, 64, 8, 64, 0, 201088, true, Biases.LINEAR, false, 0,
        Optional.of(new MoeSpec(128, 0, 4, 2880, 0, 1, 1)), Optional.empty(), 0,
        new LayerStyle(false, false, Optional.of(new AttentionWindow(128, 2))), Optional.empty());
  }

  /** arXiv 2204.02311, table 1: attention beside the MLP, one key-value head. */
  public static ModelSpec palm() {
    return new ModelSpec(
        "palm-540b", Family.LLAMA, 118, 18432, 48, 1, 256, 73728, 256000, true, Biases.NONE, true, 0,
        Optional.empty(), Optional.empty(), 0, new LayerStyle(true, false, Optional.empty()), Optional.empty());
  }

  /** arXiv 2505.04519; dense inner size and vocabulary assumed. */
  public static ModelSpec pangu() {
    return new ModelSpec(
        "pangu-ultra-moe", Family.MLA_MOE, 61, 7680, 128, 128, 128, 18432, 153600, true, false, false, 0,
        Optional.of(new MoeSpec(256, 1, 8, 2048, 3, 1, 1)),
        Optional.of(new MlaSpec(1536, 512, 128, 64, 128)), 1);
  }
}
