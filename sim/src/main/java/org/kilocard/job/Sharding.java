package org.kilocard.job;

import java.util.OptionalInt;

/**
 * What data-parallel ranks share instead of each holding all of it.
 *
 * <p><b>Source.</b> Rajbhandari et al., ZeRO: Memory optimizations toward training trillion parameter models (SC 2020);
 * Zhao et al., PyTorch FSDP (VLDB 2023), where a group that shards and is replicated is called hybrid sharding (HSDP).
 *
 * @param zero 0 nothing; 1 optimizer states; 2 gradients too, which are reduced after every backward pass; 3 parameters
 *     too, which are gathered layer by layer (FSDP)
 * @param group ranks that share one copy, which the other ranks replicate; empty: all data-parallel ranks
 * @param reshardAfterForward with 3: whether parameters are given back after the forward pass and gathered again for
 *     the backward pass
 */
public record Sharding(int zero, OptionalInt group, boolean reshardAfterForward) {
  /** Checks the stage. */
  public Sharding {
    if (zero < 0 || zero > 3) {
      throw new IllegalArgumentException("ZeRO has the stages 0 to 3, not " + zero);
    }
    if (group.isPresent() && group.getAsInt() < 1) {
      throw new IllegalArgumentException("a group has at least one rank");
    }
  }

  /** A stage of ZeRO over all data-parallel ranks. */
  public static Sharding zero(int stage) {
    return new Sharding(stage, OptionalInt.empty(), true);
  }

  /** The same group with another stage. */
  public Sharding withStage(int stage) {
    return new Sharding(stage, stage > 0 ? group : OptionalInt.empty(), stage < 3 || reshardAfterForward);
  }

  /** Whether optimizer states are sharded. */
  public boolean states() {
    return zero >= 1;
  }

  /** Whether gradients are sharded. */
  public boolean gradients() {
    return zero >= 2;
  }

  /** Whether parameters are sharded. */
  public boolean parameters() {
    return zero == 3;
  }
}
