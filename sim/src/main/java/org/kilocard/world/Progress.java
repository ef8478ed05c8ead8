package org.kilocard.world;

/** Is told from time to time how far a simulation has come. */
@FunctionalInterface
public interface Progress {
  /** Nobody listens. */
  Progress NONE = (nowPs, events) -> { };

  /**
   * How far it is.
   *
   * @param nowPs virtual time
   * @param events calendar entries handled so far
   */
  void at(long nowPs, long events);
}
