package org.kilocard.program;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.kilocard.job.Overlap;
import org.kilocard.job.Role;

/**
 * Emits what happens once per step on one rank: parameters gathered, gradients summed up, the optimizer.
 *
 * <p><b>Model.</b> Overlapped, each bucket of parameters is gathered just ahead of the first forward pass
 * that needs it (as left by the step before), and each bucket of gradients is reduced as soon as the last
 * micro-batch has added to it. Otherwise the gradients of a stage are reduced together after the last pass,
 * and its parameters gathered together after the optimizer. A schedule that keeps every stage twice reduces
 * at the end in any case: the two holders finish their stages in opposite orders.
 */
final class DataParallel {
  private final StepPlan plan;
  private final int rank;
  private final ProgramBuilder program;
  private final Overlap overlap;
  private final int[][] gathered;
  private int lastReduction = -1;

  DataParallel(StepPlan plan, int rank, ProgramBuilder program) {
    this.plan = plan;
    this.rank = rank;
    this.program = program;
    overlap = plan.job().communication().overlap();
    gathered = new int[plan.shape().chunksPerRank()][];
  }

  /** Chunks of the rank by ascending stage, an order that all holders of a stage agree on. */
  private int[] chunks() {
    return IntStream.range(0, plan.shape().chunksPerRank()).boxed()
        .sorted((a, b) -> Integer.compare(plan.stage(rank, a), plan.stage(rank, b)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Gathers parameters ahead of the first forward passes. */
  void begin() {
    for (int chunk : chunks()) {
      int stage = plan.stage(rank, chunk);
      gathered[chunk] = new int[plan.bucketsOf(stage).size()];
      Arrays.fill(gathered[chunk], -1);
      if (overlap.parameter()) {
        for (int i = 0; i < gathered[chunk].length; i++) {
          Buckets.Calls calls = plan.buckets().gather(plan.bucketsOf(stage).get(i));
          gathered[chunk][i] = emit(Stream.PARAMETER, calls, tag(stage, i, 0), -1);
        }
      }
    }
  }

  /** The op that brings a bucket of a chunk, or −1; {@code layer} −1 is what comes before the layers. */
  int gathered(int chunk, int layer) {
    return gathered[chunk][layer + 1];
  }

  /**
   * The last micro-batch has added to the gradients of a layer: reduce them, if that may be done now.
   *
   * @param last op of the passes before, for a layer without work of its own
   */
  void gradientsReady(int chunk, int layer, Segments to, int last) {
    if (reducesAlong()) {
      int stage = plan.stage(rank, chunk);
      Buckets.Calls calls = plan.buckets().reduce(plan.bucketsOf(stage).get(layer + 1));
      int ready = Math.max(last, to.flush());
      program.in(Work.DATA, -1, -1);
      lastReduction = Math.max(lastReduction, emit(Stream.GRADIENT, calls, tag(stage, layer + 1, 1), ready));
    }
  }

  boolean reducesAlong() {
    return overlap.gradient() && plan.schedule().copies() == 1;
  }

  /** What follows the last pass, which ended with op {@code last}. */
  void end(int last) {
    program.in(Work.DATA, -1, -1);
    if (!reducesAlong()) {
      for (int chunk : chunks()) {
        int stage = plan.stage(rank, chunk);
        Buckets.Calls calls = plan.buckets().reduce(Buckets.whole(plan.bucketsOf(stage)));
        lastReduction = Math.max(lastReduction, emit(Stream.GRADIENT, calls, tag(stage, 0, 2), last));
      }
    }
    program.in(Work.OPTIMIZER, -1, -1);
    Span span = plan.optimizer(rank);
    int updated = program.compute("optimizer", span.alonePs(), span.besidePs(), last, lastReduction);
    long overheadPs = plan.job().stack().calibration().stepOverheadPs();
    if (overheadPs > 0) {
      program.in(Work.OVERHEAD, -1, -1);
      updated = program.compute("step overhead", overheadPs, overheadPs, updated);
    }
    program.in(Work.DATA, -1, -1);
    if (!overlap.parameter()) {
      for (int chunk : chunks()) {
        int stage = plan.stage(rank, chunk);
        Buckets.Calls calls = plan.buckets().gather(Buckets.whole(plan.bucketsOf(stage)));
        emit(Stream.PARAMETER, calls, tag(stage, 0, 3), updated);
      }
    }
  }

  /** Emits the calls of a bucket one after the other on their stream; returns the last, or −1. */
  private int emit(Stream stream, Buckets.Calls calls, int tag, int after) {
    int op = calls.dense().map(c -> program.communicate(stream, Role.DATA, c, tag, after)).orElse(-1);
    return calls.routed()
        .map(c -> program.communicate(stream, Role.EXPERT_DATA, c, tag, after))
        .orElse(op);
  }

  private int tag(int stage, int bucket, int kind) {
    return (stage * (plan.job().model().layers() + plan.job().model().mtpDepth() + 2) + bucket) * 4 + kind;
  }
}
