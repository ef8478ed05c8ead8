package org.kilocard.schedule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * 1F1B with a flush at the end of the step.
 *
 * <p><b>Model.</b> Rank r warms up with min(P − 1 − r, M) forwards, then alternates one forward and one
 * backward, then drains its backwards. Micro-batches go first in, first out.
 *
 * <p><em>Paired</em>, for experts whose all-to-alls are to be hidden, a pipeline of one rank runs each backward in one
 * slot with the forward of the next micro-batch, and holds two. With more ranks Megatron Core pairs virtual stages only
 * ({@link Interleaved1F1B}): a rank would have to wait for the forward that it pairs with.
 *
 * <p><b>Assumes.</b> One chunk per rank. A backward hands its input gradient on when it ends, weights
 * included.
 *
 * <p><b>Bubble.</b> (P − 1)(F + B), as GPipe, exact for all F, B ≥ 0 and M ≥ 1 when the stages are alike.
 * What it gains is memory: min(P − r, M) micro-batches in flight on rank r.
 *
 * <p><b>Not modelled.</b> PipeDream's variant without a flush, with several versions of the weights.
 *
 * <p><b>Source.</b> Narayanan et al., "Efficient Large-Scale Language Model Training on GPU Clusters Using
 * Megatron-LM", SC 2021, arXiv:2104.04473, section 2.2.1 (PipeDream-Flush); Megatron-LM, {@code
 * forward_backward_pipelining_without_interleaving}; paired, {@code combined_1f1b.py}.
 *
 * @param paired whether forwards and backwards of a single rank share slots
 */
public record OneForwardOneBackward(boolean paired) implements Schedule {
  /** Passes one after the other. */
  public OneForwardOneBackward() {
    this(false);
  }

  @Override
  public Schedule paired(boolean pairs) {
    return new OneForwardOneBackward(pairs);
  }

  @Override
  public String name() {
    return "1f1b";
  }

  @Override
  public Placement placement() {
    return new RoundRobin();
  }

  @Override
  public OptionalInt chunksPerRank() {
    return OptionalInt.of(1);
  }

  @Override
  public Optional<String> violation(PipelineShape shape) {
    return Schedule.super.violation(shape).map(rule -> rule + "; interleaved holds more");
  }

  @Override
  public List<Slot> order(PipelineShape shape, int rank) {
    requireLegal(shape);
    boolean pairs = paired && shape.ranks() == 1;
    int warmUp = pairs ? 1 : Math.min(shape.ranks() - 1 - rank, shape.microBatches());
    var order = new OrderWriter(this, shape);
    for (int i = 0; i < warmUp; i++) {
      order.forward(0);
    }
    for (int i = warmUp; i < shape.microBatches(); i++) {
      if (pairs) {
        order.overlapped(0, 0);
      } else {
        order.forward(0);
        order.backward(0);
      }
    }
    for (int i = 0; i < warmUp; i++) {
      order.backward(0);
    }
    return order.slots();
  }

  @Override
  public OptionalLong bubblePs(PipelineShape shape, PassTimes times) {
    requireLegal(shape);
    return OptionalLong.of((shape.ranks() - 1) * (times.forwardPs() + times.backwardPs()));
  }
}
