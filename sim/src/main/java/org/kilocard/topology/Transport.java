package org.kilocard.topology;

/** Semantics of a transfer. */
public enum Transport {
  /** Messages with a rendezvous: RDMA send, NCCL and HCCL protocols. */
  MESSAGE,
  /** Load and store into the peer's memory, one-sided, no rendezvous: UB. */
  MEMORY
}
