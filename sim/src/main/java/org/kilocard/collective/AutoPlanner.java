package org.kilocard.collective;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kilocard.topology.Placement;

/**
 * Takes the algorithm that the job names, or the one with the least predicted time; also where the named one
 * cannot serve a group, as NVLS cannot beyond one switch.
 */
public final class AutoPlanner implements Planner {
  /** All algorithms; a new one is its own file and an entry here. */
  private static final List<Algorithm> ALGORITHMS = List.of(
      new RingAllReduce(),
      new NvlsAllReduce(),
      new RingAllGather(),
      new RingReduceScatter(),
      new DirectAllToAll(),
      new DeduplicatedAllToAll(),
      new PointToPoint());

  private final Wires wires;

  /** Plans calls on the given wires. */
  public AutoPlanner(Wires wires) {
    this.wires = wires;
  }

  /** Names of the algorithms that can be asked for by name, sorted. */
  public static List<String> names() {
    return ALGORITHMS.stream().map(Algorithm::name).distinct().sorted().toList();
  }

  /** Names of the algorithms for {@code operation}, sorted. */
  public static List<String> names(Operation operation) {
    return ALGORITHMS.stream()
        .filter(algorithm -> algorithm.operations().contains(operation))
        .map(Algorithm::name)
        .sorted()
        .toList();
  }

  @Override
  public Plan plan(Call call, Placement placement) {
    List<Algorithm> able =
        ALGORITHMS.stream().filter(a -> a.handles(call.operation(), placement, wires)).toList();
    Optional<String> asked = Optional.ofNullable(
        wires.communication().algorithms().get(call.operation().name().toLowerCase(Locale.ROOT)));
    List<Algorithm> named = able.stream().filter(a -> asked.filter(a.name()::equals).isPresent()).toList();
    return (named.isEmpty() ? able : named).stream()
        .map(a -> a.plan(call, placement, wires))
        .min(Comparator.comparingDouble(plan -> Prediction.seconds(plan, placement)))
        .orElseThrow(() -> new IllegalArgumentException(
            "no algorithm for " + call.operation().label() + " on this group"));
  }
}
