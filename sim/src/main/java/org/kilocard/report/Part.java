package org.kilocard.report;

import org.kilocard.job.Role;

/** Where the time of a card goes. The parts of one card sum to the step. */
public enum Part {
  /** Kernels of the model. */
  COMPUTE("compute", "kernels"),
  /** Waiting for tensor-parallel collectives that nothing hides. */
  EXPOSED_TENSOR("exposed_tensor", "exposed tensor-parallel communication"),
  /** Waiting for context-parallel collectives that nothing hides. */
  EXPOSED_CONTEXT("exposed_context", "exposed context-parallel communication"),
  /** Waiting for the experts' all-to-all and what goes with it, slower members of the group included. */
  EXPOSED_EXPERT("exposed_expert", "exposed expert all-to-all"),
  /** Waiting while activations or their gradients are on the wire between pipeline ranks. */
  EXPOSED_PIPELINE("exposed_pipeline", "exposed pipeline transfers"),
  /** Waiting until the neighbour in the pipeline has something to send, or until the step ends. */
  BUBBLE("bubble", "pipeline bubble"),
  /** Waiting for gradients to be reduced or parameters to be gathered. */
  EXPOSED_DATA("exposed_data", "exposed gradient and parameter communication"),
  /** Kernels of the optimizer. */
  OPTIMIZER("optimizer", "optimizer"),
  /** Waiting for the host: the step overhead of the calibration. Else 0, unless something is wrong. */
  OTHER("other", "step overhead");

  private final String key;
  private final String label;

  Part(String key, String label) {
    this.key = key;
    this.label = label;
  }

  /** Name in the JSON result, e.g. {@code exposed_tensor}. */
  public String key() {
    return key;
  }

  /** Name for people, e.g. {@code pipeline bubble}. */
  public String label() {
    return label;
  }

  /** What a card that waits for the partners of a call on a group of {@code role} loses time to. */
  static Part waiting(Role role) {
    return switch (role) {
      case PIPELINE_NEXT, PIPELINE_PREVIOUS -> BUBBLE;
      default -> moving(role);
    };
  }

  /** What a card that waits while a call on a group of {@code role} runs loses time to. */
  static Part moving(Role role) {
    return switch (role) {
      case TENSOR -> EXPOSED_TENSOR;
      case CONTEXT -> EXPOSED_CONTEXT;
      case EXPERT, EXPERT_TENSOR -> EXPOSED_EXPERT;
      case DATA, EXPERT_DATA, SHARD, REPLICA, EXPERT_SHARD, EXPERT_REPLICA -> EXPOSED_DATA;
      case PIPELINE_NEXT, PIPELINE_PREVIOUS -> EXPOSED_PIPELINE;
    };
  }
}
