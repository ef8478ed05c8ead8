package org.kilocard.world;

/**
 * What the two legs of a call that borrows have still to do together.
 *
 * <p><b>Model.</b> The bytes are split so that both legs end together at the speeds that they have. Where one ends
 * before the other, as something else is on the other's links, what that has left is split anew: nothing waits for the
 * slower way while the faster one is free.
 *
 * <p><b>Source.</b> UB-Mesh (arXiv 2503.20377): All-Path Routing balances the load of the paths.
 */
final class SharedWork {
  /** A smaller part of the bytes is not worth another split: the faster leg takes all of it. */
  private static final double LEAST = 1e-6;

  private final Borrowing legs;
  /** By leg, own and lent: part of all bytes that it is moving, 0 when it has ended. */
  private final double[] given;
  private final double[] planned;
  private final double[] partsPerSecond = new double[2];
  private boolean last;

  /** Work that is split as planned. */
  SharedWork(Borrowing legs) {
    this.legs = legs;
    planned = new double[] {legs.ownPart(), 1 - legs.ownPart()};
    given = planned.clone();
  }

  /** The leg that carries what {@code leg} does not. */
  int other(int leg) {
    return leg == legs.own() ? legs.lent() : legs.own();
  }

  private int index(int leg) {
    return leg == legs.own() ? 0 : 1;
  }

  /**
   * Takes note that a leg of the call has ended; returns whether the other one has something to share with it.
   *
   * @param rate progress per second of what it had been given
   */
  boolean ended(int leg, double rate) {
    if (leg != legs.own() && leg != legs.lent()) {
      return false;
    }
    int i = index(leg);
    partsPerSecond[i] = rate * given[i];
    given[i] = 0;
    return given[1 - i] > 0 && !last;
  }

  /**
   * Splits what a leg has left between both.
   *
   * @param left part of what it had been given
   * @param rate progress per second of that
   */
  void split(int leg, double left, double rate) {
    int i = index(leg);
    double all = left * given[i];
    partsPerSecond[i] = rate * given[i];
    last = all <= LEAST;
    double part = partsPerSecond[i] / (partsPerSecond[0] + partsPerSecond[1]);
    part = last ? Math.rint(part) : part;
    given[i] = all * part;
    given[1 - i] = all * (1 - part);
  }

  /** What a leg has been given, relative to what was planned for it. */
  double ofPlan(int leg) {
    return given[index(leg)] / planned[index(leg)];
  }
}
