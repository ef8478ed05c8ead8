package org.kilocard.model;

import java.util.Objects;
import org.kilocard.hardware.GemmFormat;

/**
 * A matrix product: (rows × depth) times (depth × columns).
 *
 * @param name what it does
 * @param rows of the result
 * @param columns of the result
 * @param depth of the sum
 * @param format of the operands
 * @param resultBytesPerElement of the result as written, e.g. 2 for BF16
 * @param accumulateBytesPerElement of the result when it is added to what is in memory, which is then read
 *     and written: 4 for a main gradient in FP32, 2 in BF16; 0: it is only written
 */
public record Gemm(
    String name,
    long rows,
    long columns,
    long depth,
    GemmFormat format,
    double resultBytesPerElement,
    double accumulateBytesPerElement)
    implements Kernel {
  /** Checks the sizes; an empty product (no rows) is legal, a starved expert has one. */
  public Gemm {
    Objects.requireNonNull(format);
    if (rows < 0 || columns < 0 || depth < 0 || resultBytesPerElement < 0 || accumulateBytesPerElement < 0) {
      throw new IllegalArgumentException(name + ": sizes are not negative");
    }
  }

  /** The same product with another number of rows. */
  public Gemm rows(long others) {
    return new Gemm(name, others, columns, depth, format, resultBytesPerElement, accumulateBytesPerElement);
  }

  /** A product that writes BF16. */
  public static Gemm plain(String name, long rows, long columns, long depth, GemmFormat format) {
    return new Gemm(name, rows, columns, depth, format, 2, 0);
  }

  /** A gradient of weights, added to the main gradient. */
  public static Gemm accumulating(
      String name, long rows, long columns, long depth, GemmFormat format, double accumulateBytesPerElement) {
    return new Gemm(name, rows, columns, depth, format, 0, accumulateBytesPerElement);
  }

  /** Bytes that an element of the result costs: written, or read and written. */
  public double resultTraffic() {
    return accumulateBytesPerElement > 0 ? 2 * accumulateBytesPerElement : resultBytesPerElement;
  }

  @Override
  public double flops() {
    return 2.0 * rows * columns * depth;
  }

  @Override
  public double bytes() {
    double operands = ((double) rows * depth + (double) columns * depth) * format.bytesPerElement();
    return operands + (double) rows * columns * resultTraffic();
  }
}
