package org.kilocard.program;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kilocard.job.Overlap;
import org.kilocard.job.Parallelism;

/**
 * Emits what happens between the ranks that hold the same parameters, and the optimizer.
 *
 * <p><b>Model.</b> Once per step. Overlapped, each bucket of parameters is gathered just ahead of the first forward
 * pass that needs it (as left by the step before), and each bucket of gradients is reduced as soon as the last
 * micro-batch has added to it. Otherwise the gradients of a stage are reduced together after the last pass, and its
 * parameters gathered together after the optimizer. A schedule that keeps every stage twice reduces at the end in any
 * case: the two holders finish their stages in opposite orders.
 *
 * <p>From ZeRO-2 on gradients are reduced after every backward pass; not overlapped, what follows waits for it. With
 * ZeRO-3 parameters are gathered for every pass ({@link LayerGathers}).
 *
 * <p><b>Not modelled.</b> A backward pass that waits because too many gradients wait for their reduction.
 */
final class DataParallel {
  private final StepPlan plan;
  private final int rank;
  private final ProgramBuilder program;
  private final Overlap overlap;
  private final Parallelism layout;
  private final int[][] gathered;
  private int lastReduction = -1;

  DataParallel(StepPlan plan, int rank, ProgramBuilder program) {
    this.plan = plan;
    this.rank = rank;
    this.program = program;
    overlap = plan.job().communication().overlap();
    layout = plan.job().parallelism();
    gathered = new int[plan.shape().chunksPerRank()][];
  }

  /** Chunks of the rank by ascending stage, an order that all holders of a stage agree on. */
  private int[] chunks() {
    return IntStream.range(0, plan.shape().chunksPerRank()).boxed()
        .sorted((a, b) -> Integer.compare(plan.stage(rank, a), plan.stage(rank, b)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Gathers parameters ahead of the first forward passes, where they stay for the step. */
  void begin() {
    program.in(Work.DATA, -1, -1);
    for (int chunk : chunks()) {
      int stage = plan.stage(rank, chunk);
      gathered[chunk] = new int[plan.bucketsOf(stage).size()];
      Arrays.fill(gathered[chunk], -1);
      if (overlap.parameter() && !layout.gathersPerPass()) {
        for (int i = 0; i < gathered[chunk].length; i++) {
          List<GroupCall> calls = plan.buckets().gather(plan.bucketsOf(stage).get(i));
          gathered[chunk][i] = emit(Stream.PARAMETER, calls, tag(stage, i, 0), -1);
        }
      }
    }
  }

  /**
   * The op that brings a bucket of a chunk for the step, for the first pass that asks; −1 for those behind it, which the
   * compute stream keeps in order. {@code layer} −1 is what comes before the layers.
   */
  int gathered(int chunk, int layer) {
    int op = gathered[chunk][layer + 1];
    gathered[chunk][layer + 1] = -1;
    return op;
  }

  /** Gathers the parameters of a layer for one pass; returns the last op, or −1 when there is nothing to gather. */
  int gather(int chunk, int layer, int after) {
    program.in(Work.DATA, -1, -1);
    List<GroupCall> calls = plan.buckets().gather(plan.bucketsOf(plan.stage(rank, chunk)).get(layer + 1));
    return emit(Stream.PARAMETER, calls, passTag(), after);
  }

  /** Calls that gather the parameters of a layer. */
  int gathers(int chunk, int layer) {
    return plan.buckets().gather(plan.bucketsOf(plan.stage(rank, chunk)).get(layer + 1)).size();
  }

  /** Whether the gradients of a layer are reduced as soon as a pass has added to them. */
  boolean reducesAlong(boolean lastPass) {
    return overlap.gradient() && plan.schedule().copies() == 1 && (lastPass || layout.sharding().gradients());
  }

  /**
   * A pass has added to the gradients of a layer: reduce them.
   *
   * @param lastPass whether none follows
   * @param last op of the passes before, for a layer without work of its own
   */
  void reduce(int chunk, int layer, boolean lastPass, Segments to, int last) {
    int stage = plan.stage(rank, chunk);
    List<GroupCall> calls = plan.buckets().reduce(plan.bucketsOf(stage).get(layer + 1), lastPass);
    int ready = Math.max(last, to.flush());
    program.in(Work.DATA, -1, -1);
    int tag = lastPass ? tag(stage, layer + 1, 1) : passTag();
    lastReduction = Math.max(lastReduction, emit(Stream.GRADIENT, calls, tag, ready));
  }

  /**
   * A pass over a chunk has ended with op {@code last}: reduces its gradients if that is due and has not been done
   * along; returns the op that what follows waits for, or −1.
   */
  int reduceAfter(int chunk, boolean lastPass, int last) {
    if (!layout.sharding().gradients() || overlap.gradient() || plan.schedule().copies() > 1) {
      return -1;
    }
    program.in(Work.DATA, -1, -1);
    List<GroupCall> calls =
        plan.buckets().reduce(Buckets.whole(plan.bucketsOf(plan.stage(rank, chunk))), lastPass);
    int op = emit(Stream.GRADIENT, calls, passTag(), last);
    lastReduction = Math.max(lastReduction, op);
    return op;
  }

  /** What follows the last pass, which ended with op {@code last}. */
  void end(int last) {
    program.in(Work.DATA, -1, -1);
    boolean reduced = plan.schedule().copies() == 1 && (overlap.gradient() || layout.sharding().gradients());
    if (!reduced) {
      for (int chunk : chunks()) {
        int stage = plan.stage(rank, chunk);
        List<GroupCall> calls = plan.buckets().reduce(Buckets.whole(plan.bucketsOf(stage)), true);
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
    if (!overlap.parameter() && !layout.gathersPerPass()) {
      for (int chunk : chunks()) {
        int stage = plan.stage(rank, chunk);
        List<GroupCall> calls = plan.buckets().gather(Buckets.whole(plan.bucketsOf(stage)));
        emit(Stream.PARAMETER, calls, tag(stage, 0, 3), updated);
      }
    }
  }

  /** Emits calls one after the other on their stream; returns the last, or −1. */
  private int emit(Stream stream, List<GroupCall> calls, int tag, int after) {
    int op = -1;
    for (GroupCall c : calls) {
      op = program.communicate(stream, c.role(), c.call(), tag, after);
    }
    return op;
  }

  private int tag(int stage, int bucket, int kind) {
    return (stage * (plan.job().model().layers() + plan.job().model().mtpDepth() + 2) + bucket) * 4 + kind;
  }

  /** Of what is done in every pass: all holders of a stage run the same program, so that its place in it will do. */
  private int passTag() {
    return tag(plan.job().stages(), 0, 0) + program.size();
  }
}
