package org.kilocard.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * GPipe: all forwards, then all backwards.
 *
 * <p><b>Model.</b> Every rank runs its M forwards in order and its M backwards in reverse order.
 *
 * <p><b>Assumes.</b> One chunk per rank. The step is one flush: no weight changes within it.
 *
 * <p><b>Bubble.</b> (P − 1)(F + B) for P ranks, exact for all F, B ≥ 0 and M ≥ 1 when the stages are alike.
 * Memory: M micro-batches in flight on every rank.
 *
 * <p><b>Not modelled.</b> GPipe's own recomputation of activations; it lengthens B and is the job's choice.
 *
 * <p><b>Source.</b> Huang et al., "GPipe: Efficient Training of Giant Neural Networks using Pipeline
 * Parallelism", NeurIPS 2019, arXiv:1811.06965, section 2.3 and figure 2c.
 */
public record GPipe() implements Schedule {
  @Override
  public String name() {
    return "gpipe";
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
  public List<Slot> order(PipelineShape shape, int rank) {
    requireLegal(shape);
    List<Slot> slots = new ArrayList<>();
    for (int microBatch = 0; microBatch < shape.microBatches(); microBatch++) {
      slots.add(new Slot.Single(new ChunkTask(Pass.FORWARD, 0, microBatch)));
    }
    for (int microBatch = shape.microBatches() - 1; microBatch >= 0; microBatch--) {
      slots.add(new Slot.Single(new ChunkTask(Pass.BACKWARD, 0, microBatch)));
    }
    return List.copyOf(slots);
  }

  @Override
  public OptionalLong bubblePs(PipelineShape shape, PassTimes times) {
    requireLegal(shape);
    return OptionalLong.of((shape.ranks() - 1) * (times.forwardPs() + times.backwardPs()));
  }
}
