package org.kilocard.fold;

/**
 * Colours of one kind of things (ranks, groups of a role, links or domains of a tier) while they are refined:
 * things of equal colour could not be told apart so far. A colour is a 64-bit hash of everything seen; the
 * neighbours of a thing are added up, so that their order does not matter.
 */
final class Colours {
  private final long[] colours;
  private final long[] seen;

  Colours(int size) {
    colours = new long[size];
    seen = new long[size];
  }

  int size() {
    return colours.length;
  }

  long colour(int i) {
    return colours[i];
  }

  void paint(int i, long colour) {
    colours[i] = colour;
  }

  /** Thing {@code i} has a neighbour of the given colour over an edge of the given label. */
  void see(int i, long label, long colour) {
    seen[i] += mix(label, colour);
  }

  /** Makes what was seen part of the colours. */
  void refine() {
    for (int i = 0; i < colours.length; i++) {
      colours[i] = mix(colours[i], seen[i]);
      seen[i] = 0;
    }
  }

  /** Number of different colours. */
  int distinct() {
    Numbering numbers = new Numbering();
    for (long colour : colours) {
      numbers.of(colour);
    }
    return numbers.size();
  }

  /** Numbers the colours 0, 1, … in the order of their first things. */
  int[] classes() {
    Numbering numbers = new Numbering();
    int[] classes = new int[colours.length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = numbers.of(colours[i]);
    }
    return classes;
  }

  /** Mixes two words, order matters (the finaliser of SplitMix64, Steele et al. 2014). */
  static long mix(long a, long b) {
    long z = a * 0x9E3779B97F4A7C15L + Long.rotateLeft(b, 31) * 0xD1B54A32D192ED03L + 0x632BE59BD9B4E019L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
