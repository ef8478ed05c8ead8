package org.kilocard.hardware;

/** Check of constants that are fractions. */
final class Fractions {
  private Fractions() {}

  /** Throws unless {@code constant} is in (0, 1]. */
  static void check(String name, Constant constant) {
    if (!(constant.value() > 0 && constant.value() <= 1)) {
      throw new IllegalArgumentException(name + " is a fraction in (0, 1], got " + constant.value());
    }
  }
}
