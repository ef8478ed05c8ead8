package org.kilocard.report;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.kilocard.unit.Time;

/**
 * How one run differs from another.
 *
 * <p><b>Model.</b> Runs of equal cards and tokens are compared by the time of their step. Any others are
 * compared by the time that one token takes of one card: step × cards ÷ tokens. Both are sums of the same
 * {@link Part}s, so that their differences add up to the difference of the whole.
 *
 * <p><b>Assumes.</b> As {@link Result#breakdown}: the mean card of the critical stage stands for all.
 *
 * @param base what it is compared with
 * @param other what is compared
 */
public record Difference(Result base, Result other) {

  /**
   * A time before and after, in seconds.
   *
   * @param before in the base
   * @param after in the other
   */
  public record Change(double before, double after) {
    /** What was added; negative for less. */
    public double more() {
      return after - before;
    }

  }

  /** Whether times are of a token on a card, and not of the step: the runs differ in cards or tokens. */
  public boolean perToken() {
    return base.facts().cards() != other.facts().cards() || base.facts().tokens() != other.facts().tokens();
  }

  /** The whole: of the step, or of a token on a card. */
  public Change whole() {
    return new Change(base.seconds() * scale(base), other.seconds() * scale(other));
  }

  /** Part by part; they sum to {@link #whole}. */
  public Map<Part, Change> parts() {
    Map<Part, Change> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      parts.put(part, new Change(
          base.breakdown().getOrDefault(part, 0.0) * scale(base),
          other.breakdown().getOrDefault(part, 0.0) * scale(other)));
    }
    return parts;
  }

  /** The part of the kernels' time that is lost to communication beside them or to slow cards. */
  public Change slowed() {
    return new Change(base.slowedSeconds() * scale(base), other.slowedSeconds() * scale(other));
  }

  /** Time that a card spends in each collective, by name, hidden or not. */
  public Map<String, Change> collectives() {
    Map<String, Change> changes = new LinkedHashMap<>();
    TreeSet<String> names = new TreeSet<>();
    base.collectives().forEach(c -> names.add(c.name()));
    other.collectives().forEach(c -> names.add(c.name()));
    for (String name : names) {
      changes.put(name, new Change(spent(base, name), spent(other, name)));
    }
    return changes;
  }

  /**
   * Time that a card spends in all collectives together, hidden or not; those that run at once count each.
   */
  public Change communicating() {
    return new Change(communicating(base), communicating(other));
  }

  private double communicating(Result run) {
    double ps = run.collectives().stream().mapToDouble(CollectiveUse::psPerCard).sum();
    return ps / Time.PS_PER_SECOND * scale(run);
  }

  /** The part of the whole in which a card waits for communication under way; bubbles are not. */
  public Change exposed() {
    double before = 0;
    double after = 0;
    for (Map.Entry<Part, Change> part : parts().entrySet()) {
      boolean waits = switch (part.getKey()) {
        case EXPOSED_TENSOR, EXPOSED_CONTEXT, EXPOSED_EXPERT, EXPOSED_PIPELINE, EXPOSED_DATA -> true;
        case COMPUTE, BUBBLE, OPTIMIZER, OTHER -> false;
      };
      before += waits ? part.getValue().before() : 0;
      after += waits ? part.getValue().after() : 0;
    }
    return new Change(before, after);
  }

  private double spent(Result run, String name) {
    double ps = run.collectives().stream()
        .filter(c -> c.name().equals(name))
        .mapToDouble(CollectiveUse::psPerCard)
        .sum();
    return ps / Time.PS_PER_SECOND * scale(run);
  }

  /** The occurrence of a collective that takes most of a card's time in a run. */
  static Optional<CollectiveUse> heaviest(Result run, String name) {
    return run.collectives().stream()
        .filter(c -> c.name().equals(name))
        .max(Comparator.comparingDouble(CollectiveUse::psPerCard));
  }

  /** The tier whose links are busiest on average; empty if there are no links. */
  static Optional<TierUse> busiest(Result run) {
    List<TierUse> tiers = run.tiers();
    Optional<TierUse> busiest = Optional.empty();
    for (TierUse tier : tiers) {
      if (busiest.isEmpty() || tier.utilisationMean() > busiest.get().utilisationMean()) {
        busiest = Optional.of(tier);
      }
    }
    return busiest;
  }

  /** Tokens per second and card, over those of the base: above 1 is better. */
  public double speed() {
    return other.throughput().tokensPerSecondPerCard() / base.throughput().tokensPerSecondPerCard();
  }

  private double scale(Result run) {
    return perToken() ? (double) run.facts().cards() / run.facts().tokens() : 1;
  }
}
