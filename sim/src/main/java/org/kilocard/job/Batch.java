package org.kilocard.job;

/**
 * The batch of a step.
 *
 * @param sequenceLength tokens per sequence
 * @param global sequences per step
 * @param micro sequences per micro-batch
 */
public record Batch(int sequenceLength, int global, int micro) {
  /** Checks the sizes. */
  public Batch {
    if (sequenceLength < 1 || global < 1 || micro < 1) {
      throw new IllegalArgumentException("a batch has at least one sequence of one token");
    }
  }

  /** Tokens per step. */
  public long tokens() {
    return (long) sequenceLength * global;
  }

  /** Tokens per micro-batch. */
  public long microTokens() {
    return (long) sequenceLength * micro;
  }
}
