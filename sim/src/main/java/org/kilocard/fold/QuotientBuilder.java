package org.kilocard.fold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kilocard.job.ProcessGroups;
import org.kilocard.job.Role;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Placement;
import org.kilocard.topology.TierLinks;

/** Turns refined colours into classes with multiplicities and the loads of each class of groups. */
final class QuotientBuilder {
  private final ProcessGroups groups;
  private final Fabric fabric;
  private final int[] programs;
  private final double[] paces;
  private final Map<Role, GroupLoads> loads;
  private final int[] rankClass;
  private final Map<Role, int[]> groupClass = new EnumMap<>(Role.class);
  private final Map<Role, Integer> firstGroupClass = new EnumMap<>(Role.class);
  private final List<int[]> domainClass = new ArrayList<>();
  /** By tier and link: index of the link's class within the class of its domain. */
  private final List<int[]> linkClass = new ArrayList<>();
  private final List<DomainClass> domains = new ArrayList<>();
  private final List<Integer> firstDomainClass = new ArrayList<>();

  QuotientBuilder(
      ProcessGroups groups,
      Fabric fabric,
      int[] programs,
      double[] paces,
      Colours ranks,
      Map<Role, Colours> groupColours,
      Map<Role, GroupLoads> loads,
      List<Colours> links,
      List<Colours> domainColours) {
    this.groups = groups;
    this.fabric = fabric;
    this.programs = programs;
    this.paces = paces;
    this.loads = loads;
    rankClass = ranks.classes();
    int first = 0;
    for (Map.Entry<Role, Colours> e : groupColours.entrySet()) {
      int[] classes = e.getValue().classes();
      groupClass.put(e.getKey(), classes);
      firstGroupClass.put(e.getKey(), first);
      first += count(classes);
    }
    for (int t = 0; t < links.size(); t++) {
      addDomains(t, domainColours.get(t).classes(), links.get(t).classes());
    }
  }

  private static int count(int[] classes) {
    return Arrays.stream(classes).max().orElse(-1) + 1;
  }

  private void addDomains(int tier, int[] domainClasses, int[] linkClasses) {
    TierLinks links = fabric.links(tier);
    int[] domainSizes = new int[count(domainClasses)];
    for (int d : domainClasses) {
      domainSizes[d]++;
    }
    int[] linkSizes = new int[count(linkClasses)];
    for (int l : linkClasses) {
      linkSizes[l]++;
    }
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
    int[] size = new int[count(rankClass)];
    int[] representative = new int[size.length];
    for (int r = rankClass.length - 1; r >= 0; r--) {
      size[rankClass[r]]++;
      representative[rankClass[r]] = r;
    }
    List<RankClass> result = new ArrayList<>();
    for (int c = 0; c < size.length; c++) {
      Map<Role, Integer> of = new EnumMap<>(Role.class);
      for (Role role : Role.values()) {
        int g = groups.groupOf(role, representative[c]);
        if (g >= 0) {
          Role owner = role == Role.PIPELINE_PREVIOUS ? Role.PIPELINE_NEXT : role;
          of.put(role, firstGroupClass.get(owner) + groupClass.get(owner)[g]);
        }
      }
      result.add(new RankClass(representative[c], size[c], programs[representative[c]],
          paces[representative[c]], of));
    }
    return result;
  }

  private List<GroupClass> groups() {
    List<GroupClass> result = new ArrayList<>();
    groupClass.forEach((role, classes) -> {
      int[] size = new int[count(classes)];
      int[] representative = new int[size.length];
      for (int g = classes.length - 1; g >= 0; g--) {
        size[classes[g]]++;
        representative[classes[g]] = g;
      }
      for (int c = 0; c < size.length; c++) {
        result.add(group(role, representative[c], size[c]));
      }
    });
    return result;
  }

  private GroupClass group(Role role, int representative, int size) {
    int[] members = groups.members(role, representative);
    int arrivals = (int) Arrays.stream(members).map(r -> rankClass[r]).distinct().count();
    return new GroupClass(
        role, size, new Placement(fabric, members), arrivals, loads(loads.get(role), representative, size));
  }

  private Map<GroupClass.Traffic, List<DomainLoad>> loads(GroupLoads load, int group, int size) {
    Map<GroupClass.Traffic, Map<Integer, Double>> perLink = new LinkedHashMap<>();
    for (int e = load.start(group); e < load.end(group); e++) {
      perLink.computeIfAbsent(new GroupClass.Traffic(load.pattern(e), load.tier(e)), k -> new TreeMap<>())
          .merge(load.link(e), load.share(e), Double::sum);
    }
    Map<GroupClass.Traffic, List<DomainLoad>> result = new LinkedHashMap<>();
    perLink.forEach((traffic, loads) -> result.put(traffic, domainLoads(traffic.tier(), loads, size)));
    return result;
  }

  /** What the representative puts on the links of one link class: in all, and at most on one. */
  private static final class Sum {
    private double all;
    private double most;

    private void add(double share) {
      all += share;
      most = Math.max(most, share);
    }
  }

  private List<DomainLoad> domainLoads(int tier, Map<Integer, Double> perLink, int groupsInClass) {
    Map<Integer, Map<Integer, Sum>> perDomain = new TreeMap<>();
    perLink.forEach((link, share) -> {
      int domain = firstDomainClass.get(tier) + domainClass.get(tier)[fabric.links(tier).domain(link)];
      perDomain.computeIfAbsent(domain, d -> new TreeMap<>())
          .computeIfAbsent(linkClass.get(tier)[link], c -> new Sum())
          .add(share);
    });
    List<DomainLoad> list = new ArrayList<>();
    perDomain.forEach((domain, sums) -> list.add(domainLoad(domain, sums, groupsInClass)));
    return List.copyOf(list);
  }

  /** All groups of the class load all links of a link class alike: total load over number of links. */
  private DomainLoad domainLoad(int domain, Map<Integer, Sum> sums, int groupsInClass) {
    int[] links = new int[sums.size()];
    double[] shares = new double[links.length];
    double[] own = new double[links.length];
    int i = 0;
    for (Map.Entry<Integer, Sum> e : sums.entrySet()) {
      links[i] = e.getKey();
      shares[i] = e.getValue().all * groupsInClass / domains.get(domain).links().get(e.getKey()).size();
      own[i++] = e.getValue().most;
    }
    return new DomainLoad(domain, links, shares, own);
  }
}
