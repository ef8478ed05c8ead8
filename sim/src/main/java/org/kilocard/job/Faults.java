package org.kilocard.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.kilocard.topology.LinkFault;
import org.kilocard.topology.LinkName;

/**
 * What is broken or slow in a cluster.
 *
 * @param cards cards that compute slower than they should
 * @param links links that are degraded or down
 */
public record Faults(List<SlowCard> cards, List<LinkFault> links) {
  /** Nothing is. */
  public static final Faults NONE = new Faults(List.of(), List.of());

  /**
   * A slow card.
   *
   * @param card its number
   * @param pace what is left of its pace, above 0 and at most 1
   */
  public record SlowCard(int card, double pace) {
    /** Checks the pace. */
    public SlowCard {
      if (!(pace > 0 && pace <= 1)) {
        throw new IllegalArgumentException("a slow card has above 0 to 1 of its pace, got " + pace);
      }
    }
  }

  /** Copies the lists. */
  public Faults {
    cards = List.copyOf(cards);
    links = List.copyOf(links);
  }

  /** What is assumed of ports that are not sound, one sentence for all that are down and one for all that are slow. */
  public List<String> assumptions() {
    List<String> said = new ArrayList<>();
    ports(LinkFault::isDown).ifPresent(down -> said.add(down + " down: as in a job that is started without, traffic of"
        + " such a port goes in equal parts through those of the other cards beside it, and gets there for nothing"));
    ports(fault -> fault.rate() > 0 && fault.rate() < 1).ifPresent(slow -> said.add(slow + " slow: stacks route around"
        + " what is down, not what is slow; all traffic of such a port waits for it, which may cost more than a port"
        + " that is down and has others beside it"));
    return said;
  }

  /** The ports of cards with a fault of that kind, in words. */
  private Optional<String> ports(Predicate<LinkFault> kind) {
    List<LinkName> ports = links.stream()
        .filter(kind.and(fault -> fault.links().card().isPresent() && fault.links().peer().isEmpty()))
        .map(LinkFault::links)
        .distinct()
        .toList();
    return switch (ports.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(ports.get(0) + " is");
      default -> Optional.of(ports.get(0) + " and " + (ports.size() - 1) + " more are");
    };
  }

  /** Pace of each of {@code count} cards; the slowest fault of a card counts. */
  public double[] paces(int count) {
    double[] paces = new double[count];
    Arrays.fill(paces, 1);
    for (SlowCard slow : cards) {
      paces[slow.card()] = Math.min(paces[slow.card()], slow.pace());
    }
    return paces;
  }
}
