package org.kilocard.schedule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * DeepSeek's DualPipe: two copies of the model fed from both ends, forwards overlapped with backwards.
 *
 * <p><b>Model.</b> The eight steps of {@code dualpipe.py}. Each rank holds a chunk of both directions ({@link
 * BothWays}). It calls <em>near</em> the direction that enters at its own half of the pipeline, <em>far</em>
 * the other. In the main step a forward of one direction and a whole backward of the other share a slot and
 * hide each other's communication; at both ends of the step backwards are split and their weight passes fill
 * the gaps.
 *
 * <p><b>Assumes.</b> P even; M even and ≥ 2P, the first half of it from rank 0, the second from the last
 * rank. A task may start as soon as its input exists: the batching of sends and receives in {@code
 * dualpipe.py} is not copied.
 *
 * <p><b>Bubble.</b> With H = P/2 and z = max(0, I − W), the middle ranks idle
 *
 * <pre>
 * max((H − 1)(2F + z), (H − 1)(F + I + z) − F) − (H − 1)(F + B − F&amp;B)
 * </pre>
 *
 * It does not depend on M, and is 0 for P = 2. The published (P/2 − 1)(F&amp;B + B − 3W) is this for F = I
 * and W ≤ I; for other times it can be off in either direction. The general form was found by playing the
 * order and is held to it by tests, for all F, I, W ≥ 0 and F&amp;B ≥ max(F, B).
 *
 * <p>When F&amp;B ≠ F + B, both forms speak of the two middle ranks. These have M − P − 1 overlapped slots,
 * the outer ranks fewer, so that those work and idle differently within the common makespan.
 *
 * <p><b>Memory.</b> P + 1 chunks in flight on every rank, and two copies of the parameters.
 *
 * <p><b>Not modelled.</b> Inference (forward only).
 *
 * <p><b>Source.</b> DeepSeek-AI, "DeepSeek-V3 Technical Report", arXiv:2412.19437, section 3.2.1, figure 5,
 * table 2; github.com/deepseek-ai/DualPipe, {@code dualpipe/dualpipe.py}.
 */
public record DualPipe() implements Schedule {
  @Override
  public String name() {
    return "dualpipe";
  }

  @Override
  public Placement placement() {
    return new BothWays();
  }

  @Override
  public OptionalInt chunksPerRank() {
    return OptionalInt.of(2);
  }

  @Override
  public Optional<String> violation(PipelineShape shape) {
    if (shape.ranks() % 2 != 0) {
      return Optional.of("pipeline ranks (" + shape.ranks() + ") must be even");
    }
    if (shape.chunksPerRank() != 2) {
      return Optional.of("holds two chunks per rank, one per direction, not " + shape.chunksPerRank());
    }
    if (shape.microBatches() % 2 != 0 || shape.microBatches() < 2 * shape.ranks()) {
      return Optional.of("micro-batches (" + shape.microBatches() + ") must be even and at least twice the "
          + "pipeline ranks (" + 2 * shape.ranks() + ")");
    }
    return Optional.empty();
  }

  @Override
  public List<Slot> order(PipelineShape shape, int rank) {
    requireLegal(shape);
    int half = shape.ranks() / 2;
    int near = rank < half ? 0 : 1;
    int far = 1 - near;
    int depth = Math.min(rank, shape.ranks() - 1 - rank);
    int toMiddle = half - depth - 1;
    var order = new OrderWriter(this, shape);
    fill(order, near, far, depth, toMiddle);
    steady(order, near, far, shape.microBatches() / 2 - shape.ranks() + depth + 1, toMiddle);
    drain(order, near, far, depth, toMiddle);
    return order.slots();
  }

  /** Steps 1 to 3: nF0, nF0F1, nB1W1F1. */
  private static void fill(OrderWriter order, int near, int far, int depth, int toMiddle) {
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
  private static void steady(OrderWriter order, int near, int far, int rounds, int toMiddle) {
    for (int i = 0; i < rounds; i++) {
      if (i == 0 && toMiddle == 0) {
        // Not overlapped on the middle ranks: their first forward is handed on before the backward ends.
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
  private static void drain(OrderWriter order, int near, int far, int depth, int toMiddle) {
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

  @Override
  public OptionalLong bubblePs(PipelineShape shape, PassTimes times) {
    requireLegal(shape);
    long hops = shape.ranks() / 2 - 1;
    long forward = times.forwardPs();
    long input = times.backwardInputPs();
    long unfilled = Math.max(0, input - times.weightPs());
    long serial = Math.max(hops * (2 * forward + unfilled), hops * (forward + input + unfilled) - forward);
    return OptionalLong.of(serial - hops * times.hiddenPs());
  }
}
