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
 * Finds the classes of ranks, groups, links and domains that cannot be told apart.
 *
 * <p><b>Model.</b> Colour refinement (1-dimensional Weisfeiler-Leman) on the graph whose vertices are ranks,
 * groups, their flows in each domain, links and domains and whose labelled edges say who belongs to which
 * group in which role, which flow is whose and loads which link how much, and which link lies in which
 * domain. It ends at the coarsest equitable partition: members of a class have equally many neighbours of
 * each class over each kind of edge. Since a rank's acts depend only on its program and its groups, a group's
 * on its members and links, and max-min shares of a link only on the groups that load it, members of a class
 * act alike at all times, and one of them stands for all.
 *
 * <p><b>Assumes.</b> 64-bit colours do not collide.
 *
 * <p><b>Source.</b> Cardon and Crochemore, Partitioning a graph in O(|A| log |V|) (1982); Grohe et al.,
 * Dimension reduction via colour refinement (2014).
 */
public final class Fold {
  private final ProcessGroups groups;
  private final Fabric fabric;
  private final int[] programs;
  private final double[] paces;
  private final Colours ranks;
  private final Map<Role, Colours> groupColours = new EnumMap<>(Role.class);
  private final Map<Role, GroupLoads> loads = new EnumMap<>(Role.class);
  private final Map<Role, Colours> flows = new EnumMap<>(Role.class);
  private final List<Colours> links = new ArrayList<>();
  private final List<Colours> domains = new ArrayList<>();

  private Fold(ProcessGroups groups, Fabric fabric, int[] programs, double[] paces) {
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

  /**
   * Folds a system.
   *
   * @param programs index of the program of each rank
   * @param paces how fast each rank computes, relative to a sound card
   */
  public static Quotient fold(ProcessGroups groups, Fabric fabric, int[] programs, double[] paces) {
    Fold fold = new Fold(groups, fabric, programs, paces);
    fold.paint(false);
    int before = 0;
    int now = fold.distinct();
    while (now > before) {
      before = now;
      fold.refine();
      now = fold.distinct();
    }
    return fold.quotient();
  }

  /** The system as it is, every rank, group, link and domain a class of its own. */
  public static Quotient unfolded(ProcessGroups groups, Fabric fabric, int[] programs, double[] paces) {
    Fold fold = new Fold(groups, fabric, programs, paces);
    fold.paint(true);
    return fold.quotient();
  }

  private void paint(boolean apart) {
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

  private int distinct() {
    int n = ranks.distinct();
    for (Colours c : groupColours.values()) {
      n += c.distinct();
    }
    for (Colours c : flows.values()) {
      n += c.distinct();
    }
    for (Colours c : links) {
      n += c.distinct();
    }
    for (Colours c : domains) {
      n += c.distinct();
    }
    return n;
  }

  private void refine() {
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
    loads.forEach(this::refine);
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

  private void refine(Role role, GroupLoads load) {
    Colours group = groupColours.get(role);
    Colours flow = flows.get(role);
    for (int g = 0; g < group.size(); g++) {
      for (int f = load.flowStart(g); f < load.flowEnd(g); f++) {
        group.see(g, load.kind(f), flow.colour(f));
        flow.see(f, -1, group.colour(g));
        Colours ofTier = links.get(load.tier(f));
        for (int e = load.start(f); e < load.end(f); e++) {
          long share = Double.doubleToLongBits(load.share(e));
          flow.see(f, share, ofTier.colour(load.link(e)));
          ofTier.see(load.link(e), Colours.mix(role.ordinal(), share), flow.colour(f));
        }
      }
    }
  }

  private static Role owner(Role role) {
    return role == Role.PIPELINE_PREVIOUS ? Role.PIPELINE_NEXT : role;
  }

  private Quotient quotient() {
    return new QuotientBuilder(
        groups, fabric, programs, paces, ranks, groupColours, loads, flows, links, domains).build();
  }
}
