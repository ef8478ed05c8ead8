package org.kilocard.topology;

import java.util.OptionalInt;

/**
 * Links of non-blocking switch domains: NVSwitch, a UB plane.
 *
 * <p><b>Model.</b> A crossbar: each card has one port out and one port in, and nothing else ever saturates. The
 * parallel lanes and switch chips of a card are one port of their summed rate.
 *
 * <p><b>Assumes.</b> Traffic is spread evenly over a card's lanes and planes.
 *
 * <p><b>Not modelled.</b> How fast a switch chip reduces, hot spots inside the chips.
 *
 * <p><b>Source.</b> NVSwitch and the UB plane are specified as non-blocking, 1:1 (hardware catalogue).
 */
final class SwitchLinks implements TierLinks {
  private final double bytesPerSecond;
  private final int cards;
  private final int perDomain;

  SwitchLinks(double bytesPerSecond, int cards, int perDomain) {
    this.bytesPerSecond = bytesPerSecond;
    this.cards = cards;
    this.perDomain = perDomain;
  }

  @Override
  public int links() {
    return 2 * cards;
  }

  @Override
  public double bytesPerSecond(int link) {
    return bytesPerSecond;
  }

  @Override
  public int domain(int link) {
    return link / 2 / perDomain;
  }

  @Override
  public String kind(int link) {
    return link % 2 == 0 ? "card out" : "card in";
  }

  @Override
  public int[] named(LinkName name) {
    return ports(name, cards, perDomain);
  }

  @Override
  public LinkName name(String tier, int link) {
    return port(tier, link, perDomain);
  }

  /** The card that a port belongs to. */
  static LinkName port(String tier, int link, int perDomain) {
    int card = link / 2;
    return new LinkName(tier, OptionalInt.of(card / perDomain), OptionalInt.of(card % perDomain),
        OptionalInt.empty(), OptionalInt.empty());
  }

  /** Both ports of the card that a name means. */
  static int[] ports(LinkName name, int cards, int perDomain) {
    int domains = (cards + perDomain - 1) / perDomain;
    int card = name.card().orElse(-1);
    long global = (long) name.domainOr0() * perDomain + card;
    if (name.peer().isPresent() || card < 0 || card >= perDomain || name.domainOr0() >= domains
        || global >= cards) {
      throw new IllegalArgumentException(name + " does not exist: " + domains + " domains of "
          + perDomain + " cards, each with a port out and a port in");
    }
    return new int[] {(int) (2 * global), (int) (2 * global + 1)};
  }

  @Override
  public void spread(Pattern pattern, Share share, LoadSink sink) {
    ports(pattern, share, sink);
  }

  @Override
  public double secondsPerByte(Pattern pattern, double weight, int peers) {
    return weight / bytesPerSecond;
  }

  /** Loads the ports of cards; card {@code c} sends on link {@code 2c} and receives on {@code 2c + 1}. */
  static void ports(Pattern pattern, Share share, LoadSink sink) {
    switch (pattern) {
      case RING, PAIRS, RAILS -> {
        for (int i = 0; i < share.size(); i++) {
          sink.add(2 * share.cards()[i], share.weights()[i]);
          sink.add(2 * share.cards()[i] + 1, share.weights()[i]);
        }
      }
      case SEND -> {
        sink.add(2 * share.cards()[0], share.weights()[0]);
        sink.add(2 * share.cards()[1] + 1, share.weights()[1]);
      }
      case SEND_BACK -> {
        sink.add(2 * share.cards()[1], share.weights()[1]);
        sink.add(2 * share.cards()[0] + 1, share.weights()[0]);
      }
      case SHIFT -> share.sends((from, to, bytes) -> {
        sink.add(2 * from, bytes);
        sink.add(2 * to + 1, bytes);
      });
    }
  }
}
