package org.kilocard.plan;

import java.util.ArrayList;
import java.util.List;

/** Numbers that divide others. */
final class Divisors {
  private Divisors() {}

  /** Divisors of {@code number} up to {@code most}, ascending. */
  static List<Integer> of(int number, int most) {
    List<Integer> divisors = new ArrayList<>();
    for (int d = 1; d <= Math.min(number, most); d++) {
      if (number % d == 0) {
        divisors.add(d);
      }
    }
    return divisors;
  }
}
