package org.kilocard.report;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The numbers of a result by the path at which {@link JsonResult} writes them, such as {@code
 * throughput.mfu}, and some that follow from them. What differs from run to run (the wall time) is left out,
 * and so is what is unknown.
 */
public final class ResultFigures {
  private static final double MICROSECONDS = 1e6;

  private final SortedMap<String, Double> figures = new TreeMap<>();

  private ResultFigures() {}

  /** The numbers of a run. */
  public static SortedMap<String, Double> of(Result result) {
    ResultFigures figures = new ResultFigures();
    figures.step(result);
    figures.throughput(result.throughput());
    figures.breakdown(result);
    result.memory().ifPresent(figures::memory);
    result.tiers().forEach(figures::tier);
    figures.collectives(result);
    result.training().ifPresent(figures::training);
    figures.put("simulation.events", result.simulation().events());
    figures.put("simulation.actors", result.simulation().actors());
    figures.put("simulation.classes", result.simulation().classes());
    return Collections.unmodifiableSortedMap(figures.figures);
  }

  /** The numbers of one size of a collective. */
  public static SortedMap<String, Double> of(CollectiveRow row) {
    ResultFigures figures = new ResultFigures();
    figures.put("cards", row.ranks());
    figures.put("bytes", row.call().bytes());
    figures.put("time_us", row.timePs() / 1e6);
    figures.put("algbw_gbps", row.algorithmBytesPerSecond() / 1e9);
    figures.put("busbw_gbps", row.busBytesPerSecond() / 1e9);
    figures.put("bound_us", row.boundPs() / 1e6);
    figures.put("of_bound", row.ofBound());
    row.bottleneck().ifPresent(link -> figures.put("bottleneck.utilisation", link.utilisation()));
    return Collections.unmodifiableSortedMap(figures.figures);
  }

  private void step(Result r) {
    put("cards", r.facts().cards());
    put("step.time_s", r.seconds());
    put("step.tokens", r.facts().tokens());
    put("step.card_us_per_token", r.seconds() * perToken(r));
    put("compute_slowed_s", r.slowedSeconds());
  }

  private static double perToken(Result r) {
    return MICROSECONDS * r.facts().cards() / r.facts().tokens();
  }

  private void throughput(Throughput t) {
    put("throughput.tokens_per_s", t.tokensPerSecond());
    put("throughput.tokens_per_s_per_card", t.tokensPerSecondPerCard());
    put("throughput.tokens_per_day", t.tokensPerDay());
    put("throughput.model_tflops_per_card", t.modelTflopsPerCard());
    put("throughput.mfu", t.mfu());
    put("throughput.mfu_causal", t.mfuCausal());
    put("throughput.hfu", t.hfu());
    put("throughput.mfu_of_precision_peak", t.mfuOfPrecision());
  }

  private void breakdown(Result r) {
    r.breakdown().forEach((part, seconds) -> {
      put("breakdown_s." + part.key(), seconds);
      put("breakdown_share." + part.key(), seconds / r.seconds());
      put("breakdown_card_us_per_token." + part.key(), seconds * perToken(r));
    });
  }

  private void memory(MemoryUse memory) {
    put("memory.bytes_per_card", memory.bytesPerCard());
    put("memory.capacity_bytes", memory.capacityBytes());
    put("memory.of_capacity", (double) memory.bytesPerCard() / memory.capacityBytes());
    put("memory.fits", memory.fits() ? 1 : 0);
    memory.parts().forEach((part, bytes) -> put("memory.parts." + part, bytes));
  }

  private void tier(TierUse tier) {
    String path = "links." + tier.tier() + ".";
    put(path + "utilisation_mean", tier.utilisationMean());
    put(path + "utilisation_peak", tier.utilisationPeak());
    put(path + "bytes_per_card", tier.bytesPerCard());
  }

  /** Of several sizes of one collective, that which takes most of a card's time. */
  private void collectives(Result r) {
    for (String name : r.collectives().stream().map(CollectiveUse::name).distinct().toList()) {
      CollectiveUse use = Difference.heaviest(r, name).orElseThrow();
      String path = "collectives." + name.toLowerCase(Locale.ROOT).replace(' ', '_') + ".";
      put(path + "bytes", use.bytes());
      put(path + "time_us", use.p50Ps() / 1e6);
      put(path + "bound_us", use.boundPs() / 1e6);
      put(path + "time_per_card_s", use.psPerCard() / 1e12);
      put(path + "busbw_gbps", use.busBytesPerSecond(), 1e9);
      put(path + "algbw_gbps", use.algorithmBytesPerSecond(), 1e9);
      put(path + "of_bound", use.ofBound(), 1);
    }
  }

  private void training(TrainingCost t) {
    put("training.days", t.days());
    put("training.card_hours", t.cardHours());
    put("training.cost", t.cost(), 1);
    put("training.energy_kwh", t.energyKwh(), 1);
  }

  private void put(String path, OptionalDouble value, double per) {
    value.ifPresent(v -> put(path, v / per));
  }

  private void put(String path, double value) {
    if (Double.isFinite(value)) {
      figures.put(path, value);
    }
  }

  /** Whether {@code group} is the beginning of paths, as {@code breakdown_s} is. */
  public static boolean isGroup(Map<String, Double> figures, String group) {
    return figures.keySet().stream().anyMatch(path -> path.startsWith(group + "."));
  }
}
