package org.kilocard.fold;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.kilocard.job.ExpertLoad;
import org.kilocard.job.Parallelism;
import org.kilocard.job.UnitMode;
import org.kilocard.model.ContextKind;
import org.kilocard.scenario.Scenario;
import org.kilocard.schedule.Schedules;
import org.kilocard.study.Folding;
import org.kilocard.timeline.CallTrack;
import org.kilocard.timeline.Timeline;
import org.kilocard.topology.DomainKind;
import org.kilocard.topology.LinkFault;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Routing;
import org.kilocard.topology.Tier;

/** Counts how many drawn scenarios have what may tell cards apart, so that no draw is without effect. */
final class Coverage {
  private static final int ENOUGH = 8;

  private final Map<String, Integer> counts = new TreeMap<>();

  Coverage() {
    Arrays.stream(DomainKind.values()).forEach(kind -> counts.put("tier " + kind, 0));
    Arrays.stream(UnitMode.values()).forEach(mode -> counts.put("units " + mode, 0));
    Arrays.stream(ContextKind.values()).forEach(kind -> counts.put("context " + kind, 0));
    Schedules.names().forEach(name -> counts.put("schedule " + name, 0));
    List.of("ecmp", "oversubscribed", "detour", "three tiers", "more than 64 cards", "tensor", "pipeline", "data",
        "experts", "split experts", "uneven experts", "capacity", "adapters", "ragged domain", "straddling group",
        "exchange by rails", "slow card", "slow node", "degraded link",
        "degraded leaf", "port down", "folded", "folded and split by faults or places", "contention")
        .forEach(what -> counts.put(what, 0));
  }

  private void count(String what, boolean has) {
    counts.merge(what, has ? 1 : 0, Integer::sum);
  }

  /** What fewer scenarios had than would do. */
  List<String> missing() {
    return counts.entrySet().stream().filter(e -> e.getValue() < ENOUGH).map(Object::toString).toList();
  }

  void add(Scenario scenario) {
    List<Tier> tiers = scenario.cluster().tiers();
    Parallelism p = scenario.job().parallelism();
    tiers.stream().map(Tier::kind).distinct().forEach(kind -> count("tier " + kind, true));
    count("units " + scenario.job().communication().unitMode(), true);
    count("schedule " + scenario.job().schedule().name(), true);
    count("ecmp", tiers.stream().anyMatch(t -> t.routing() == Routing.ECMP));
    count("oversubscribed", tiers.stream().anyMatch(t -> t.oversubscription() > 1));
    count("detour", tiers.stream().anyMatch(t -> t.routing() == Routing.DETOUR));
    count("three tiers", tiers.size() == 3);
    count("more than 64 cards", scenario.cards() > 64);
    count("tensor", p.tensor() > 1);
    count("context " + p.contextKind(), p.context() > 1);
    count("pipeline", p.pipeline() > 1);
    count("data", p.data() > 1);
    count("experts", p.expert() > 1);
    count("adapters", scenario.job().model().lora().isPresent());
    count("capacity", scenario.job().expertLoad().capacity().isPresent());
    count("split experts", p.expertTensor() > 1);
    count("uneven experts", !scenario.job().expertLoad().equals(ExpertLoad.UNIFORM));
    count("ragged domain", tiers.stream().anyMatch(t ->
        scenario.cards() > t.cards().orElse(scenario.cards()) && scenario.cards() % t.cards().getAsInt() != 0));
    addFaults(scenario);
    addClasses(scenario);
  }

  private void addFaults(Scenario scenario) {
    List<LinkFault> links = scenario.faults().links();
    count("slow card", scenario.faults().cards().size() == 1);
    count("slow node", scenario.faults().cards().size() > 1);
    count("degraded link", links.stream().anyMatch(f -> !f.isDown() && f.links().card().isPresent()));
    count("degraded leaf", links.stream().anyMatch(f -> !f.isDown() && f.links().leaf().isPresent()));
    count("port down", links.stream().anyMatch(LinkFault::isDown));
  }

  private void addClasses(Scenario scenario) {
    Quotient quotient = Folding.of(scenario).fold();
    boolean folded = quotient.ranks().size() < scenario.cards();
    long programs = quotient.ranks().stream().map(RankClass::program).distinct().count();
    count("folded", folded);
    count("folded and split by faults or places", folded && quotient.ranks().size() > programs);
    count("exchange by rails", quotient.groups().stream().flatMap(group -> group.loads().keySet().stream())
        .anyMatch(traffic -> traffic.pattern() == Pattern.RAILS));
    count("straddling group", quotient.groups().stream().map(GroupClass::placement).anyMatch(place ->
        IntStream.range(0, place.size()).map(i -> place.together(0, i)).distinct().count() > 1));
  }

  /** Whether a call took different times on one group, because others were on its links, or its cards. */
  void addTimes(Timeline timeline) {
    boolean differs = false;
    for (CallTrack track : timeline.calls()) {
      long[] sorted = track.durationsPs().clone();
      Arrays.sort(sorted);
      differs |= sorted.length > 0 && sorted[sorted.length - 1] > 1.01 * sorted[0];
    }
    count("contention", differs);
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
