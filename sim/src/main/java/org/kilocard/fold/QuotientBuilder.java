package org.kilocard.fold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.kilocard.job.ProcessGroups;
import org.kilocard.job.Role;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Placement;
import org.kilocard.topology.TierLinks;

/** Turns refined colours into classes with multiplicities and the loads of each class of groups. */
final class QuotientBuilder {
  private final Refinement graph;
  private final ProcessGroups groups;
  private final Fabric fabric;
  private final int[] rankClass;
  private final Map<Role, int[]> groupClass = new EnumMap<>(Role.class);
  private final Map<Role, int[]> flowClass = new EnumMap<>(Role.class);
  private final Map<Role, Integer> firstGroupClass = new EnumMap<>(Role.class);
  private final List<int[]> domainClass = new ArrayList<>();
  /** By tier and link: index of the link's class within the class of its domain. */
  private final List<int[]> linkClass = new ArrayList<>();
  private final List<DomainClass> domains = new ArrayList<>();
  private final List<Integer> firstDomainClass = new ArrayList<>();

  QuotientBuilder(Refinement graph) {
    this.graph = graph;
    groups = graph.groups();
    fabric = graph.fabric();
    rankClass = graph.ranks().classes();
    int first = 0;
    for (Role role : graph.roles()) {
      int[] classes = graph.groups(role).classes();
      groupClass.put(role, classes);
      firstGroupClass.put(role, first);
      first += count(classes);
      flowClass.put(role, graph.flows(role).classes());
    }
    for (int t = 0; t < fabric.tiers().size(); t++) {
      addDomains(t, graph.domains(t).classes(), graph.links(t).classes());
    }
  }

  private static int count(int[] classes) {
    return Arrays.stream(classes).max().orElse(-1) + 1;
  }

  /** How many things each class has. */
  private static int[] sizes(int[] classes) {
    int[] sizes = new int[count(classes)];
    for (int c : classes) {
      sizes[c]++;
    }
    return sizes;
  }

  /** The first thing of each class. */
  private static int[] representatives(int[] classes, int count) {
    int[] first = new int[count];
    for (int i = classes.length - 1; i >= 0; i--) {
      first[classes[i]] = i;
    }
    return first;
  }

  private void addDomains(int tier, int[] domainClasses, int[] linkClasses) {
    TierLinks links = fabric.links(tier);
    int[] domainSizes = sizes(domainClasses);
    int[] linkSizes = sizes(linkClasses);
    int[] within = new int[linkSizes.length];
    Arrays.fill(within, -1);
    List<List<LinkClass>> members = new ArrayList<>();
    for (int i = 0; i < domainSizes.length; i++) {
      members.add(new ArrayList<>());
    }
    for (int l = 0; l < linkClasses.length; l++) {
      int c = linkClasses[l];
      if (within[c] < 0) {
        List<LinkClass> list = members.get(domainClasses[links.domain(l)]);
        within[c] = list.size();
        list.add(new LinkClass(links.kind(l), linkSizes[c], links.bytesPerSecond(l)));
      }
    }
    firstDomainClass.add(domains.size());
    for (int d = 0; d < domainSizes.length; d++) {
      domains.add(new DomainClass(tier, domainSizes[d], members.get(d)));
    }
    domainClass.add(domainClasses);
    for (int l = 0; l < linkClasses.length; l++) {
      linkClasses[l] = within[linkClasses[l]];
    }
    linkClass.add(linkClasses);
  }

  Quotient build() {
    return new Quotient(ranks(), groups(), domains);
  }

  private List<RankClass> ranks() {
    int[] size = sizes(rankClass);
    int[] representative = representatives(rankClass, size.length);
    List<RankClass> result = new ArrayList<>();
    for (int c = 0; c < size.length; c++) {
      Map<Role, Integer> of = new EnumMap<>(Role.class);
      for (Role role : Role.values()) {
        int g = groups.groupOf(role, representative[c]);
        if (g >= 0) {
          Role owner = Refinement.owner(role);
          of.put(role, firstGroupClass.get(owner) + groupClass.get(owner)[g]);
        }
      }
      result.add(new RankClass(representative[c], size[c], graph.program(representative[c]),
          graph.pace(representative[c]), of));
    }
    return result;
  }

  private List<GroupClass> groups() {
    List<GroupClass> result = new ArrayList<>();
    groupClass.forEach((role, classes) -> {
      int[] size = sizes(classes);
      int[] representative = representatives(classes, size.length);
      int[] flowSizes = sizes(flowClass.get(role));
      for (int c = 0; c < size.length; c++) {
        result.add(group(role, representative[c], size[c], flowSizes));
      }
    });
    return result;
  }

  private GroupClass group(Role role, int representative, int size, int[] flowSizes) {
    int[] members = groups.members(role, representative);
    int arrivals = (int) Arrays.stream(members).map(r -> rankClass[r]).distinct().count();
    return new GroupClass(
        role, size, new Placement(fabric, members), arrivals, loads(role, representative, flowSizes));
  }

  /** One load per class of the group's flows: flows of one class, in several domains, act alike. */
  private Map<GroupClass.Traffic, List<DomainLoad>> loads(Role role, int group, int[] flowSizes) {
    GroupLoads load = graph.loads(role);
    Map<GroupClass.Traffic, List<DomainLoad>> result = new LinkedHashMap<>();
    Set<Integer> seen = new HashSet<>();
    for (int f = load.flowStart(group); f < load.flowEnd(group); f++) {
      int c = flowClass.get(role)[f];
      if (seen.add(c)) {
        result.computeIfAbsent(new GroupClass.Traffic(load.pattern(f), load.tier(f)), t -> new ArrayList<>())
            .add(domainLoad(load, f, flowSizes[c]));
      }
    }
    result.replaceAll((traffic, list) -> List.copyOf(list));
    return result;
  }

  /** All flows of the class load all links of a link class alike: total load over number of links. */
  private DomainLoad domainLoad(GroupLoads load, int flow, int flowsInClass) {
    int tier = load.tier(flow);
    int domain = firstDomainClass.get(tier) + domainClass.get(tier)[load.domain(flow)];
    Map<Integer, Double> perLink = new TreeMap<>();
    for (int e = load.start(flow); e < load.end(flow); e++) {
      perLink.merge(linkClass.get(tier)[load.link(e)], load.share(e), Double::sum);
    }
    int[] links = new int[perLink.size()];
    double[] shares = new double[links.length];
    int i = 0;
    for (Map.Entry<Integer, Double> e : perLink.entrySet()) {
      links[i] = e.getKey();
      shares[i++] = e.getValue() * flowsInClass / domains.get(domain).links().get(e.getKey()).size();
    }
    return new DomainLoad(domain, links, shares, load.measure(flow));
  }
}
