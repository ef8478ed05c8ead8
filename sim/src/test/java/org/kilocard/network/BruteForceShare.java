package org.kilocard.network;

import java.util.Arrays;

/**
 * Max-min fair rates by definition, slowly: the common speed of all flows that can still be raised is
 * searched by bisection; then each flow that cannot be raised by itself is fixed.
 */
final class BruteForceShare {
  private static final int HALVINGS = 200;
  private static final double NUDGE = 1e-7;
  private final double[] capacity;
  private final Load[] flows;
  private final double[] speeds;
  private final boolean[] fixed;

  private BruteForceShare(double[] capacity, Load[] flows) {
    this.capacity = capacity;
    this.flows = flows;
    speeds = new double[flows.length];
    fixed = new boolean[flows.length];
  }

  /** Progress per second of each flow. */
  static double[] solve(double[] capacity, Load... flows) {
    BruteForceShare share = new BruteForceShare(capacity, flows);
    double level = 0;
    while (!share.allFixed()) {
      level = share.highest(level);
      share.raise(level);
      share.fix();
    }
    double[] rates = new double[flows.length];
    Arrays.setAll(rates, f -> share.speeds[f] / flows[f].measure());
    return rates;
  }

  private boolean allFixed() {
    for (boolean f : fixed) {
      if (!f) {
        return false;
      }
    }
    return true;
  }

  private void raise(double level) {
    for (int f = 0; f < flows.length; f++) {
      if (!fixed[f]) {
        speeds[f] = level;
      }
    }
  }

  private double highest(double from) {
    double low = from;
    double high = 1e6;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      raise(middle);
      if (feasible(1)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean feasible(double slack) {
    double[] used = new double[capacity.length];
    for (int f = 0; f < flows.length; f++) {
      double rate = speeds[f] / flows[f].measure();
      if (rate > flows[f].cap() * slack) {
        return false;
      }
      flows[f].forEach((link, bytes) -> used[link] += bytes * rate);
    }
    for (int l = 0; l < used.length; l++) {
      if (used[l] > capacity[l] * slack) {
        return false;
      }
    }
    return true;
  }

  private void fix() {
    boolean[] stuck = new boolean[flows.length];
    for (int f = 0; f < flows.length; f++) {
      double speed = speeds[f];
      speeds[f] = speed * (1 + NUDGE);
      stuck[f] = !feasible(1 + NUDGE / 1e4);
      speeds[f] = speed;
    }
    for (int f = 0; f < flows.length; f++) {
      fixed[f] |= stuck[f];
    }
  }
}
