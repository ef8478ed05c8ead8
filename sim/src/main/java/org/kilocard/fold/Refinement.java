package org.kilocard.fold;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.kilocard.job.ProcessGroups;
import org.kilocard.job.Role;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.TierLinks;

/**
 * The graph that is folded, with the colours of its vertices: ranks, groups, their flows, links and domains. A rank
 * and its group see each other with the role as label, a group and its flow with the flow's kind, a flow and a link
 * with the share of the load, a link and its domain without.
 */
final class Refinement {
  private final ProcessGroups groups;
  private final Fabric fabric;
  private final int[] programs;
  private final double[] paces;
  private final Colours ranks;
  private final Map<Role, GroupLoads> loads = new EnumMap<>(Role.class);
  private final Map<Role, Colours> groupColours = new EnumMap<>(Role.class);
  private final Map<Role, Colours> flows = new EnumMap<>(Role.class);
  private final List<Colours> links = new ArrayList<>();
  private final List<Colours> domains = new ArrayList<>();

  /**
   * A graph without colours yet.
   *
   * @param programs index of the program of each rank
   * @param paces how fast each rank computes, relative to a sound card
   */
  Refinement(ProcessGroups groups, Fabric fabric, int[] programs, double[] paces) {
    this.groups = groups;
    this.fabric = fabric;
    this.programs = programs;
    this.paces = paces;
    ranks = new Colours(groups.ranks());
    for (Role role : Role.values()) {
      if (groups.count(role) > 0) {
        loads.put(role, new GroupLoads(role, groups, fabric));
        flows.put(role, new Colours(loads.get(role).flows()));
        groupColours.put(role, new Colours(groups.count(role)));
      }
    }
    for (int t = 0; t < fabric.tiers().size(); t++) {
      links.add(new Colours(fabric.links(t).links()));
      domains.add(new Colours(1 + fabric.domain(t, groups.ranks() - 1)));
    }
  }

  ProcessGroups groups() {
    return groups;
  }

  Fabric fabric() {
    return fabric;
  }

  int program(int rank) {
    return programs[rank];
  }

  double pace(int rank) {
    return paces[rank];
  }

  /** Roles that own groups. */
  Iterable<Role> roles() {
    return loads.keySet();
  }

  GroupLoads loads(Role role) {
    return loads.get(role);
  }

  Colours ranks() {
    return ranks;
  }

  Colours groups(Role role) {
    return groupColours.get(role);
  }

  Colours flows(Role role) {
    return flows.get(role);
  }

  Colours links(int tier) {
    return links.get(tier);
  }

  Colours domains(int tier) {
    return domains.get(tier);
  }

  /** The role whose groups those of {@code role} are: a pair belongs to its first member. */
  static Role owner(Role role) {
    return role == Role.PIPELINE_PREVIOUS ? Role.PIPELINE_NEXT : role;
  }

  /** Gives each vertex the colour of what it is by itself; or, to keep everything apart, one of its own. */
  void paint(boolean apart) {
    paint(ranks, apart, r -> Colours.mix(programs[r], Double.doubleToLongBits(paces[r])));
    groupColours.forEach((role, c) -> paint(c, apart, loads.get(role)::profile));
    flows.forEach((role, c) -> paint(c, apart, loads.get(role)::kind));
    domains.forEach(c -> paint(c, apart, d -> 0));
    for (int t = 0; t < links.size(); t++) {
      TierLinks tier = fabric.links(t);
      paint(links.get(t), apart,
          l -> Colours.mix(tier.kind(l).hashCode(), Double.doubleToLongBits(tier.bytesPerSecond(l))));
    }
  }

  private static void paint(Colours colours, boolean apart, IntToLongFunction colour) {
    for (int i = 0; i < colours.size(); i++) {
      colours.paint(i, apart ? i : colour.applyAsLong(i));
    }
  }

  /** Number of different colours of all vertices. */
  int distinct() {
    int n = ranks.distinct();
    for (Role role : loads.keySet()) {
      n += groups(role).distinct() + flows(role).distinct();
    }
    for (int t = 0; t < links.size(); t++) {
      n += links.get(t).distinct() + domains.get(t).distinct();
    }
    return n;
  }

  /** Lets every vertex see its neighbours. */
  void refine() {
    for (Role role : Role.values()) {
      for (int r = 0; r < ranks.size(); r++) {
        int g = groups.groupOf(role, r);
        if (g >= 0) {
          Colours owner = groupColours.get(owner(role));
          ranks.see(r, role.ordinal(), owner.colour(g));
          owner.see(g, role.ordinal(), ranks.colour(r));
        }
      }
    }
    loads.forEach(this::seeFlows);
    for (int t = 0; t < links.size(); t++) {
      for (int l = 0; l < links.get(t).size(); l++) {
        int d = fabric.links(t).domain(l);
        domains.get(t).see(d, 0, links.get(t).colour(l));
        links.get(t).see(l, 0, domains.get(t).colour(d));
      }
    }
    ranks.refine();
    groupColours.values().forEach(Colours::refine);
    flows.values().forEach(Colours::refine);
    links.forEach(Colours::refine);
    domains.forEach(Colours::refine);
  }

  private void seeFlows(Role role, GroupLoads load) {
    Colours group = groups(role);
    Colours flow = flows(role);
    for (int g = 0; g < group.size(); g++) {
      for (int f = load.flowStart(g); f < load.flowEnd(g); f++) {
        group.see(g, load.kind(f), flow.colour(f));
        flow.see(f, -1, group.colour(g));
        Colours ofTier = links(load.tier(f));
        for (int e = load.start(f); e < load.end(f); e++) {
          long share = Double.doubleToLongBits(load.share(e));
          flow.see(f, share, ofTier.colour(load.link(e)));
          ofTier.see(load.link(e), Colours.mix(role.ordinal(), share), flow.colour(f));
        }
      }
    }
  }
}
