package org.kilocard.report;

import org.kilocard.program.Work;

/**
 * The time of a card by slot of the pipeline schedule, as DeepSeek publishes its steps (1F, 1B, 1W, 1F1B,
 * bubble, optimizer): communication that a slot does not hide counts to the slot. The phases of one card sum
 * to the step.
 */
public enum Phase {
  FORWARD("forward", "forward"),
  BACKWARD("backward", "backward"),
  /** Backward of the inputs only. */
  BACKWARD_INPUT("backward_input", "backward (inputs)"),
  /** Gradients of the weights, set apart from the backward pass. */
  WEIGHT("weight", "backward (weights)"),
  /** A forward and a backward that hide each other's communication. */
  OVERLAPPED("overlapped", "overlapped pairs"),
  /** Gradients and parameters, as far as nothing hides them. */
  DATA("data", "gradients, parameters"),
  OPTIMIZER("optimizer", "optimizer"),
  BUBBLE("bubble", "bubble"),
  /** Waiting for the host between steps. */
  OTHER("other", "step overhead");

  private final String key;
  private final String label;

  Phase(String key, String label) {
    this.key = key;
    this.label = label;
  }

  /** Name in the JSON result, e.g. {@code backward_input}. */
  public String key() {
    return key;
  }

  /** Name for people. */
  public String label() {
    return label;
  }

  /** The phase that an op of {@code work} counts to. */
  static Phase of(Work work) {
    return switch (work) {
      case FORWARD -> FORWARD;
      case BACKWARD -> BACKWARD;
      case BACKWARD_INPUT -> BACKWARD_INPUT;
      case WEIGHT -> WEIGHT;
      case PAIR -> OVERLAPPED;
      case DATA -> DATA;
      case OPTIMIZER -> OPTIMIZER;
      case OVERHEAD -> OTHER;
    };
  }
}
