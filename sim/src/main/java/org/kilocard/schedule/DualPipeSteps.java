package org.kilocard.schedule;

import java.util.List;

/**
 * The eight steps of a rank that {@link DualPipe} and {@link DualPipeV} share, and their bubble.
 *
 * <p>Both are one pipeline of 2H stages. DualPipe folds it in time, feeding it from both ends at once;
 * DualPipeV folds it in space. What a rank of either does depends on its distance to the middle alone.
 *
 * @param near chunk of the direction that enters at the rank's half of the pipeline
 * @param far the other chunk
 * @param depth ranks between this one and the end of the pipeline
 * @param toMiddle ranks between this one and the middle
 */
record DualPipeSteps(int near, int far, int depth, int toMiddle) {
  /**
   * The slots of the rank.
   *
   * @param eachWay micro-batches of each direction
   */
  List<Slot> slots(OrderWriter order, int eachWay) {
    fill(order);
    steady(order, eachWay - 2 * (depth + toMiddle + 1) + depth + 1);
    drain(order);
    return order.slots();
  }

  /** Steps 1 to 3: nF0, nF0F1, nB1W1F1. */
  private void fill(OrderWriter order) {
    for (int i = 0; i < 2 * toMiddle; i++) {
      order.forward(near);
    }
    for (int i = 0; i <= depth; i++) {
      order.forward(near);
      order.forward(far);
    }
    for (int i = 0; i < toMiddle; i++) {
      order.backwardInput(far);
      order.weight();
      order.forward(far);
    }
  }

  /** Steps 4 and 5: nF0B1F1B0, nB1F1B0. */
  private void steady(OrderWriter order, int rounds) {
    for (int i = 0; i < rounds; i++) {
      if (i == 0 && toMiddle == 0) {
        // Not overlapped in the middle: the first forward is handed on before the backward ends.
        order.forward(near);
        order.backward(far);
      } else {
        order.overlapped(near, far);
      }
      order.overlapped(far, near);
    }
    for (int i = 0; i < toMiddle; i++) {
      order.backward(far);
      order.overlapped(far, near);
    }
  }

  /** Steps 6 to 8: nB1B0, the second half of it with weights deferred, nWB0, nW. */
  private void drain(OrderWriter order) {
    int backwards = 2 * (depth + 1);
    for (int i = 0; i < backwards; i++) {
      int chunk = i % 2 == 0 ? far : near;
      // The last depth + 1 of the step are split; step 8 runs as many weights.
      if (i < depth + 1) {
        order.backward(chunk);
      } else {
        order.backwardInput(chunk);
      }
    }
    for (int i = 0; i < toMiddle; i++) {
      order.weight();
      order.backwardInput(near);
    }
    for (int i = 0; i <= depth; i++) {
      order.weight();
    }
  }

  /**
   * Idle time of the middle.
   *
   * @param half ranks from an end to the middle, H
   */
  static long bubblePs(int half, PassTimes times) {
    long hops = half - 1;
    long forward = times.forwardPs();
    long input = times.backwardInputPs();
    long unfilled = Math.max(0, input - times.weightPs());
    long serial = Math.max(hops * (2 * forward + unfilled), hops * (forward + input + unfilled) - forward);
    return serial - hops * times.hiddenPs();
  }
}
