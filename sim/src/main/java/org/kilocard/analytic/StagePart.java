package org.kilocard.analytic;

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
 * @param reduces of the exit, each layer from the last, the entry
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
    Exchange gatherAll,
    Exchange reduceAll) {

  /** The calls of an exchange, one after the other. */
  record Exchange(Optional<TimedCall> dense, Optional<TimedCall> routed) {
    long ps() {
      return dense.map(TimedCall::ps).orElse(0L) + routed.map(TimedCall::ps).orElse(0L);
    }

    /** The call that kernels feel most. */
    Optional<TimedCall> longest() {
      return dense.isPresent() && (routed.isEmpty() || dense.get().ps() >= routed.get().ps()) ? dense : routed;
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
