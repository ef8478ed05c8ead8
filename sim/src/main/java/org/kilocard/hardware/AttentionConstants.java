package org.kilocard.hardware;

import java.util.Objects;
import java.util.Optional;

/**
 * How fast one generation of fused attention kernels runs, e.g. {@code fa2} or {@code fa3}.
 *
 * <p><b>Model.</b> The rate over the products inside the mask is
 * {@code peak × efficiency × D / (D + halfHeadDim) × S / (S + halfLength)}: D is the mean of the query-key
 * and the value head size (the exponentials cost the same for every head size, the products grow with it), S
 * the sequence length (filling and draining, and for a causal mask the blocks on the diagonal that are
 * computed whole). A unit works on 128 queries of one head at a time; at the end units wait for the longest
 * of these, which costs {@code tail} of its time. Where heads are stored in whole tiles of so many elements, as on TPUs,
 * the products are those of heads that fill them.
 *
 * @param forward of the forward pass
 * @param backward of the backward pass
 * @param tail part of the longest work item that is not hidden, 0 … 1
 * @param launchSeconds per pass
 * @param headMultiple elements that heads are a multiple of, or are filled up to; empty: any head is as it is
 */
public record AttentionConstants(
    Pass forward, Pass backward, Constant tail, Constant launchSeconds, Optional<Constant> headMultiple) {
  /** Constants of kernels that take any head as it is. */
  public AttentionConstants(Pass forward, Pass backward, Constant tail, Constant launchSeconds) {
    this(forward, backward, tail, launchSeconds, Optional.empty());
  }

  /** Checks that all are there. */
  public AttentionConstants {
    Objects.requireNonNull(forward);
    Objects.requireNonNull(backward);
    Objects.requireNonNull(tail);
    Objects.requireNonNull(launchSeconds);
  }

  /** Elements of a head of {@code size} in memory. */
  public int filledHead(int size) {
    int multiple = headMultiple.map(m -> (int) m.value()).orElse(1);
    return (size + multiple - 1) / multiple * multiple;
  }

  /**
   * Constants of one pass.
   *
   * @param efficiency rate over the dense BF16 peak for very large heads and very long sequences
   * @param halfHeadDim head size at which half of that is reached
   * @param halfLength sequence length at which half is reached, no mask
   * @param halfLengthCausal sequence length at which half is reached, causal mask
   */
  public record Pass(
      Constant efficiency, Constant halfHeadDim, Constant halfLength, Constant halfLengthCausal) {
    /** Checks the fraction. */
    public Pass {
      Fractions.check("efficiency", efficiency);
      Objects.requireNonNull(halfHeadDim);
      Objects.requireNonNull(halfLength);
      Objects.requireNonNull(halfLengthCausal);
    }
  }
}
