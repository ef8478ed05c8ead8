package org.kilocard.program;

/** The slot of the schedule (or the part of the step) that an op belongs to; the report adds times up by it. */
public enum Work {
  FORWARD,
  BACKWARD,
  BACKWARD_INPUT,
  WEIGHT,
  /** An overlapped forward-backward pair. */
  PAIR,
  /** Gradient reduction and parameter gathering. */
  DATA,
  OPTIMIZER,
  /** Waiting for the host, once per step. */
  OVERHEAD
}
