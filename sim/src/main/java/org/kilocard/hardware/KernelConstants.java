package org.kilocard.hardware;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that turns a kernel into a time on one accelerator.
 *
 * @param gemm by format
 * @param attention by the name of the kernel generation ({@code fa2}, {@code fa3}, …), the default first
 * @param memory of all other kernels
 * @param spread standard deviation of the pace of cards of this kind, relative to their mean
 */
public record KernelConstants(
    Map<GemmFormat, GemmConstants> gemm,
    Map<String, AttentionConstants> attention,
    MemoryConstants memory,
    Constant spread) {
  /** Copies the maps, keeping their order. */
  public KernelConstants {
    gemm = Collections.unmodifiableMap(new LinkedHashMap<>(gemm));
    attention = Collections.unmodifiableMap(new LinkedHashMap<>(attention));
    Objects.requireNonNull(memory);
    Objects.requireNonNull(spread);
    if (gemm.isEmpty() || attention.isEmpty()) {
      throw new IllegalArgumentException(
          "an accelerator needs the constants of one format and of one attention");
    }
  }

  /**
   * Constants of {@code format}; BF16 and FP16 stand in for each other, since they run on the same circuits.
   */
  public GemmConstants gemm(GemmFormat format) {
    GemmConstants found = gemm.get(format);
    if (found == null && format.precision() == Precision.FP16) {
      found = gemm.get(GemmFormat.of(Precision.BF16));
    }
    if (found == null && format.precision() == Precision.BF16) {
      found = gemm.get(GemmFormat.of(Precision.FP16));
    }
    if (found == null) {
      throw new IllegalArgumentException("no matrix products in " + format + ", only " + gemm.keySet());
    }
    return found;
  }

  /** Constants of the attention kernels called {@code name}. */
  public AttentionConstants attention(String name) {
    AttentionConstants found = attention.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no attention kernels " + name + ", only " + attention.keySet());
    }
    return found;
  }

  /** Name of the attention kernels that are used unless a stack names others. */
  public String defaultAttention() {
    return attention.keySet().iterator().next();
  }
}
