package org.kilocard.topology;

/** How the traffic of a group is spread over its members. */
public enum Pattern {
  /** Each member sends to its neighbour; the rings of several channels are rotated over the members. */
  RING,
  /** Each member sends evenly to all others. */
  PAIRS,
  /**
   * Each member sends evenly to all other inner domains, in each to the member with its place in it: what is for
   * others there goes on inside. Ports of cards carry what they carry of {@link #PAIRS}; where leaves serve rails,
   * trunks less.
   */
  RAILS,
  /** Member 0 of a pair sends to member 1. */
  SEND,
  /** Member 1 of a pair sends to member 0. */
  SEND_BACK,
  /** Each member sends all to the next one, the last to the first, over the lowest tier that joins the two. */
  SHIFT
}
