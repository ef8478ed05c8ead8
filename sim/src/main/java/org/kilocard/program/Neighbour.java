package org.kilocard.program;

import org.kilocard.job.Role;

/**
 * The way of a message between two pipeline ranks.
 *
 * @param up from a rank to the one after it, the last being followed by the first; else to the one before
 * @param forward activations, else gradients
 */
record Neighbour(boolean up, boolean forward) {
  /** The way from one pipeline rank to another. */
  static Neighbour way(int from, int to, int ranks, boolean forward) {
    boolean up = to == from + 1 || ranks > 2 && from == ranks - 1 && to == 0;
    if (!up && from != to + 1 && !(ranks > 2 && from == 0 && to == ranks - 1)) {
      throw new IllegalArgumentException("pipeline ranks " + from + " and " + to + " are no neighbours");
    }
    return new Neighbour(up, forward);
  }

  /** Role of the pair as the sender sees it. */
  Role senderRole() {
    return up ? Role.PIPELINE_NEXT : Role.PIPELINE_PREVIOUS;
  }

  /** Role of the pair as the receiver sees it. */
  Role receiverRole() {
    return up ? Role.PIPELINE_PREVIOUS : Role.PIPELINE_NEXT;
  }

  /** Stream that sends run on; activations usually travel up, gradients down. */
  Stream sendStream() {
    if (forward) {
      return up ? Stream.SEND_FORWARD : Stream.SEND_FORWARD_REVERSE;
    }
    return up ? Stream.SEND_BACKWARD_REVERSE : Stream.SEND_BACKWARD;
  }

  /** Stream that receives run on. */
  Stream receiveStream() {
    if (forward) {
      return up ? Stream.RECEIVE_FORWARD : Stream.RECEIVE_FORWARD_REVERSE;
    }
    return up ? Stream.RECEIVE_BACKWARD_REVERSE : Stream.RECEIVE_BACKWARD;
  }
}
