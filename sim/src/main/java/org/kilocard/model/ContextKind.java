package org.kilocard.model;

/** How the attention of a sequence that is split over cards sees the whole of it. */
public enum ContextKind {
  /** Keys and values go round in a ring, and are attended to where they are. */
  RING,
  /** All-to-alls before and behind the attention make each card hold all tokens of some heads. */
  ULYSSES,
  /** Keys and values of the whole sequence are gathered on every card. */
  ALL_GATHER
}
