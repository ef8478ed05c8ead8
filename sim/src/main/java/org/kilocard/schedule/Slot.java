package org.kilocard.schedule;

/** One entry in the order of work of a pipeline rank. */
public sealed interface Slot {
  /** A task that runs by itself. */
  record Single(ChunkTask task) implements Slot {}

  /** A forward and a backward task of different micro-batches, each hiding the communication of the other. */
  record Overlapped(ChunkTask forward, ChunkTask backward) implements Slot {}
}
