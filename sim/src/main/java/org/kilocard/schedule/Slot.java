package org.kilocard.schedule;

import java.util.List;

/** One entry in the order of work of a pipeline rank. */
public sealed interface Slot {
  /** The tasks of the slot; they start together. */
  List<ChunkTask> tasks();

  /** A task that runs by itself. */
  record Single(ChunkTask task) implements Slot {
    @Override
    public List<ChunkTask> tasks() {
      return List.of(task);
    }
  }

  /**
   * A forward and a whole backward task of different micro-batches, each hiding the communication of the
   * other.
   */
  record Overlapped(ChunkTask forward, ChunkTask backward) implements Slot {
    /** Checks the passes. */
    public Overlapped {
      if (forward.pass() != Pass.FORWARD || backward.pass() != Pass.BACKWARD) {
        throw new IllegalArgumentException("overlaps " + forward + " with " + backward
            + "; it takes a forward and a whole backward");
      }
    }

    @Override
    public List<ChunkTask> tasks() {
      return List.of(forward, backward);
    }
  }
}
