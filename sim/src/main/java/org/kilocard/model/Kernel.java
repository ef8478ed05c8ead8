package org.kilocard.model;

/** One kernel on one card: a name, how much it computes and how much it moves. */
public sealed interface Kernel permits Gemm, GroupedGemm, Attention, MemoryPass {
  /** What it does, e.g. {@code qkv}. */
  String name();

  /** Floating-point operations of matrix products; 0 for everything else. */
  double flops();

  /** Bytes read and written, each operand once. */
  double bytes();
}
