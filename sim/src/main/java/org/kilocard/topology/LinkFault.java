package org.kilocard.topology;

/**
 * Links that are not what they should be.
 *
 * @param links which
 * @param rate what is left of their rate, 0 (down) … 1
 */
public record LinkFault(LinkName links, double rate) {
  /** Checks the rate. */
  public LinkFault {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("a faulty link has 0 to 1 of its rate, got " + rate);
    }
  }

  /** Whether nothing passes. */
  public boolean isDown() {
    return rate == 0;
  }
}
