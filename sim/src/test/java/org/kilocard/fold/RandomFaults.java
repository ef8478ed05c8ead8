package org.kilocard.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.kilocard.job.Faults;
import org.kilocard.scenario.Scenario;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.LinkFault;
import org.kilocard.topology.LinkName;
import org.kilocard.topology.Tier;

/** Draws faults for a scenario: slow cards, slow nodes, degraded links and leaves, ports that are down. */
final class RandomFaults {
  private static final int TRIES = 20;

  private final Random random;
  private final Scenario scenario;
  private final List<Tier> tiers;
  private final int cards;
  private final List<Faults.SlowCard> slow = new ArrayList<>();
  private final List<LinkFault> links = new ArrayList<>();

  private RandomFaults(Scenario scenario, long seed) {
    random = new Random(~seed);
    this.scenario = scenario;
    tiers = scenario.cluster().tiers();
    cards = scenario.cards();
  }

  /** Some faults that the cluster of {@code scenario} can have; none in a third of the cases. */
  static Faults draw(Scenario scenario, long seed) {
    RandomFaults faults = new RandomFaults(scenario, seed);
    int count = Math.max(0, faults.random.nextInt(6) - 1) / 2 + (seed % 3 == 0 ? 0 : 1);
    for (int i = 0; i < count; i++) {
      faults.add();
    }
    return new Faults(faults.slow, faults.links);
  }

  private void add() {
    switch (random.nextInt(6)) {
      case 0 -> slow.add(new Faults.SlowCard(random.nextInt(cards), pace()));
      case 1 -> slowNode();
      case 2 -> link(true, false, pace());
      case 3 -> link(false, true, pace());
      case 4 -> link(true, true, pace());
      default -> link(true, false, 0);
    }
  }

  private double pace() {
    return 0.2 + 0.8 * random.nextDouble();
  }

  private void slowNode() {
    int size = Math.min(cards, tiers.get(0).cards().orElse(cards));
    int first = random.nextInt((cards - 1) / size + 1) * size;
    double pace = pace();
    for (int card = first; card < Math.min(cards, first + size); card++) {
      slow.add(new Faults.SlowCard(card, pace));
    }
  }

  /** A link that the cluster has, found by trying: of a card, of a leaf, or between two cards. */
  private void link(boolean ofCard, boolean other, double rate) {
    for (int i = 0; i < TRIES; i++) {
      Tier tier = tiers.get(random.nextInt(tiers.size()));
      int size = Math.min(cards, tier.cards().orElse(cards));
      LinkName name = new LinkName(tier.name(), OptionalInt.of(random.nextInt((cards - 1) / size + 1)),
          drawn(ofCard, size), drawn(ofCard && other, size), drawn(!ofCard, Math.max(1, size / 2)));
      LinkFault fault = new LinkFault(name, rate);
      List<LinkFault> all = new ArrayList<>(links);
      all.add(fault);
      try {
        new Fabric(tiers, cards, scenario.seed(), all);
        links.add(fault);
        return;
      } catch (IllegalArgumentException e) {
        // This cluster has no such link, or not without cutting a card off.
      }
    }
  }

  private OptionalInt drawn(boolean wanted, int bound) {
    return wanted ? OptionalInt.of(random.nextInt(bound)) : OptionalInt.empty();
  }
}
