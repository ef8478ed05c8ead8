package org.kilocard.topology;

/** How flows are spread over the paths of a Clos. */
public enum Routing {
  /** Perfect spreading. */
  IDEAL,
  /** Seeded hash per flow. */
  ECMP,
  /** Spreading per packet, modelled as perfect. */
  ADAPTIVE
}
