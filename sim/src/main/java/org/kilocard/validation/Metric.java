package org.kilocard.validation;

import java.util.Locale;

/** What a row measures. */
public enum Metric {
  /** Seconds of a step. */
  STEP_S(false),
  /** Tokens per second over all cards. */
  TOKENS_PER_S(true),
  /** Tokens per second and card. */
  TOKENS_PER_S_PER_CARD(true),
  /** Model FLOPs (full attention) per second and card, in units of 1e12. */
  TFLOPS_PER_CARD(true),
  /** The same over the BF16 dense peak. */
  MFU(true),
  /** Peak memory of the fullest card. */
  MEMORY_BYTES(false),
  /** Microseconds of a collective. */
  TIME_US(false),
  /** Its bus bandwidth as nccl-tests defines it, 1e9 bytes per second. */
  BUSBW_GBPS(true);

  private final boolean rate;

  Metric(boolean rate) {
    this.rate = rate;
  }

  /** Key in a family. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it says how long something takes. */
  public boolean isTimed() {
    return this != MEMORY_BYTES;
  }

  /** Predicted over measured time, less one: a rate is inverted first. */
  public double error(double measured, double predicted) {
    return (rate ? measured / predicted : predicted / measured) - 1;
  }
}
