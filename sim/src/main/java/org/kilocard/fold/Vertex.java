package org.kilocard.fold;

/**
 * A vertex of the graph that is folded.
 *
 * @param kind what it is
 * @param part which of the kind's tables it is in: the number of the role of a group or flow, the tier of a link or
 *     domain, 0 for ranks
 * @param index its number there
 */
record Vertex(Kind kind, int part, int index) {
  /** Kinds of vertices. */
  enum Kind { RANK, GROUP, FLOW, LINK, DOMAIN }
}
