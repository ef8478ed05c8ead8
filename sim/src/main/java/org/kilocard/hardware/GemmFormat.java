package org.kilocard.hardware;

import java.util.Locale;
import java.util.Objects;

/**
 * What a matrix product is computed in. Written {@code bf16}, {@code fp8}, {@code fp8-block}.
 *
 * @param precision of both operands
 * @param scaling of both operands
 */
public record GemmFormat(Precision precision, Scaling scaling) {
  private static final String BLOCK_SUFFIX = "-block";

  /** Checks that both are there. */
  public GemmFormat {
    Objects.requireNonNull(precision);
    Objects.requireNonNull(scaling);
  }

  /** The format with one scale per tensor, or none. */
  public static GemmFormat of(Precision precision) {
    return new GemmFormat(precision, Scaling.TENSOR);
  }

  /** The block-scaled format of {@code precision}. */
  public static GemmFormat block(Precision precision) {
    return new GemmFormat(precision, Scaling.BLOCK);
  }

  /** Reads {@code bf16} or {@code fp8-block}; throws {@link IllegalArgumentException} otherwise. */
  public static GemmFormat parse(String text) {
    boolean block = text.endsWith(BLOCK_SUFFIX);
    String name = block ? text.substring(0, text.length() - BLOCK_SUFFIX.length()) : text;
    Precision precision = Precision.valueOf(name.toUpperCase(Locale.ROOT));
    return new GemmFormat(precision, block ? Scaling.BLOCK : Scaling.TENSOR);
  }

  /** Bytes of one operand element, with its share of the scales (FP32 per 128 when block-scaled). */
  public double bytesPerElement() {
    return precision.bytesPerElement() + (scaling == Scaling.BLOCK ? 4.0 / 128 : 0);
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return precision.name().toLowerCase(Locale.ROOT) + (scaling == Scaling.BLOCK ? BLOCK_SUFFIX : "");
  }
}
