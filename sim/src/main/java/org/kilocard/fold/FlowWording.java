package org.kilocard.fold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.kilocard.fold.Vertex.Kind;
import org.kilocard.job.Role;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.LinkName;
import org.kilocard.topology.Routing;
import org.kilocard.topology.TierLinks;

/** Says in words why flows load links differently, or links are loaded differently. */
final class FlowWording {
  private static final int MOST_KINDS = 3;

  private final Refinement graph;
  private final Neighbours neighbours;
  private final Names names;
  private final Fabric fabric;

  FlowWording(Refinement graph, Neighbours neighbours, Names names) {
    this.graph = graph;
    this.neighbours = neighbours;
    this.names = names;
    fabric = graph.fabric();
  }

  /** Two flows that do not load equally many links equally. */
  String flows(Role role, int a, int b) {
    return detour(role, a)
        .or(() -> detour(role, b))
        .or(() -> straddling(role, a, b))
        .orElseGet(() -> "the " + names.group(role, graph.loads(role).group(a)) + " loads " + count(role, a) + " in "
            + names.domain(role, a) + ", that of " + names.members(role, graph.loads(role).group(b)) + " "
            + count(role, b) + " in " + names.domain(role, b) + hashed(graph.loads(role).tier(a)));
  }

  /** Two links that do not carry equally many flows of a kind. */
  String links(Vertex a, Vertex b) {
    Map<Role, List<Integer>> ofA = flowsOn(a);
    Map<Role, List<Integer>> ofB = flowsOn(b);
    List<String> reasons = new ArrayList<>();
    ofA.forEach((role, flows) -> flows.forEach(f -> detour(role, f).ifPresent(reasons::add)));
    ofB.forEach((role, flows) -> flows.forEach(f -> detour(role, f).ifPresent(reasons::add)));
    for (Role role : graph.roles()) {
      List<Integer> flows = ofA.getOrDefault(role, List.of());
      List<Integer> others = ofB.getOrDefault(role, List.of());
      if (flows.size() != others.size()) {
        reasons.add(names.link(a.part(), a.index()) + " carries " + flows.size() + " × " + Names.kind(role) + ", "
            + names.link(b.part(), b.index()) + " " + others.size() + hashed(a.part()));
      }
      for (int i = 0; i < Math.min(flows.size(), others.size()); i++) {
        straddling(role, flows.get(i), others.get(i)).ifPresent(reasons::add);
        beside(role, a, flows.get(i), b, others.get(i)).ifPresent(reasons::add);
      }
    }
    return reasons.isEmpty()
        ? names.link(a.part(), a.index()) + " and " + names.link(b.part(), b.index())
            + " carry different parts of the same calls"
        : reasons.get(0);
  }

  private String hashed(int tier) {
    return fabric.tiers().get(tier).routing() == Routing.ECMP ? ", by the hash of ecmp" : "";
  }

  private Map<Role, List<Integer>> flowsOn(Vertex link) {
    Map<Role, List<Integer>> flows = new TreeMap<>();
    neighbours.of(link, (label, n) -> {
      if (n.kind() == Kind.FLOW) {
        flows.computeIfAbsent(Role.values()[n.part()], r -> new ArrayList<>()).add(n.index());
      }
    });
    return flows;
  }

  /** A port of a member that is down, so that a flow takes others. */
  private Optional<String> detour(Role role, int flow) {
    GroupLoads loads = graph.loads(role);
    int tier = loads.tier(flow);
    int first = names.firstCard(tier, loads.domain(flow));
    int[] members = graph.groups().members(role, loads.group(flow));
    TierLinks links = fabric.links(tier);
    for (int l = 0; l < links.links(); l++) {
      if (Names.isDown(links, l) && links.domain(l) == loads.domain(flow)) {
        LinkName name = fabric.linkName(tier, l);
        if (Arrays.stream(members).anyMatch(m -> name.card().orElse(-1) == m - first)) {
          return Optional.of(name + " is down, its traffic takes other ports");
        }
      }
    }
    return Optional.empty();
  }

  /** Two flows of groups of which not equally many members are in the flow's domain. */
  private Optional<String> straddling(Role role, int a, int b) {
    GroupLoads loads = graph.loads(role);
    int members = inside(role, a);
    int others = inside(role, b);
    if (members == others) {
      return Optional.empty();
    }
    String ragged = names.sizes(loads.tier(a), loads.domain(a), loads.domain(b));
    return Optional.of("the " + names.group(role, loads.group(a)) + " has " + members + " in "
        + names.domain(role, a) + ", " + that(role, loads.group(a), loads.group(b)) + others + " in "
        + names.domain(role, b) + (ragged.isEmpty() ? "" : " (" + ragged + ")"));
  }

  /** Two ports whose cards have not equally many members of a flow's group beside them, in domains further inside. */
  private Optional<String> beside(Role role, Vertex a, int flow, Vertex b, int other) {
    GroupLoads loads = graph.loads(role);
    OptionalInt cardA = fabric.linkName(a.part(), a.index()).card();
    OptionalInt cardB = fabric.linkName(b.part(), b.index()).card();
    for (int tier = a.part() - 1; tier >= 0 && cardA.isPresent() && cardB.isPresent(); tier--) {
      int domainA = fabric.domain(tier, names.firstCard(a.part(), loads.domain(flow)) + cardA.getAsInt());
      int domainB = fabric.domain(tier, names.firstCard(b.part(), loads.domain(other)) + cardB.getAsInt());
      int members = inside(role, loads.group(flow), tier, domainA);
      int others = inside(role, loads.group(other), tier, domainB);
      if (members != others) {
        return Optional.of("the " + names.group(role, loads.group(flow)) + " has " + members + " in "
            + names.domain(tier, domainA) + ", " + that(role, loads.group(flow), loads.group(other)) + others + " in "
            + names.domain(tier, domainB));
      }
    }
    return Optional.empty();
  }

  private String that(Role role, int a, int b) {
    return a == b ? "" : "that of " + names.members(role, b) + " ";
  }

  /** Members of a flow's group in the flow's domain. */
  private int inside(Role role, int flow) {
    GroupLoads loads = graph.loads(role);
    return inside(role, loads.group(flow), loads.tier(flow), loads.domain(flow));
  }

  private int inside(Role role, int group, int tier, int domain) {
    return (int) Arrays.stream(graph.groups().members(role, group))
        .filter(m -> fabric.domain(tier, m) == domain)
        .count();
  }

  /** The links of a flow by kind and load. */
  private String count(Role role, int flow) {
    GroupLoads loads = graph.loads(role);
    Map<String, Integer> counts = new TreeMap<>();
    for (int e = loads.start(flow); e < loads.end(flow); e++) {
      String kind = fabric.links(loads.tier(flow)).kind(loads.link(e));
      counts.merge("'" + kind + "' with " + Names.decimal(loads.share(e)), 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .limit(MOST_KINDS)
        .map(e -> e.getValue() + " × " + e.getKey())
        .collect(Collectors.joining(", ")) + (counts.size() > MOST_KINDS ? ", …" : "");
  }
}
