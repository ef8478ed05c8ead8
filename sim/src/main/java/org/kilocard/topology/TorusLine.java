package org.kilocard.topology;

/**
 * What travels over the cables of one line of a torus, counted in whole numbers so that equal loads come out
 * equal to the last bit, whatever is added first. Cable c leads from place c to place c + 1, the last one of
 * a ring back to place 0. For messages the unit is half a message.
 */
final class TorusLine {
  private final int size;
  private final boolean wraps;
  private final long[] forward;
  private final long[] back;

  TorusLine(int size, boolean wraps) {
    this.size = size;
    this.wraps = wraps;
    forward = new long[size + 1];
    back = new long[size + 1];
  }

  /**
   * Puts messages between places on an empty line, the shortest way; half of each goes either way where both
   * are equally far.
   */
  void addAll(int[] at, long[][] messages) {
    for (int i = 0; i < at.length; i++) {
      for (int j = 0; j < at.length; j++) {
        if (messages[i][j] > 0) {
          add(at[i], at[j], 2 * messages[i][j]);
        }
      }
    }
    sum(forward);
    sum(back);
  }

  private void add(int from, int to, long halves) {
    int ahead = Math.floorMod(to - from, size);
    if (!wraps) {
      if (from < to) {
        run(forward, from, to - from, halves);
      } else {
        run(back, to, from - to, halves);
      }
    } else if (2 * ahead == size) {
      run(forward, from, ahead, halves / 2);
      run(back, to, size - ahead, halves / 2);
    } else if (2 * ahead < size) {
      run(forward, from, ahead, halves);
    } else {
      run(back, to, size - ahead, halves);
    }
  }

  /** Adds to {@code length} cables from {@code first} on, round the end. */
  private void run(long[] cables, int first, int length, long amount) {
    int end = first + length;
    cables[first] += amount;
    if (end <= size) {
      cables[end] -= amount;
    } else {
      cables[size] -= amount;
      cables[0] += amount;
      cables[end - size] -= amount;
    }
  }

  private static void sum(long[] cables) {
    for (int c = 1; c < cables.length; c++) {
      cables[c] += cables[c - 1];
    }
  }

  /** Adds one on every cable each way. */
  void addRound() {
    for (int c = 0; c < size; c++) {
      forward[c]++;
      back[c]++;
    }
  }

  /** Adds a chunk from each place in {@code at} to all others, passed on from place to place to both ends. */
  void addToEnds(int[] at) {
    for (int i = 0; i + 1 < at.length; i++) {
      for (int c = at[i]; c < at[i + 1]; c++) {
        forward[c] += i + 1;
        back[c] += at.length - 1 - i;
      }
    }
  }

  /** The largest distance between two places. */
  int farthest(int[] at) {
    int farthest = 0;
    for (int a : at) {
      for (int b : at) {
        int ahead = Math.floorMod(b - a, size);
        farthest = Math.max(farthest, wraps ? Math.min(ahead, size - ahead) : Math.abs(b - a));
      }
    }
    return farthest;
  }

  /** What a cable carries towards the end of the line. */
  long forward(int cable) {
    return forward[cable];
  }

  /** What a cable carries towards the start of the line. */
  long back(int cable) {
    return back[cable];
  }
}
