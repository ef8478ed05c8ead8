package org.kilocard.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kilocard.report.Difference.Change;
import org.kilocard.unit.Bytes;
import org.kilocard.unit.Rates;
import org.kilocard.unit.Time;

/**
 * Says in three sentences why a run is faster or slower than another, and in a fourth if its memory fits
 * where the other's did not, or no longer fits.
 *
 * <p>The first says how much faster; the second, which parts of the breakdown changed, the largest change
 * first, with what the kernels got from their cards; the third, what collectives take and how long cards
 * wait, which collective changed most, and which link is busiest.
 * Every number is one of the {@link Difference} or of the two results, so that the sentences cannot disagree
 * with the tables.
 *
 * <p><b>Not modelled.</b> Causes that the two results do not hold: it tells what changed, not which of
 * several changed inputs changed it. Vary one at a time for that.
 */
public final class Why {
  /** Changes of less than this share of all changes together are not named one by one. */
  private static final double MINOR = 0.05;
  private static final int NAMED = 4;
  /** Relative differences below are no difference. */
  private static final double SAME = 5e-4;
  /** A collective is named if a card spends so much more or less of the whole in it. */
  private static final double NOTABLE = 0.01;
  /**
   * From this mean utilisation on a link is called saturated (assumed: what is left of the time is start-up,
   * and waiting for partners).
   */
  private static final double SATURATED = 0.6;

  private final Difference difference;
  private final Result base;
  private final Result other;

  private Why(Difference difference) {
    this.difference = difference;
    base = difference.base();
    other = difference.other();
  }

  /** The sentences, each with its full stop. */
  public static List<String> sentences(Difference difference) {
    return new Why(difference).sentences();
  }

  private List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    sentences.add(whole());
    if (changedAtAll()) {
      sentences.add(parts());
      network().ifPresent(sentences::add);
    }
    memory().ifPresent(sentences::add);
    return sentences;
  }

  private boolean changedAtAll() {
    Change whole = difference.whole();
    return difference.parts().values().stream()
        .anyMatch(part -> Math.abs(part.more()) > SAME * whole.before());
  }

  private String whole() {
    Change whole = difference.whole();
    String tokens = Numbers.whole(other.throughput().tokensPerSecondPerCard())
        + " tokens/s per card instead of "
        + Numbers.whole(base.throughput().tokensPerSecondPerCard());
    String time = (difference.perToken() ? "a token takes " + time(whole.after()) + " of a card"
        : "the step takes " + time(whole.after())) + " instead of " + time(whole.before());
    double speed = difference.speed();
    if (Math.abs(speed - 1) < SAME) {
      return "As fast as the base: " + time + ".";
    }
    String by = Numbers.percent(Math.abs(speed - 1));
    return (speed > 1 ? "Faster by " : "Slower by ") + by + ": " + tokens + ", " + time + ".";
  }

  private String parts() {
    List<Map.Entry<Part, Change>> changes = new ArrayList<>(difference.parts().entrySet());
    changes.sort(Comparator.comparingDouble(entry -> -Math.abs(entry.getValue().more())));
    double all = changes.stream().mapToDouble(entry -> Math.abs(entry.getValue().more())).sum();
    List<String> named = new ArrayList<>();
    boolean kernels = false;
    double rest = difference.whole().more();
    for (Map.Entry<Part, Change> entry : changes) {
      Change change = entry.getValue();
      if (named.size() < NAMED && Math.abs(change.more()) >= MINOR * all) {
        named.add((named.isEmpty() ? verb(entry.getKey()) : label(entry.getKey()) + " ")
            + amount(change.more())
            + " (" + time(change.after()) + " instead of " + time(change.before()) + ")");
        rest -= change.more();
        kernels |= entry.getKey() == Part.COMPUTE;
      }
    }
    StringBuilder text = new StringBuilder(capital(named.get(0)));
    for (int i = 1; i < named.size(); i++) {
      text.append(i == named.size() - 1 ? " and " : ", ").append(named.get(i));
    }
    if (Math.abs(rest) > SAME * difference.whole().before()) {
      text.append("; all else ").append(amount(rest));
    }
    return text.append(kernels ? kernels() : "").append('.').toString();
  }

  private static String verb(Part part) {
    return label(part) + (part == Part.COMPUTE ? " take " : " takes ");
  }

  private static String label(Part part) {
    return switch (part) {
      case COMPUTE, OTHER -> part.label();
      default -> "the " + part.label();
    };
  }

  /** What the cards can do, and what kernels get out of them. */
  private String kernels() {
    CardPeak before = base.facts().peak();
    CardPeak after = other.facts().peak();
    StringBuilder text = new StringBuilder();
    double work = perToken(other) / perToken(base);
    if (Math.abs(work - 1) > SAME) {
      text.append("; a token needs ").append(Numbers.scaled(perToken(other))).append("FLOP instead of ")
          .append(Numbers.scaled(perToken(base))).append("FLOP");
    }
    boolean samePeak = before.precisionFlopsPerSecond() == after.precisionFlopsPerSecond();
    text.append("; kernels reach ").append(Numbers.percent(reached(other))).append(" of ");
    if (samePeak) {
      text.append("the ").append(after.precision()).append(" peak instead of ")
          .append(Numbers.percent(reached(base)));
    } else {
      text.append(peak(after)).append(" instead of ").append(Numbers.percent(reached(base))).append(" of ")
          .append(peak(before));
    }
    Change slowed = difference.slowed();
    if (Math.abs(slowed.more()) > 0.2 * Math.abs(difference.parts().get(Part.COMPUTE).more())) {
      text.append(", and lose ").append(time(slowed.after())).append(" instead of ")
          .append(time(slowed.before()))
          .append(" to communication beside them or to slow cards");
    }
    return text.toString();
  }

  private static String peak(CardPeak peak) {
    return Numbers.scaled(peak.precisionFlopsPerSecond()) + "FLOP/s " + peak.precision();
  }

  private static double perToken(Result run) {
    return run.facts().flops().hardware() / run.facts().tokens();
  }

  /** Executed operations over what the peak would do in the time of the kernels. */
  private static double reached(Result run) {
    double peak = run.facts().cards() * run.facts().peak().precisionFlopsPerSecond();
    return run.facts().flops().hardware() / (run.breakdown().get(Part.COMPUTE) * peak);
  }

  /** The collective whose time changed most, and the busiest link. */
  private Optional<String> network() {
    if (base.collectives().isEmpty() && other.collectives().isEmpty()) {
      return Optional.empty();
    }
    Optional<TierUse> before = Difference.busiest(base);
    Optional<TierUse> after = Difference.busiest(other);
    Optional<String> collective = difference.collectives().entrySet().stream()
        .max(Comparator.comparingDouble(entry -> Math.abs(entry.getValue().more())))
        .filter(entry -> Math.abs(entry.getValue().more()) > NOTABLE * difference.whole().before())
        .map(entry -> collective(entry.getKey(), entry.getValue()));
    Optional<String> link = after.map(tier -> link(tier, before));
    Change all = difference.communicating();
    Change exposed = difference.exposed();
    return Optional.of("Collectives keep a card busy for " + time(all.after()) + " instead of "
        + time(all.before())
        + ", hidden or not, and it waits for them or for slower partners for " + time(exposed.after())
        + " instead of " + time(exposed.before())
        + collective.map(words -> "; " + words).orElse("")
        + link.map(words -> "; " + words).orElse("") + ".");
  }

  private String collective(String name, Change change) {
    StringBuilder text = new StringBuilder("'").append(name).append("' changed most: ")
        .append(time(change.after())).append(" instead of ").append(time(change.before()));
    Optional<CollectiveUse> before = Difference.heaviest(base, name);
    Optional<CollectiveUse> after = Difference.heaviest(other, name);
    if (before.isEmpty() || after.isEmpty()) {
      return text.append(after.isEmpty() ? ", it is gone" : ", it is new").toString();
    }
    return text.append(", a call of ").append(call(after.get())).append(" instead of ")
        .append(call(before.get()))
        .toString();
  }

  private static String call(CollectiveUse use) {
    return Bytes.format(use.bytes()) + " among " + Numbers.whole(use.ranks()) + " in "
        + Time.format(use.p50Ps());
  }

  private static String link(TierUse tier, Optional<TierUse> before) {
    StringBuilder text = new StringBuilder("the busiest link is ").append(utilised(tier));
    before.ifPresent(was -> {
      if (was.tier().equals(tier.tier()) && rate(was) == rate(tier)) {
        text.append(", was ").append(Numbers.percent(was.utilisationMean()));
      } else {
        text.append(", was ").append(utilised(was));
      }
    });
    boolean full = tier.utilisationMean() >= SATURATED;
    boolean wasFull = before.filter(was -> was.utilisationMean() >= SATURATED).isPresent();
    if (full != wasFull) {
      text.append(full ? ": it saturates now" : ": none saturates any more");
    }
    return text.toString();
  }

  private static double rate(TierUse tier) {
    return tier.classes().stream().mapToDouble(LinkUse::bytesPerSecond).max().orElse(0);
  }

  private static String utilised(TierUse tier) {
    return tier.tier() + " (" + Rates.format(rate(tier)) + ") at " + Numbers.percent(tier.utilisationMean());
  }

  private Optional<String> memory() {
    if (base.memory().isEmpty() || other.memory().isEmpty()) {
      return Optional.empty();
    }
    MemoryUse before = base.memory().get();
    MemoryUse after = other.memory().get();
    if (before.fits() == after.fits()) {
      return Optional.empty();
    }
    String needs = Bytes.format(after.bytesPerCard()) + " of the "
        + Bytes.format(after.capacityBytes()) + " of a card";
    return Optional.of(after.fits()
        ? "Its memory fits, unlike that of the base: it takes " + needs + "."
        : "Its memory no longer fits: it takes " + needs + "; what would help: " + after.advice() + ".");
  }

  private static String amount(double more) {
    return time(Math.abs(more)) + (more < 0 ? " less" : " more");
  }

  private static String time(double seconds) {
    return TextReport.time(seconds);
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
