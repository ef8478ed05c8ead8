package org.kilocard.topology;

/** How the cards of a domain are joined. */
public enum DomainKind {
  /** Non-blocking crossbar: NVSwitch, a UB plane. */
  SWITCH,
  /** A direct link between every two cards: xGMI, HCCS. */
  FULL_MESH,
  /** Leaf and spine switches, rail-optimised or not. */
  CLOS
}
