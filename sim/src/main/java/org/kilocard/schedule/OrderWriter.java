package org.kilocard.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the order of one rank, pass by pass, when the micro-batches of each chunk run first in, first out.
 *
 * <p>It counts them, so that a schedule says only <em>which chunk</em> is next. Weight passes run in the
 * order in which their backward passes were split.
 */
final class OrderWriter {
  private final List<Slot> slots = new ArrayList<>();
  private final ArrayDeque<ChunkTask> deferredWeights = new ArrayDeque<>();
  private final int[] nextForward;
  private final int[] nextBackward;

  OrderWriter(Schedule schedule, PipelineShape shape) {
    nextForward = new int[shape.chunksPerRank()];
    for (int chunk = 0; chunk < nextForward.length; chunk++) {
      nextForward[chunk] = schedule.microBatches(shape, chunk).findFirst().orElseThrow();
    }
    nextBackward = nextForward.clone();
  }

  void forward(int chunk) {
    slots.add(new Slot.Single(takeForward(chunk)));
  }

  void backward(int chunk) {
    slots.add(new Slot.Single(takeBackward(Pass.BACKWARD, chunk)));
  }

  /** A backward pass that leaves its weights for a later {@link #weight}. */
  void backwardInput(int chunk) {
    ChunkTask task = takeBackward(Pass.BACKWARD_INPUT, chunk);
    slots.add(new Slot.Single(task));
    deferredWeights.add(new ChunkTask(Pass.WEIGHT, chunk, task.microBatch()));
  }

  /** The weight pass that was left first. */
  void weight() {
    slots.add(new Slot.Single(deferredWeights.remove()));
  }

  void overlapped(int forwardChunk, int backwardChunk) {
    slots.add(new Slot.Overlapped(takeForward(forwardChunk), takeBackward(Pass.BACKWARD, backwardChunk)));
  }

  List<Slot> slots() {
    if (!deferredWeights.isEmpty()) {
      throw new IllegalStateException("the order ends before " + deferredWeights);
    }
    return List.copyOf(slots);
  }

  private ChunkTask takeForward(int chunk) {
    return new ChunkTask(Pass.FORWARD, chunk, nextForward[chunk]++);
  }

  private ChunkTask takeBackward(Pass pass, int chunk) {
    return new ChunkTask(pass, chunk, nextBackward[chunk]++);
  }
}
