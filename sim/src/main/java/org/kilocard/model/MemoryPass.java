package org.kilocard.model;

import java.util.Objects;

/**
 * A kernel that computes next to nothing and is bound by memory.
 *
 * @param name what it does
 * @param bytes read and written
 * @param access how it goes through memory
 */
public record MemoryPass(String name, double bytes, Access access) implements Kernel {
  /** How a kernel goes through memory. */
  public enum Access {
    /** Whole tensors in order: copies, norms, additions, activations. */
    STREAM,
    /** Casts, transposes, gathers, scatters. */
    CONVERT
  }

  /** Checks the size. */
  public MemoryPass {
    Objects.requireNonNull(access);
    if (!(bytes >= 0)) {
      throw new IllegalArgumentException(name + ": bytes are not negative, got " + bytes);
    }
  }

  /** A pass over {@code elements} that moves {@code bytesPerElement} of each in order. */
  public static MemoryPass stream(String name, double elements, double bytesPerElement) {
    return new MemoryPass(name, elements * bytesPerElement, Access.STREAM);
  }

  /** A pass over {@code elements} that moves {@code bytesPerElement} of each, converting. */
  public static MemoryPass convert(String name, double elements, double bytesPerElement) {
    return new MemoryPass(name, elements * bytesPerElement, Access.CONVERT);
  }

  @Override
  public double flops() {
    return 0;
  }
}
