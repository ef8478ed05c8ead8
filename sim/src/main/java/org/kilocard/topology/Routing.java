package org.kilocard.topology;

/** How flows are spread over the paths of a Clos, or of a mesh. */
public enum Routing {
  /** Perfect spreading. */
  IDEAL,
  /** Seeded hash per flow. */
  ECMP,
  /** Spreading per packet, modelled as perfect. */
  ADAPTIVE,
  /** Along each dimension of a mesh over the direct link. */
  SHORTEST,
  /** Along each dimension of a mesh also over all cards of the line that are not in the group. */
  DETOUR,
  /** Also through the switches of the next outer tier, which lend a mesh what they have. */
  BORROW
}
