package org.kilocard.report;

/**
 * What one card could do at best, dense.
 *
 * @param bf16FlopsPerSecond peak of BF16, the denominator of MFU and HFU whatever the run computes in
 * @param precision the number format of the run, e.g. {@code fp8}
 * @param precisionFlopsPerSecond peak of that format
 */
public record CardPeak(double bf16FlopsPerSecond, String precision, double precisionFlopsPerSecond) {
  /** Checks the peaks. */
  public CardPeak {
    if (!(bf16FlopsPerSecond > 0 && precisionFlopsPerSecond > 0)
        || Double.isInfinite(bf16FlopsPerSecond + precisionFlopsPerSecond)) {
      throw new IllegalArgumentException("a peak is positive and finite, got " + bf16FlopsPerSecond + " and "
          + precisionFlopsPerSecond);
    }
  }
}
