package org.kilocard.schedule;

/**
 * How long the passes of one micro-batch through one chunk take, when all chunks are alike.
 *
 * <p>In the formulas of this package F is {@code forwardPs}, I is {@code backwardInputPs}, W is {@code
 * weightPs}, B = I + W is a whole backward and F&amp;B is {@code overlappedPs}. All are times of one
 * <em>chunk</em>: a rank with V chunks works V · (F + B) per micro-batch that passes all of them.
 *
 * @param forwardPs forward
 * @param backwardInputPs backward, gradients of the input only
 * @param weightPs backward, gradients of the weights
 * @param overlappedPs a forward and a whole backward side by side; no shorter than the longer of the two
 */
public record PassTimes(long forwardPs, long backwardInputPs, long weightPs, long overlappedPs)
    implements TaskTimes {
  /** Checks the times. */
  public PassTimes {
    if (forwardPs < 0 || backwardInputPs < 0 || weightPs < 0) {
      throw new IllegalArgumentException("a pass takes no negative time");
    }
    if (overlappedPs < Math.max(forwardPs, backwardInputPs + weightPs)) {
      throw new IllegalArgumentException("an overlapped pair of " + overlappedPs
          + " ps is shorter than its longer half");
    }
  }

  /** Times of passes that hide nothing in each other: F&amp;B = F + B. */
  public static PassTimes serial(long forwardPs, long backwardInputPs, long weightPs) {
    return new PassTimes(forwardPs, backwardInputPs, weightPs, forwardPs + backwardInputPs + weightPs);
  }

  /** A whole backward: input and weights. */
  public long backwardPs() {
    return backwardInputPs + weightPs;
  }

  /** What an overlapped pair saves: F + B − F&amp;B. Negative when the two slow each other down. */
  public long hiddenPs() {
    return forwardPs + backwardPs() - overlappedPs;
  }

  @Override
  public long taskPs(Pass pass, int stage) {
    return switch (pass) {
      case FORWARD -> forwardPs;
      case BACKWARD -> backwardPs();
      case BACKWARD_INPUT -> backwardInputPs;
      case WEIGHT -> weightPs;
    };
  }

  @Override
  public long overlappedPs(int forwardStage, int backwardStage) {
    return overlappedPs;
  }
}
