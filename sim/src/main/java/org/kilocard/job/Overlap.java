package org.kilocard.job;

/**
 * Which communication may run beside computation, and whether steps may overlap.
 *
 * @param tensor tensor-parallel collectives, pipelined with the matrix products next to them
 * @param expert MoE all-to-alls, in overlapped slots with the other micro-batch, and beside gradients of weights
 * @param sharedExpert shared experts, beside the all-to-all that sends tokens off
 * @param pipeline sends to the next stage
 * @param gradient gradient reduction, with the last backward pass
 * @param parameter gathering of parameters, with the first forward pass
 * @param step a pipeline rank begins the next step when it has ended this one, without waiting for the others: the
 *     optimizer is checked afterwards, as the zero-bubble paper does (arXiv:2401.10241, section 4)
 */
public record Overlap(
    boolean tensor, boolean expert, boolean sharedExpert, boolean pipeline, boolean gradient, boolean parameter,
    boolean step) {
  /** Nothing runs beside computation. */
  public static final Overlap NONE = new Overlap(false, false, false, false, false);

  /** Steps one after the other. */
  public Overlap(
      boolean tensor, boolean expert, boolean sharedExpert, boolean pipeline, boolean gradient, boolean parameter) {
    this(tensor, expert, sharedExpert, pipeline, gradient, parameter, false);
  }

  /** Shared experts run beside all-to-alls where these run beside anything. */
  public Overlap(boolean tensor, boolean expert, boolean pipeline, boolean gradient, boolean parameter) {
    this(tensor, expert, expert, pipeline, gradient, parameter);
  }
}
