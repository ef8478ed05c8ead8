package org.kilocard.program;

/**
 * Ops of one stream run in order, one at a time. The streams of the reverse direction exist for schedules that
 * feed the pipeline from both ends.
 */
public enum Stream {
  COMPUTE,
  TENSOR,
  CONTEXT,
  EXPERT,
  SEND_FORWARD,
  SEND_BACKWARD,
  RECEIVE_FORWARD,
  RECEIVE_BACKWARD,
  SEND_FORWARD_REVERSE,
  SEND_BACKWARD_REVERSE,
  RECEIVE_FORWARD_REVERSE,
  RECEIVE_BACKWARD_REVERSE,
  GRADIENT,
  PARAMETER;

  /** Whether the ops wait for something that another pipeline rank sends. */
  public boolean receives() {
    return switch (this) {
      case RECEIVE_FORWARD, RECEIVE_BACKWARD, RECEIVE_FORWARD_REVERSE, RECEIVE_BACKWARD_REVERSE -> true;
      default -> false;
    };
  }
}
