package org.kilocard.collective;

import java.util.Locale;

/** What a collective does. */
public enum Operation {
  ALL_REDUCE("all-reduce"),
  ALL_GATHER("all-gather"),
  REDUCE_SCATTER("reduce-scatter"),
  /** One member's buffer goes to all others. */
  BROADCAST("broadcast"),
  /** The sum of all buffers goes to one member. */
  REDUCE("reduce"),
  ALL_TO_ALL("all-to-all"),
  /** MoE all-to-all that sends each token to the cards of its experts. */
  DISPATCH("dispatch"),
  /** MoE all-to-all that brings the experts' results back. */
  COMBINE("combine"),
  /** Member 0 of a pair sends to member 1. */
  SEND("send"),
  /** Member 1 of a pair sends to member 0. */
  SEND_BACK("send"),
  /** Each member sends its buffer to the next one, the last to the first: a step of ring attention. */
  SHIFT("shift");

  private final String label;

  Operation(String label) {
    this.label = label;
  }

  /** The operation whichever way it goes: both sends are one. */
  public Operation undirected() {
    return this == SEND_BACK ? SEND : this;
  }

  /** Its key in a scenario, e.g. {@code all_reduce}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name practitioners write, e.g. {@code all-reduce}. */
  public String label() {
    return label;
  }

  /**
   * Bus bandwidth over algorithm bandwidth, as nccl-tests defines it (doc/PERFORMANCE.md).
   *
   * @param ranks members of the group
   */
  public double busFactor(int ranks) {
    return switch (this) {
      case ALL_REDUCE -> 2.0 * (ranks - 1) / ranks;
      case ALL_GATHER, REDUCE_SCATTER, ALL_TO_ALL -> (double) (ranks - 1) / ranks;
      case BROADCAST, REDUCE, DISPATCH, COMBINE, SEND, SEND_BACK, SHIFT -> 1;
    };
  }
}
