package org.kilocard.collective;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.kilocard.hardware.Protocol;
import org.kilocard.topology.Placement;
import org.kilocard.unit.Time;

/**
 * Takes the algorithm that the job names, or the one with the least predicted time of those that libraries
 * take by themselves; also where the named one cannot serve a group, as NVLS cannot beyond one switch. Of an
 * algorithm it weighs the fastest protocol of each tier, and each protocol on all tiers: where one tier sets
 * the pace, the fastest protocol of the others may only cost start-up.
 */
public final class AutoPlanner implements Planner {
  /** All algorithms; a new one is its own file and an entry here. */
  private static final List<Algorithm> ALGORITHMS = List.of(
      new RingAllReduce(),
      new TreeAllReduce(),
      new NvlsAllReduce(),
      new NvlsTree(),
      new SharpAllReduce(),
      new NvlsGather(),
      new TorusRing(),
      new RingAllGather(),
      new RingReduceScatter(),
      new HalvingDoubling(),
      new Hierarchical(),
      new RingBroadcast(),
      new TreeBroadcast(),
      new DirectAllToAll(),
      new PairwiseAllToAll(),
      new RailAllToAll(),
      new DeduplicatedAllToAll(),
      new LowLatencyAllToAll(),
      new PointToPoint(),
      new MemoryAccess(),
      new NeighbourShift());

  private final Wires wires;
  /** By name of a protocol: the wires that use it wherever they can. */
  private final Map<String, Wires> uniform = new LinkedHashMap<>();

  /** Plans calls on the given wires. */
  public AutoPlanner(Wires wires) {
    this.wires = wires;
    wires.stack().transports().values().stream()
        .flatMap(transport -> transport.protocols().stream())
        .map(Protocol::name)
        .distinct()
        .forEach(name -> uniform.put(name, wires.only(name)));
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

  /** Names of the algorithms that can serve {@code operation} on a group, in no order of preference. */
  public List<String> able(Operation operation, Placement placement) {
    return algorithms(operation, placement).stream().map(Algorithm::name).toList();
  }

  private List<Algorithm> algorithms(Operation operation, Placement placement) {
    return ALGORITHMS.stream().filter(a -> a.handles(operation, placement, wires)).toList();
  }

  /** Those that serve a call: what the job names if it can, else what libraries take by themselves. */
  private List<Algorithm> weighed(Operation operation, Placement placement) {
    List<Algorithm> able = algorithms(operation, placement);
    List<Algorithm> named = able.stream().filter(algorithm -> isNamed(algorithm, operation)).toList();
    return named.isEmpty() ? able.stream().filter(Algorithm::isAutomatic).toList() : named;
  }

  private boolean isNamed(Algorithm algorithm, Operation operation) {
    return Optional.ofNullable(wires.communication().algorithms().get(operation.key()))
        .filter(algorithm.name()::equals)
        .isPresent();
  }

  /** All ways to carry out a call that libraries weigh, and that which the job names, by predicted time. */
  public List<Considered> consider(Call call, Placement placement) {
    List<Algorithm> weighed = algorithms(call.operation(), placement).stream()
        .filter(algorithm -> algorithm.isAutomatic() || isNamed(algorithm, call.operation()))
        .toList();
    return ways(weighed, choices(placement), call, placement)
        .map(plan -> considered(plan, placement))
        .sorted(Comparator.comparingLong(Considered::predictedPs))
        .toList();
  }

  private static Stream<Plan> ways(
      List<Algorithm> algorithms, List<Wires> choices, Call call, Placement placement) {
    Map<String, Plan> ways = new LinkedHashMap<>();
    for (Algorithm algorithm : algorithms) {
      for (Wires choice : choices) {
        Plan plan = algorithm.plan(call, placement, choice);
        ways.putIfAbsent(plan.algorithm(), plan);
      }
    }
    return ways.values().stream();
  }

  /**
   * The fastest protocol of each tier, then each protocol wherever a tier of the group has it; all of them also without
   * what could be borrowed, as the way over an outer tier is longer.
   */
  private List<Wires> choices(Placement placement) {
    List<Wires> choices = new ArrayList<>(List.of(wires));
    uniform.forEach((name, only) -> {
      boolean here = placement.tiers().stream()
          .limit(placement.outermost() + 1L)
          .flatMap(tier -> wires.transport(tier).protocols().stream())
          .anyMatch(protocol -> protocol.name().equals(name));
      if (here) {
        choices.add(only);
      }
    });
    if (placement.lender().isPresent()) {
      List.copyOf(choices).forEach(choice -> choices.add(choice.direct()));
    }
    return choices;
  }

  @Override
  public Plan plan(Call call, Placement placement) {
    // On one tier the fastest protocol is the fastest.
    List<Wires> choices = placement.outermost() == 0 ? List.of(wires) : choices(placement);
    List<Plan> plans = ways(weighed(call.operation(), placement), choices, call, placement)
        .sorted(Comparator.comparingDouble(plan -> Prediction.seconds(plan, placement)))
        .toList();
    if (plans.isEmpty()) {
      throw new IllegalArgumentException("no algorithm for " + call.operation().label() + " on this group");
    }
    Plan best = plans.get(0);
    return plans.stream()
        .filter(plan -> !kind(plan).equals(kind(best)))
        .findFirst()
        .map(plan -> best.over(considered(plan, placement)))
        .orElse(best);
  }

  /** The algorithm of a plan without its protocols. */
  private static String kind(Plan plan) {
    return plan.algorithm().split(" ", 2)[0];
  }

  private static Considered considered(Plan plan, Placement placement) {
    return new Considered(
        plan.algorithm(), Math.round(Prediction.seconds(plan, placement) * Time.PS_PER_SECOND));
  }
}
