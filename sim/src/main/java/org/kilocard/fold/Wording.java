package org.kilocard.fold;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.kilocard.job.Role;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Placement;
import org.kilocard.topology.TierLinks;
import org.kilocard.unit.Rates;

/** Says in words what tells two vertices of a {@link Refinement} apart. */
final class Wording {
  private final Refinement graph;
  private final Fabric fabric;
  private final Names names;
  private final FlowWording flows;

  Wording(Refinement graph, Neighbours neighbours) {
    this.graph = graph;
    fabric = graph.fabric();
    names = new Names(graph);
    flows = new FlowWording(graph, neighbours, names);
  }

  /** What a way leads through; nothing for what goes without saying. */
  Optional<String> step(Vertex v) {
    return switch (v.kind()) {
      case GROUP -> Optional.of(Names.kind(Role.values()[v.part()]));
      case DOMAIN -> Optional.of(names.tier(v.part()) + " domain");
      case LINK -> Optional.of(names.tier(v.part()) + " links");
      case RANK, FLOW -> Optional.empty();
    };
  }

  /** Two vertices that differ before they see anything. */
  String differentByThemselves(Vertex a, Vertex b) {
    return switch (a.kind()) {
      case RANK -> ranks(a.index(), b.index());
      case LINK -> links(a.part(), a.index(), b.index());
      case GROUP, FLOW, DOMAIN -> joinedDifferently(a, b);
    };
  }

  private String ranks(int a, int b) {
    if (graph.program(a) != graph.program(b)) {
      return "ranks " + a + " and " + b + " run different programs";
    }
    int slower = graph.pace(a) < graph.pace(b) ? a : b;
    int other = a + b - slower;
    String pace = "rank " + slower + " computes at " + Names.decimal(graph.pace(slower)) + " of the pace";
    return graph.pace(other) == 1 ? pace : pace + ", rank " + other + " at " + Names.decimal(graph.pace(other));
  }

  private String links(int tier, int a, int b) {
    TierLinks links = fabric.links(tier);
    if (Names.isDown(links, a) || Names.isDown(links, b)) {
      return fabric.linkName(tier, Names.isDown(links, a) ? a : b) + " is down";
    }
    return names.link(tier, a) + " has " + Rates.format(links.bytesPerSecond(a)) + ", " + names.link(tier, b) + " "
        + Rates.format(links.bytesPerSecond(b));
  }

  /** Two vertices that have not equally many neighbours of a kind. */
  String joinedDifferently(Vertex a, Vertex b) {
    return switch (a.kind()) {
      case RANK -> "ranks " + a.index() + " and " + b.index() + " are in different kinds of groups";
      case GROUP -> groups(Role.values()[a.part()], a.index(), b.index());
      case FLOW -> flows.flows(Role.values()[a.part()], a.index(), b.index());
      case LINK -> flows.links(a, b);
      case DOMAIN -> names.sizes(a.part(), a.index(), b.index());
    };
  }

  private String groups(Role role, int a, int b) {
    Placement of = new Placement(fabric, graph.groups().members(role, a));
    Placement other = new Placement(fabric, graph.groups().members(role, b));
    int tier = 0;
    while (tier < Math.max(of.top(), other.top()) && spread(of, tier).equals(spread(other, tier))) {
      tier++;
    }
    return "the " + names.group(role, a) + " has " + spread(of, tier) + " in " + names.tier(tier) + " domains, that of "
        + names.members(role, b) + " " + spread(other, tier);
  }

  /** How many members lie together in the domains of a tier, e.g. {@code 4 × 2 members + 1 member}. */
  private static String spread(Placement placement, int tier) {
    Map<Integer, Integer> domains = new TreeMap<>();
    for (int i = 0; i < placement.size(); i += placement.together(tier, i)) {
      domains.merge(placement.together(tier, i), 1, Integer::sum);
    }
    return domains.entrySet().stream()
        .map(e -> (e.getValue() > 1 ? e.getValue() + " × " : "") + e.getKey())
        .collect(Collectors.joining(" + ")) + " members";
  }
}
