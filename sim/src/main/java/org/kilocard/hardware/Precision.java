package org.kilocard.hardware;

/** Number format of matrix arithmetic. */
public enum Precision {
  BF16(2), FP16(2), FP8(1), MXFP8(1), NVFP4(0.5), INT8(1);

  private final double bytesPerElement;

  Precision(double bytesPerElement) {
    this.bytesPerElement = bytesPerElement;
  }

  /** Whether short runs of elements share a scale, which the format itself prescribes (MXFP8, NVFP4). */
  public boolean isMicroScaled() {
    return this == MXFP8 || this == NVFP4;
  }

  /** Bytes of one element, without scaling factors. */
  public double bytesPerElement() {
    return bytesPerElement;
  }
}
