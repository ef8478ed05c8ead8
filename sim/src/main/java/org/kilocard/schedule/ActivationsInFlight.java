package org.kilocard.schedule;

import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * The activations that a rank keeps at once.
 *
 * <p><b>Model.</b> A chunk keeps the activations of a micro-batch from the start of its forward to the end of
 * its backward; when the backward is split, to the end of the weight pass, which still reads them. The
 * forward of an overlapped slot starts before the backward beside it lets go.
 *
 * <p><b>Assumes.</b> Activations are taken and let go as a whole.
 *
 * <p><b>Not modelled.</b> What a backward pass frees on its way, the gradients that wait for a deferred
 * weight pass.
 */
public final class ActivationsInFlight {
  private ActivationsInFlight() {}

  /** Largest number of (chunk, micro-batch) pairs in flight over the order of a rank. */
  public static long peak(List<Slot> order) {
    return peak(order, chunk -> 1);
  }

  /** Largest sum of {@code sizeOfChunk} (bytes, say) over the pairs in flight. */
  public static long peak(List<Slot> order, IntToLongFunction sizeOfChunk) {
    long held = 0;
    long peak = 0;
    for (Slot slot : order) {
      held += held(slot, Pass.FORWARD, sizeOfChunk);
      peak = Math.max(peak, held);
      held -= held(slot, Pass.BACKWARD, sizeOfChunk) + held(slot, Pass.WEIGHT, sizeOfChunk);
    }
    return peak;
  }

  private static long held(Slot slot, Pass pass, IntToLongFunction sizeOfChunk) {
    long sum = 0;
    for (ChunkTask task : slot.tasks()) {
      sum += task.pass() == pass ? sizeOfChunk.applyAsLong(task.chunk()) : 0;
    }
    return sum;
  }
}
