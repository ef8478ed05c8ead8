package org.kilocard.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.Stack;

/**
 * A cluster: cards of one kind, joined by tiers.
 *
 * @param name as the user knows it
 * @param accelerator its cards
 * @param stack name or path of the software stack that it runs by default
 * @param cards that it has; empty: as many as a job asks for
 * @param tiers innermost first, at least one
 * @param segment cards that a job takes in each innermost domain when it does not fit into one; empty: all of them
 */
public record Cluster(
    String name, Accelerator accelerator, String stack, OptionalInt cards, List<Tier> tiers, OptionalInt segment) {
  /** More cards than anybody has. */
  public static final int MOST_CARDS = 1 << 24;

  /** A cluster whose jobs take whole domains. */
  public Cluster(String name, Accelerator accelerator, String stack, OptionalInt cards, List<Tier> tiers) {
    this(name, accelerator, stack, cards, tiers, OptionalInt.empty());
  }

  /** Copies the tiers. */
  public Cluster {
    Objects.requireNonNull(name);
    Objects.requireNonNull(accelerator);
    Objects.requireNonNull(stack);
    tiers = List.copyOf(tiers);
    if (tiers.isEmpty()) {
      throw new IllegalArgumentException("a cluster has at least one tier");
    }
  }

  /** The part of it that a job on {@code jobCards} sees: where domains are not taken whole, smaller domains. */
  public Cluster forJob(int jobCards) {
    Tier inner = tiers.get(0);
    if (segment.isEmpty() || jobCards <= inner.cards().orElse(jobCards)) {
      return this;
    }
    List<Tier> taken = new ArrayList<>(tiers);
    taken.set(0, inner.withCards(segment.getAsInt()));
    return new Cluster(name, accelerator, stack, cards, taken, OptionalInt.empty());
  }

  /** The tier of that name. */
  public Optional<Tier> tier(String tierName) {
    return tiers.stream().filter(tier -> tier.name().equals(tierName)).findFirst();
  }

  /** The most cards that a job on it can have. */
  public int mostCards() {
    return cards.orElse(tiers.get(tiers.size() - 1).cards().orElse(MOST_CARDS));
  }

  /** Why {@code other} cannot run here, for a message to whoever chose it; empty if it can. */
  public List<String> misfits(Stack other) {
    List<String> reasons = new ArrayList<>();
    for (Tier tier : tiers) {
      if (!other.knows(tier.name())) {
        reasons.add("stack '" + other.id() + "' has no constants for the links '" + tier.name() + "' of "
            + name + ", only for " + String.join(", ", other.transports().keySet()));
      }
    }
    List<String> kernels = List.copyOf(accelerator.kernels().attention().keySet());
    Optional<String> fused = other.attention().filter(attention -> other.fusesAttention());
    fused.filter(attention -> !kernels.contains(attention)).ifPresent(attention ->
        reasons.add("stack '" + other.id() + "' uses '" + attention + "' attention kernels, which "
            + accelerator.id() + " has no constants for, only for " + String.join(", ", kernels)));
    return reasons;
  }
}
