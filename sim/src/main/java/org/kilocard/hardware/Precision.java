package org.kilocard.hardware;

/** Number format of matrix arithmetic. */
public enum Precision {
  BF16(2), FP16(2), FP8(1), MXFP8(1), NVFP4(0.5), INT8(1);

  private final double bytesPerElement;

  Precision(double bytesPerElement) {
    this.bytesPerElement = bytesPerElement;
  }

  /** Bytes of one element, without scaling factors. */
  public double bytesPerElement() {
    return bytesPerElement;
  }
}
