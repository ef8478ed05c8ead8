package org.kilocard.fold;

import java.util.Arrays;

/**
 * Numbers different colours 0, 1, … in the order in which they come. A hash table with linear probing on primitive
 * arrays: a colour is spread well already, its lowest bits are its place.
 */
final class Numbering {
  private long[] colours = new long[16];
  /** Number plus one of the colour beside it; 0: the place is free. */
  private int[] numbers = new int[16];
  private int size;

  /** Number of different colours so far. */
  int size() {
    return size;
  }

  /** The number of a colour, a new one if it has none yet. */
  int of(long colour) {
    int place = place(colour);
    if (numbers[place] == 0) {
      if (2 * size >= numbers.length) {
        grow();
        place = place(colour);
      }
      colours[place] = colour;
      numbers[place] = ++size;
    }
    return numbers[place] - 1;
  }

  private int place(long colour) {
    int mask = numbers.length - 1;
    int place = (int) colour & mask;
    while (numbers[place] != 0 && colours[place] != colour) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    long[] old = colours;
    int[] oldNumbers = numbers;
    colours = Arrays.copyOf(colours, 2 * old.length);
    numbers = new int[2 * old.length];
    for (int i = 0; i < old.length; i++) {
      if (oldNumbers[i] != 0) {
        int place = place(old[i]);
        colours[place] = old[i];
        numbers[place] = oldNumbers[i];
      }
    }
  }
}
