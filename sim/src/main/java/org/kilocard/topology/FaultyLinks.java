package org.kilocard.topology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The links of a tier of which some are degraded or down.
 *
 * <p><b>Model.</b> A degraded link has a part of its rate, and carries all that it would if it were sound: stacks look
 * for paths when a job starts, by what is there and not by how fast it is. When a port of a card is down, its traffic
 * goes in equal parts through the same ports of the other cards of its inner domain (its node), as of a job that was
 * started without it: NCCL spreads its channels over NICs that are equally near, and all others are, over NVLink. Of 8
 * NICs 7 then carry 8/7, so that a port with less than 7/8 of its rate is worse than none. The link that is down stands
 * for the way to the others, at its own rate: a card is never faster for having lost its port.
 *
 * <p><b>Not modelled.</b> The detour inside the node. A dead trunk, a dead link of a mesh and a dead port of
 * the innermost tier are refused: cards would be cut off, or need routes that this model does not have.
 */
final class FaultyLinks implements TierLinks {
  private static final int[] NONE = {};

  private final TierLinks sound;
  private final Map<Integer, Double> rates = new HashMap<>();
  private final Map<Integer, int[]> detours = new HashMap<>();

  /**
   * Applies faults.
   *
   * @param inner cards of a domain of the next inner tier; 1 on the innermost
   * @throws IllegalArgumentException when a link does not exist or cannot be down; the message says which and why
   */
  FaultyLinks(TierLinks sound, List<LinkFault> faults, int inner) {
    this.sound = sound;
    for (LinkFault fault : faults) {
      for (int link : sound.named(fault.links())) {
        rates.merge(link, fault.rate(), Math::min);
      }
    }
    for (LinkFault fault : faults) {
      if (fault.isDown()) {
        addDetours(fault.links(), inner);
      }
    }
  }

  private void addDetours(LinkName name, int inner) {
    if (name.card().isEmpty() || name.peer().isPresent() || sound instanceof FullMeshLinks || inner == 1) {
      throw new IllegalArgumentException(name + " cannot be down: there is no other way for its traffic");
    }
    for (int link : sound.named(name)) {
      int card = link / 2;
      int first = card / inner * inner;
      int[] others = IntStream.range(first, first + inner)
          .map(c -> 2 * c + link % 2)
          .filter(l -> l < sound.links() && sound.kind(l).equals(sound.kind(link)))
          .filter(l -> rates.getOrDefault(l, 1.0) > 0)
          .toArray();
      if (others.length == 0) {
        throw new IllegalArgumentException(name + " and all ports beside it are down: card " + card
            + " is cut off");
      }
      detours.put(link, others);
    }
  }

  @Override
  public int links() {
    return sound.links();
  }

  @Override
  public double bytesPerSecond(int link) {
    double rate = rates.getOrDefault(link, 1.0);
    // One that is down stands for the way to the others.
    return sound.bytesPerSecond(link) * (rate > 0 ? rate : 1);
  }

  @Override
  public int domain(int link) {
    return sound.domain(link);
  }

  @Override
  public String kind(int link) {
    return detours.containsKey(link) ? sound.kind(link) + ", down" : sound.kind(link);
  }

  @Override
  public int[] named(LinkName name) {
    return sound.named(name);
  }

  @Override
  public LinkName name(String tier, int link) {
    return sound.name(tier, link);
  }

  /** The closed form knows no faults. */
  @Override
  public TierLinks sound() {
    return sound;
  }

  @Override
  public boolean tellsRails() {
    return sound.tellsRails();
  }

  @Override
  public double secondsPerByte(Pattern pattern, double weight, int peers) {
    return sound.secondsPerByte(pattern, weight, peers);
  }

  @Override
  public OptionalInt ringSteps(Share share) {
    return sound.ringSteps(share);
  }

  @Override
  public int hops(Pattern pattern, Share share) {
    return sound.hops(pattern, share);
  }

  @Override
  public List<Cut> cuts(Share share) {
    return sound.cuts(share);
  }

  @Override
  public void spread(Pattern pattern, Share share, LoadSink sink) {
    if (detours.isEmpty()) {
      sound.spread(pattern, share, sink);
      return;
    }
    sound.spread(pattern, share, (link, bytes) -> {
      sink.add(link, bytes);
      int[] others = detours.getOrDefault(link, NONE);
      for (int other : others) {
        sink.add(other, bytes / others.length);
      }
    });
  }
}
