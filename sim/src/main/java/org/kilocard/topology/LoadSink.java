package org.kilocard.topology;

/** Receives what a traffic pattern puts on links. */
@FunctionalInterface
public interface LoadSink {
  /** Adds {@code bytes} (or shares of them) to a link of the tier; a link may be named several times. */
  void add(int link, double bytes);
}
