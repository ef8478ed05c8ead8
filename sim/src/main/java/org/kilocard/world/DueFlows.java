package org.kilocard.world;

import java.util.Arrays;

/**
 * When flows are due, in the order of (time, number of the flow): a binary heap of small numbers whose times may
 * change. Not thread-safe.
 */
final class DueFlows {
  private long[] duePs = new long[8];
  /** By flow: where it stands in the heap, or −1. */
  private int[] place = new int[0];
  private int[] heap = new int[8];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** When the first flow is due, picoseconds. */
  long firstPs() {
    return duePs[heap[0]];
  }

  /** When a flow is due, picoseconds. */
  long atPs(int flow) {
    return duePs[flow];
  }

  /** Says when a flow is due, for the first time or anew. */
  void set(int flow, long atPs) {
    if (flow >= place.length) {
      int from = place.length;
      int n = Math.max(8, 2 * (flow + 1));
      place = Arrays.copyOf(place, n);
      Arrays.fill(place, from, n, -1);
      duePs = Arrays.copyOf(duePs, n);
      heap = Arrays.copyOf(heap, n);
    }
    if (place[flow] < 0) {
      duePs[flow] = atPs;
      siftUp(size++, flow);
    } else {
      boolean earlier = atPs < duePs[flow];
      duePs[flow] = atPs;
      if (earlier) {
        siftUp(place[flow], flow);
      } else {
        siftDown(place[flow], flow);
      }
    }
  }

  /** Takes out the flow that is due first. */
  int poll() {
    int flow = heap[0];
    place[flow] = -1;
    if (--size > 0) {
      siftDown(0, heap[size]);
    }
    return flow;
  }

  /** Takes out a flow that will not end as it was. */
  void remove(int flow) {
    set(flow, Long.MIN_VALUE);
    poll();
  }

  private void siftUp(int from, int flow) {
    int i = from;
    while (i > 0 && before(flow, heap[(i - 1) >>> 1])) {
      put(i, heap[(i - 1) >>> 1]);
      i = (i - 1) >>> 1;
    }
    put(i, flow);
  }

  private void siftDown(int from, int flow) {
    int i = from;
    while (2 * i + 1 < size) {
      int child = 2 * i + 1;
      if (child + 1 < size && before(heap[child + 1], heap[child])) {
        child++;
      }
      if (before(flow, heap[child])) {
        break;
      }
      put(i, heap[child]);
      i = child;
    }
    put(i, flow);
  }

  private boolean before(int flow, int other) {
    return duePs[flow] < duePs[other] || duePs[flow] == duePs[other] && flow < other;
  }

  private void put(int i, int flow) {
    heap[i] = flow;
    place[flow] = i;
  }
}
