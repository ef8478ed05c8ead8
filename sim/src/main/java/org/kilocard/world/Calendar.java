package org.kilocard.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Pending entries in the order of (time, sequence): a binary heap on primitive arrays. Entries of equal time
 * come out in the order in which they went in. Not thread-safe.
 */
final class Calendar<E> {
  private long[] times = new long[1024];
  private long[] sequences = new long[1024];
  private int[] slots = new int[1024];
  private final List<E> entries = new ArrayList<>();
  private int[] free = new int[1024];
  private int freeCount;
  private int size;
  private long sequence;

  boolean isEmpty() {
    return size == 0;
  }

  /** Time of the earliest entry, picoseconds. */
  long earliestPs() {
    return times[0];
  }

  void add(long atPs, E entry) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      sequences = Arrays.copyOf(sequences, 2 * size);
      slots = Arrays.copyOf(slots, 2 * size);
      free = Arrays.copyOf(free, 2 * size);
    }
    int slot;
    if (freeCount > 0) {
      slot = free[--freeCount];
      entries.set(slot, entry);
    } else {
      slot = entries.size();
      entries.add(entry);
    }
    siftUp(size++, atPs, sequence++, slot);
  }

  /** Takes the earliest entry out. */
  E poll() {
    int slot = slots[0];
    size--;
    if (size > 0) {
      siftDown(times[size], sequences[size], slots[size]);
    }
    free[freeCount++] = slot;
    return entries.get(slot);
  }

  private void siftUp(int from, long time, long seq, int slot) {
    int i = from;
    while (i > 0) {
      int parent = (i - 1) >>> 1;
      if (!before(time, seq, parent)) {
        break;
      }
      move(parent, i);
      i = parent;
    }
    put(i, time, seq, slot);
  }

  private void siftDown(long time, long seq, int slot) {
    int i = 0;
    while (2 * i + 1 < size) {
      int child = 2 * i + 1;
      if (child + 1 < size && before(times[child + 1], sequences[child + 1], child)) {
        child++;
      }
      if (before(time, seq, child)) {
        break;
      }
      move(child, i);
      i = child;
    }
    put(i, time, seq, slot);
  }

  private boolean before(long time, long seq, int other) {
    return time < times[other] || time == times[other] && seq < sequences[other];
  }

  private void move(int from, int to) {
    put(to, times[from], sequences[from], slots[from]);
  }

  private void put(int i, long time, long seq, int slot) {
    times[i] = time;
    sequences[i] = seq;
    slots[i] = slot;
  }
}
