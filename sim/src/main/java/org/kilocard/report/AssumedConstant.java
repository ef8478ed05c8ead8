package org.kilocard.report;

/**
 * A constant that has no source but a reasoned guess, and what hangs on it.
 *
 * @param constant path of its key in its file, e.g. {@code kernels.memory.contention}
 * @param file accelerator or stack that holds it
 * @param confidence how well it is known, as its file says
 * @param stepChangeUp change of the step, a fraction, when the constant is 10 % larger
 * @param stepChangeDown the same when it is 10 % smaller
 */
public record AssumedConstant(
    String constant, String file, String confidence, double stepChangeUp, double stepChangeDown) {
  /** The larger change of the two, without sign. */
  public double weight() {
    return Math.max(Math.abs(stepChangeUp), Math.abs(stepChangeDown));
  }
}
