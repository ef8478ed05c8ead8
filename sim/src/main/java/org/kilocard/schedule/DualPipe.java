package org.kilocard.schedule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * DeepSeek's DualPipe: two copies of the model fed from both ends, forwards overlapped with backwards.
 *
 * <p><b>Model.</b> The eight steps of {@code dualpipe.py} ({@link DualPipeSteps}). Each rank holds a chunk of
 * both directions ({@link BothWays}). It calls <em>near</em> the direction that enters at its own half of the
 * pipeline, <em>far</em> the other. In the main step a forward of one direction and a whole backward of the
 * other share a slot and hide each other's communication; at both ends of the step backwards are split and
 * their weight passes fill the gaps.
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
    int near = rank < shape.ranks() / 2 ? 0 : 1;
    int depth = Math.min(rank, shape.ranks() - 1 - rank);
    return new DualPipeSteps(near, 1 - near, depth, shape.ranks() / 2 - depth - 1)
        .slots(new OrderWriter(this, shape), shape.microBatches() / 2);
  }

  @Override
  public OptionalLong bubblePs(PipelineShape shape, PassTimes times) {
    requireLegal(shape);
    return OptionalLong.of(DualPipeSteps.bubblePs(shape.ranks() / 2, times));
  }
}
