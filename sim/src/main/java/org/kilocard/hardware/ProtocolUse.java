package org.kilocard.hardware;

/**
 * The pattern of traffic that a protocol carries, which decides how many steps and how many bytes on the wire
 * its constants are multiplied with. Of n members and a buffer of S bytes, as nccl-tests counts it:
 */
public enum ProtocolUse {
  /** A ring: n−1 steps and (n−1)/n·S for all-gather and reduce-scatter, twice that for all-reduce. */
  RING,
  /** Every pair at once: one step and (n−1)/n·S for all-to-all; one step and S for a send. */
  EXCHANGE,
  /** Tokens of an MoE layer on their way to the experts; {@link #EXCHANGE} if a stack has nothing special. */
  DISPATCH,
  /** Tokens of an MoE layer on their way back; {@link #EXCHANGE} if a stack has nothing special. */
  COMBINE,
  /** Tokens of an MoE layer, there and back, by kernels for few tokens: every copy goes straight to its expert. */
  LOW_LATENCY,
  /** Reduction inside the switches (NVLS, SHARP): two steps, in a node (n+1)/n·S out of and into each card. */
  IN_NETWORK,
  /** A single load, store or write of S bytes by a kernel or host that is already running: one step and S. */
  ACCESS
}
