package org.kilocard.analytic;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.kilocard.program.StepSlots;

/**
 * One kind of stage in a job: its slots, and its gradients and parameters.
 *
 * @param layers times of its layers
 * @param kind what it holds
 * @param slots emits its slots
 * @param times of its slots
 * @param gathers of the entry, each layer, the exit; empty calls where there are none
 * @param reduces of the exit, each layer from the last, the entry, after the last pass that adds to the gradients
 * @param passReduces the same after each pass before it; empty: nothing is reduced then
 * @param passReduce of the whole stage at once after each pass before the last, which what follows waits for
 * @param gatherAll of the whole stage at once
 * @param reduceAll of the whole stage at once
 */
record StagePart(
    LayerTimes layers,
    LayerTimes.Kind kind,
    StepSlots.Stage slots,
    StageTimes times,
    List<Exchange> gathers,
    List<Exchange> reduces,
    List<Exchange> passReduces,
    Exchange passReduce,
    Exchange gatherAll,
    Exchange reduceAll) {

  /** Calls one after the other. */
  record Exchange(List<TimedCall> calls) {
    static final Exchange NONE = new Exchange(List.of());

    long ps() {
      long sum = 0;
      for (TimedCall call : calls) {
        sum += call.ps();
      }
      return sum;
    }

    /** The call that kernels feel most. */
    Optional<TimedCall> longest() {
      return calls.stream().max(Comparator.comparingLong(TimedCall::ps));
    }
  }

  static long sum(List<Exchange> exchanges) {
    long sum = 0;
    for (Exchange e : exchanges) {
      sum += e.ps();
    }
    return sum;
  }
}
