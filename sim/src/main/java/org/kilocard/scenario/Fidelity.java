package org.kilocard.scenario;

/** How closely the network is simulated. */
public enum Fidelity {
  /** Closed form, no events. */
  ANALYTIC,
  /** Flows that share links fairly. */
  FLOW,
  /** Packets. */
  PACKET
}
