package org.kilocard.analytic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.kilocard.model.LayerKind;
import org.kilocard.program.LayerCalls;
import org.kilocard.program.StageCosts;
import org.kilocard.program.StepSlots;

/**
 * What jobs share that split layers and micro-batches alike: the times of kernels, of the calls within a layer, and of
 * the slots of each kind of stage, which are found when first asked for. Safe for threads.
 */
final class LayerTimes {
  /** Stages that hold the same: embedding, head, and layers of these kinds. */
  record Kind(boolean first, boolean last, List<LayerKind> layers) {}

  private record Pair(Kind forward, Kind backward, boolean blocking) {}

  private final StageCosts costs;
  private final LayerCalls layerCalls;
  private final List<TimedCall> calls;
  private final int sharedUnits;
  private final boolean gathersPerPass;
  private final boolean gathersAhead;
  private final Map<Kind, StageTimes> stages = new ConcurrentHashMap<>();
  private final Map<Pair, SlotTimes> pairs = new ConcurrentHashMap<>();

  /**
   * The times of layers.
   *
   * @param gathersPerPass whether passes gather their parameters
   * @param gathersAhead whether they send for the first ones of the next pass
   */
  LayerTimes(
      StageCosts costs, LayerCalls layerCalls, List<TimedCall> calls, int sharedUnits, boolean gathersPerPass,
      boolean gathersAhead) {
    this.gathersPerPass = gathersPerPass;
    this.gathersAhead = gathersAhead;
    this.costs = costs;
    this.layerCalls = layerCalls;
    this.calls = List.copyOf(calls);
    this.sharedUnits = sharedUnits;
  }

  StageCosts costs() {
    return costs;
  }

  LayerCalls layerCalls() {
    return layerCalls;
  }

  /** The calls within layers; {@link SlotTimes#counts} counts them in this order. */
  List<TimedCall> calls() {
    return calls;
  }

  /** The slots of a stage of the given kind. */
  StageTimes stage(Kind kind, StepSlots.Stage stage) {
    return stages.computeIfAbsent(kind, k -> time(stage));
  }

  /** An overlapped pair; {@code blocking} when it also waits for what was sent before. */
  SlotTimes pair(
      Kind forwardKind, StepSlots.Stage forward, Kind backwardKind, StepSlots.Stage backward, boolean blocking) {
    return pairs.computeIfAbsent(new Pair(forwardKind, backwardKind, blocking), k -> {
      SlotClock clock = new SlotClock(calls, sharedUnits).restart();
      int input = blocking || !forwardKind.first() ? clock.mark() : -1;
      int gradients = blocking || !backwardKind.last() ? clock.mark() : -1;
      int last = forward.pair(backward, clock, input, gradients);
      clock.sendsAheadAtEnd();
      return clock.times(
          input < 0 ? 0 : clock.markPs(0),
          gradients < 0 ? 0 : clock.markPs(input < 0 ? 0 : 1),
          clock.endPs(last),
          clock.endPs(last));
    });
  }

  private StageTimes time(StepSlots.Stage stage) {
    SlotClock clock = new SlotClock(calls, sharedUnits).restart();
    long[] parameters = new long[stage.layers() + 2];
    SlotTimes forward = forward(clock, stage, parameters);
    SlotTimes backward = backward(clock.restart(), stage, true);
    SlotTimes input = backward(clock.restart(), stage, false);
    List<Long> gradients = new ArrayList<>();
    stage.backward(clock.restart(), true, (layer, op) -> gradients.add(clock.endPs(op)));
    List<Long> apart = new ArrayList<>();
    stage.weights(clock.restart(), (layer, op) -> apart.add(clock.endPs(op)));
    if (!gathersAhead) {
      clock.sendsAheadAtEnd();
    }
    return new StageTimes(forward, backward, input, clock.times(), parameters, array(gradients), array(apart));
  }

  private SlotTimes forward(SlotClock clock, StepSlots.Stage stage, long[] parameters) {
    if (gathersPerPass) {
      clock.sendsAheadAfter(stage.gatheringForward(clock, arrived(clock, stage, true)));
    } else {
      stage.forward(clock, layer -> clock.mark());
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] = clock.markPs(i);
      }
    }
    return clock.times();
  }

  private SlotTimes backward(SlotClock clock, StepSlots.Stage stage, boolean weights) {
    if (gathersPerPass) {
      clock.sendsAheadAfter(stage.gatheringBackward(clock, weights, arrived(clock, stage, false)));
    } else {
      stage.backward(clock, weights, StepSlots.WeightsDone.UNASKED);
    }
    return clock.times();
  }

  private int arrived(SlotClock clock, StepSlots.Stage stage, boolean forward) {
    return clock.arrived(stage.firstGather(forward));
  }

  private static long[] array(List<Long> list) {
    return list.stream().mapToLong(Long::longValue).toArray();
  }
}
