package org.kilocard.model;

/**
 * Multi-head latent attention.
 *
 * @param qLoraRank size of the latent that queries come from; 0: straight from the hidden state
 * @param kvLoraRank size of the latent that keys and values come from
 * @param nopeHeadDim part of a query-key head without positions
 * @param ropeHeadDim part of a query-key head with rotary positions; the key's is shared by all heads
 * @param vHeadDim size of a value head
 */
public record MlaSpec(int qLoraRank, int kvLoraRank, int nopeHeadDim, int ropeHeadDim, int vHeadDim) {
  /** Checks the sizes. */
  public MlaSpec {
    if (qLoraRank < 0 || kvLoraRank < 1 || nopeHeadDim < 1 || ropeHeadDim < 0 || vHeadDim < 1) {
      throw new IllegalArgumentException("ranks and head sizes are positive");
    }
  }

  /** Size of a query-key head. */
  public int qkHeadDim() {
    return nopeHeadDim + ropeHeadDim;
  }
}
