package org.kilocard.job;

/** What drives communication on a card. */
public enum UnitMode {
  /** A running collective takes units from the kernels beside it (NCCL). */
  SHARED,
  /** Units are set aside for communication during the whole step (DeepEP). */
  RESERVED,
  /** Copy engines, SDMA, CCU or the NIC: no units. */
  OFFLOAD
}
