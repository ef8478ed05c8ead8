package org.kilocard.network;

/**
 * What a flow, or a number of flows that act alike, put on the links of a domain for one unit of progress (the whole
 * transfer).
 *
 * <p>Immutable; entry {@code i} of the arrays belongs together, each link appears once.
 */
public final class Load {
  /** Takes an entry of a load. */
  @FunctionalInterface
  public interface Visitor {
    /** One link and the bytes on it. */
    void visit(int link, double bytes);
  }

  private final int[] links;
  private final double[] bytes;
  private final double[] own;
  private final double cap;

  /**
   * A load.
   *
   * @param links link indices
   * @param bytes bytes of all flows on each, positive
   * @param own bytes of a single flow on each, positive
   * @param cap highest progress per second that the cards themselves can drive, may be infinite
   */
  public Load(int[] links, double[] bytes, double[] own, double cap) {
    if (links.length == 0 || links.length != bytes.length || links.length != own.length) {
      throw new IllegalArgumentException("a flow loads at least one link");
    }
    for (int i = 0; i < links.length; i++) {
      if (!(bytes[i] > 0 && own[i] > 0) || Double.isInfinite(bytes[i]) || Double.isInfinite(own[i])) {
        throw new IllegalArgumentException(
            "a flow puts a positive number of bytes on a link, got " + own[i] + " of " + bytes[i]);
      }
    }
    if (!(cap > 0)) {
      throw new IllegalArgumentException("a flow needs a positive cap, got " + cap);
    }
    this.links = links.clone();
    this.bytes = bytes.clone();
    this.own = own.clone();
    this.cap = cap;
  }

  /** The load of a single flow. */
  public static Load single(int[] links, double[] bytes, double cap) {
    return new Load(links, bytes, bytes, cap);
  }

  /** Hands every entry to {@code visitor}. */
  public void forEach(Visitor visitor) {
    for (int i = 0; i < links.length; i++) {
      visitor.visit(links[i], bytes[i]);
    }
  }

  int size() {
    return links.length;
  }

  int link(int entry) {
    return links[entry];
  }

  double bytes(int entry) {
    return bytes[entry];
  }

  double own(int entry) {
    return own[entry];
  }

  double cap() {
    return cap;
  }
}
