package org.kilocard.schedule;

/** How long the passes of one micro-batch take on each stage of the model. */
@FunctionalInterface
public interface TaskTimes {
  /** Time of one pass of one micro-batch on a stage, in picoseconds. */
  long taskPs(Pass pass, int stage);

  /** Time of a forward and a whole backward that run as one overlapped slot; unless told, their sum. */
  default long overlappedPs(int forwardStage, int backwardStage) {
    return taskPs(Pass.FORWARD, forwardStage) + taskPs(Pass.BACKWARD, backwardStage);
  }
}
