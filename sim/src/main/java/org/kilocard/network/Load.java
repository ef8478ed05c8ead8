package org.kilocard.network;

/**
 * What one flow puts on the links of a domain for one unit of progress (the whole transfer), and by what its
 * speed is measured.
 *
 * <p>Immutable; entry {@code i} of both arrays belongs together, each link appears once.
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
  private final double measure;
  private final double cap;

  /**
   * A load.
   *
   * @param links link indices
   * @param bytes bytes on each, positive
   * @param measure bytes of one unit of progress by which its speed is compared with that of others: what its
   *     busiest card puts on one link
   * @param cap highest progress per second that the cards themselves can drive, may be infinite
   */
  public Load(int[] links, double[] bytes, double measure, double cap) {
    if (links.length == 0 || links.length != bytes.length) {
      throw new IllegalArgumentException("a flow loads at least one link");
    }
    for (double b : bytes) {
      if (!(b > 0) || Double.isInfinite(b)) {
        throw new IllegalArgumentException("a flow puts a positive number of bytes on a link, got " + b);
      }
    }
    if (!(measure > 0) || Double.isInfinite(measure)) {
      throw new IllegalArgumentException("the measure of a flow is a positive number of bytes, got "
          + measure);
    }
    if (!(cap > 0)) {
      throw new IllegalArgumentException("a flow needs a positive cap, got " + cap);
    }
    this.links = links.clone();
    this.bytes = bytes.clone();
    this.measure = measure;
    this.cap = cap;
  }

  /** The load of a part of the transfer: as fast on its links, and done sooner. */
  public Load part(double part) {
    double[] less = new double[bytes.length];
    for (int i = 0; i < less.length; i++) {
      less[i] = part * bytes[i];
    }
    return new Load(links, less, part * measure, cap / part);
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

  double measure() {
    return measure;
  }

  double cap() {
    return cap;
  }
}
