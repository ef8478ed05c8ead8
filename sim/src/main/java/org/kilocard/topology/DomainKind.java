package org.kilocard.topology;

/** How the cards of a domain are joined. */
public enum DomainKind {
  /** Non-blocking crossbar: NVSwitch, a UB plane. */
  SWITCH,
  /** A direct link between every two cards: xGMI, HCCS. */
  FULL_MESH,
  /** Leaf and spine switches, rail-optimised or not. */
  CLOS,
  /** A grid in which every card is linked to its two neighbours along each dimension: ICI, NeuronLink. */
  TORUS,
  /** A grid in which every card is linked to all others of its line along each dimension: UB-Mesh. */
  MESH_ND
}
