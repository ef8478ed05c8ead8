package org.kilocard.hardware;

/**
 * What a small measured run says about a stack on a cluster that tables of kernels and links cannot know. Four named
 * constants, so that what is fitted stays visible.
 *
 * <p><b>Model.</b> Every kernel takes {@code computeScale} times as long, every collective {@code communicationScale}
 * times; each step ends with {@code stepOverheadPs} in which cards wait for their host, and each forward and backward
 * pass of a pipeline begins with {@code passOverheadPs} of the same: Megatron-LM's host waits for the card at every
 * exchange between stages ({@code torch.cuda.synchronize} in p2p_communication.py) and then has to launch kernels anew.
 *
 * <p><b>Assumes.</b> What is missing grows with the work: a constant that is fitted on one run holds for a larger one.
 *
 * @param computeScale above 0
 * @param communicationScale above 0
 * @param stepOverheadPs picoseconds per step
 * @param passOverheadPs picoseconds per forward or backward pass of a pipeline of several ranks
 */
public record Calibration(double computeScale, double communicationScale, long stepOverheadPs, long passOverheadPs) {
  /** Least and greatest scale that a file may hold. */
  public static final double LEAST_SCALE = 0.01;
  /** See {@link #LEAST_SCALE}. */
  public static final double GREATEST_SCALE = 100;

  /** Nothing is known beyond the tables. */
  public static final Calibration NONE = new Calibration(1, 1, 0, 0);

  /** Checks the ranges. */
  public Calibration {
    if (!(computeScale > 0 && communicationScale > 0) || Double.isInfinite(computeScale + communicationScale)
        || stepOverheadPs < 0 || passOverheadPs < 0) {
      throw new IllegalArgumentException("impossible calibration: " + computeScale + ", " + communicationScale + ", "
          + stepOverheadPs + " ps, " + passOverheadPs + " ps");
    }
  }

  /** Without an overhead of passes. */
  public Calibration(double computeScale, double communicationScale, long stepOverheadPs) {
    this(computeScale, communicationScale, stepOverheadPs, 0);
  }
}
