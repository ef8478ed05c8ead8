package org.kilocard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of {@link ResultFigures} that can be put on an axis, or a group of them that adds up to one bar.
 *
 * @param path of the number, or the beginning of the paths of the group
 * @param label what it is, for people
 * @param unit in which people read it
 * @param factor from the number to that unit
 * @param group whether it is a group
 */
public record Metric(String path, String label, String unit, double factor, boolean group) {
  private static final double GIB = 1.0 / (1L << 30);
  private static final double PERCENT = 100;
  private static final double MILLIONTH = 1e-6;

  private static final List<Metric> OF_RUNS = ofRuns();
  private static final List<Metric> OF_COLLECTIVES = List.of(
      one("busbw_gbps", "bus bandwidth", "GB/s", 1),
      one("algbw_gbps", "algorithm bandwidth", "GB/s", 1),
      one("time_us", "time", "us", 1),
      one("bound_us", "physical bound", "us", 1),
      one("of_bound", "physical bound over time", "%", PERCENT),
      one("bytes", "size", "bytes", 1),
      one("cards", "cards", "", 1));

  /** What paths below a name that depends on the run may end in. */
  private static final Map<String, Metric> OF_LINKS = Map.of(
      "utilisation_mean", one("", "mean utilisation", "%", PERCENT),
      "utilisation_peak", one("", "peak utilisation", "%", PERCENT),
      "bytes_per_card", one("", "bytes sent per card and step", "GiB", GIB));
  private static final Map<String, Metric> OF_CALLS = Map.of(
      "busbw_gbps", one("", "bus bandwidth", "GB/s", 1),
      "algbw_gbps", one("", "algorithm bandwidth", "GB/s", 1),
      "time_us", one("", "median time", "us", 1),
      "bound_us", one("", "physical bound", "us", 1),
      "of_bound", one("", "physical bound over time", "%", PERCENT),
      "time_per_card_s", one("", "time of a card per step", "s", 1),
      "bytes", one("", "size", "bytes", 1));
  private static final Pattern LINK = Pattern.compile("links\\.([^.]+)\\.([a-z_]+)");
  private static final Pattern CALL = Pattern.compile("collectives\\.([^.]+)\\.([a-z_]+)");
  private static final Pattern MEMORY = Pattern.compile("memory\\.parts\\.(.+)");

  private static Metric one(String path, String label, String unit, double factor) {
    return new Metric(path, label, unit, factor, false);
  }

  private static Metric group(String path, String label, String unit, double factor) {
    return new Metric(path, label, unit, factor, true);
  }

  private static List<Metric> ofRuns() {
    List<Metric> all = new ArrayList<>(List.of(
        one("cards", "cards", "", 1),
        one("step.time_s", "step time", "s", 1),
        one("step.tokens", "tokens per step", "million", MILLIONTH),
        one("step.card_us_per_token", "time of a card per token", "us", 1),
        one("compute_slowed_s", "kernel time lost to communication beside it", "s", 1),
        one("throughput.tokens_per_s", "throughput", "tokens/s", 1),
        one("throughput.tokens_per_s_per_card", "throughput", "tokens/s per card", 1),
        one("throughput.tokens_per_day", "throughput", "tokens/day", 1),
        one("throughput.model_tflops_per_card", "model FLOPs", "TFLOP/s per card", 1),
        one("throughput.mfu", "MFU", "%", PERCENT),
        one("throughput.mfu_causal", "MFU, attention counted causally", "%", PERCENT),
        one("throughput.hfu", "HFU", "%", PERCENT),
        one("throughput.mfu_of_precision_peak", "MFU of the peak of the number format", "%", PERCENT),
        one("memory.bytes_per_card", "memory of the fullest card", "GiB", GIB),
        one("memory.of_capacity", "memory of the fullest card over its capacity", "%", PERCENT),
        one("training.days", "training time", "days", 1),
        one("training.card_hours", "training effort", "million card-hours", MILLIONTH),
        one("training.cost", "training cost", "million USD", MILLIONTH),
        one("training.energy_kwh", "training energy", "GWh", MILLIONTH),
        one("simulation.events", "events", "", 1),
        one("simulation.actors", "actors", "", 1),
        one("simulation.classes", "classes of cards", "", 1),
        group("breakdown_s", "time of the step", "s", 1),
        group("breakdown_share", "share of the step", "%", PERCENT),
        group("breakdown_card_us_per_token", "time of a card per token", "us", 1),
        group("memory.parts", "memory of the fullest card", "GiB", GIB)));
    for (Part part : Part.values()) {
      all.add(one("breakdown_s." + part.key(), part.label(), "s", 1));
      all.add(one("breakdown_share." + part.key(), part.label() + ", share of the step", "%", PERCENT));
      all.add(one("breakdown_card_us_per_token." + part.key(), part.label() + ", time of a card per token",
          "us", 1));
    }
    return List.copyOf(all);
  }

  /** The metric of a run at {@code path}, if there is one; numbers of one group or another. */
  public static Optional<Metric> ofRun(String path) {
    return OF_RUNS.stream().filter(metric -> metric.path().equals(path)).findFirst()
        .or(() -> below(path, LINK, OF_LINKS))
        .or(() -> below(path, CALL, OF_CALLS))
        .or(() -> MEMORY.matcher(path).matches()
            ? Optional.of(one(path, path.substring("memory.parts.".length()), "GiB", GIB))
            : Optional.empty());
  }

  /** The metric of a collective that is timed by itself at {@code path}, if there is one. */
  public static Optional<Metric> ofCollective(String path) {
    return OF_COLLECTIVES.stream().filter(metric -> metric.path().equals(path)).findFirst();
  }

  private static Optional<Metric> below(String path, Pattern pattern, Map<String, Metric> ends) {
    Matcher matcher = pattern.matcher(path);
    return matcher.matches()
        ? Optional.ofNullable(ends.get(matcher.group(2)))
            .map(end -> one(path, matcher.group(1).replace('_', ' ') + ": " + end.label, end.unit,
                end.factor))
        : Optional.empty();
  }

  /** Paths that there are, or their form. */
  public static List<String> paths(boolean collective) {
    List<String> paths = new ArrayList<>();
    (collective ? OF_COLLECTIVES : OF_RUNS).forEach(metric -> paths.add(metric.path()));
    if (!collective) {
      OF_LINKS.keySet().stream().sorted().forEach(end -> paths.add("links.TIER." + end));
      OF_CALLS.keySet().stream().sorted().forEach(end -> paths.add("collectives.NAME." + end));
    }
    return paths;
  }

  /** Label and unit, as they stand at an axis. */
  public String titled() {
    return unit.isEmpty() ? label : label + " (" + unit + ")";
  }

  /** The same number in other words or in another unit. */
  public Metric as(String otherLabel, String otherUnit, double otherFactor) {
    return new Metric(path, otherLabel, otherUnit, otherFactor, group);
  }
}
