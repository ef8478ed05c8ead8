package org.kilocard.program;

/** Ops of one stream run in order, one at a time. */
public enum Stream {
  COMPUTE,
  TENSOR,
  EXPERT,
  SEND_FORWARD,
  SEND_BACKWARD,
  RECEIVE_FORWARD,
  RECEIVE_BACKWARD,
  GRADIENT,
  PARAMETER
}
