package org.kilocard.fold;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.kilocard.job.ProcessGroups;
import org.kilocard.job.Role;
import org.kilocard.model.ContextKind;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;

/**
 * The links that each group of one role loads, in flat arrays. A group has a flow for every traffic pattern,
 * tier and domain: flows {@code flowStart(g) … flowStart(g + 1) − 1} belong to group {@code g}, entries
 * {@code start(f) … start(f + 1) − 1} to flow {@code f}. An entry is what one member puts on one link.
 */
final class GroupLoads {
  private final Fabric fabric;
  private final int[] flowStarts;
  private final long[] profiles;
  /** Traffic kinds are numbered tier × patterns + pattern. */
  private int[] kinds = new int[64];
  private int[] domains = new int[64];
  private int[] starts = new int[64];
  private int flows;
  private int[] links = new int[64];
  private double[] shares = new double[64];
  private int size;
  /** Whether the last flow may take further entries. */
  private boolean open;

  GroupLoads(Role role, ProcessGroups groups, Fabric fabric) {
    this.fabric = fabric;
    int count = groups.count(role);
    Collection<Pattern> patterns = patterns(role, groups.contextKind());
    flowStarts = new int[count + 1];
    profiles = new long[count];
    for (int g = 0; g < count; g++) {
      Placement placement = new Placement(fabric, groups.members(role, g));
      profiles[g] = profile(role, placement, patterns);
      for (int tier = 0; tier <= placement.outermost(); tier++) {
        for (Pattern pattern : patterns(patterns, placement, tier)) {
          int kind = tier * Pattern.values().length + pattern.ordinal();
          open = false;
          placement.spread(pattern, tier, (link, share) -> add(kind, link, share));
        }
      }
      flowStarts[g + 1] = flows;
    }
    if (flows == starts.length) {
      starts = Arrays.copyOf(starts, flows + 1);
    }
    starts[flows] = size;
  }

  /** Patterns that the calls of a role can have. */
  private static Collection<Pattern> patterns(Role role, ContextKind context) {
    return switch (role) {
      case TENSOR, EXPERT_TENSOR, DATA, EXPERT_DATA, SHARD, REPLICA, EXPERT_SHARD, EXPERT_REPLICA ->
          List.of(Pattern.RING);
      case CONTEXT -> List.of(switch (context) {
        case RING -> Pattern.SHIFT;
        case ULYSSES -> Pattern.PAIRS;
        case ALL_GATHER -> Pattern.RING;
      });
      case EXPERT -> List.of(Pattern.PAIRS);
      case PIPELINE_NEXT, PIPELINE_PREVIOUS -> List.of(Pattern.SEND, Pattern.SEND_BACK);
    };
  }

  /** The patterns of a tier: an all-to-all can also go by rails where links tell that. */
  private static Collection<Pattern> patterns(Collection<Pattern> ofRole, Placement placement, int tier) {
    boolean rails = ofRole.contains(Pattern.PAIRS) && placement.rails(tier) == Pattern.RAILS;
    return rails ? List.of(Pattern.PAIRS, Pattern.RAILS) : ofRole;
  }

  /**
   * What plans depend on beside the loads: how members are dealt to domains, in order, since which experts
   * share a domain decides how often a token travels; and on a torus or mesh the steps and hops.
   */
  private static long profile(Role role, Placement placement, Collection<Pattern> patterns) {
    long profile = 0;
    for (int tier = 0; tier <= placement.outermost(); tier++) {
      for (int i = 0; role == Role.EXPERT && i < placement.size(); i += placement.together(tier, i)) {
        profile = Colours.mix(profile, placement.together(tier, i));
      }
      for (Pattern pattern : patterns(patterns, placement, tier)) {
        profile = Colours.mix(profile, placement.latencyPs(pattern, tier));
        profile = Colours.mix(profile, Double.doubleToLongBits(placement.secondsPerByte(pattern, tier)));
      }
      profile = Colours.mix(profile, role == Role.EXPERT ? 0 : placement.ringSteps(tier));
    }
    return Colours.mix(profile, placement.cuts().hashCode());
  }

  /** A group is spread domain by domain, so that the entries of a flow follow each other. */
  private void add(int kind, int link, double share) {
    int domain = fabric.links(kind / Pattern.values().length).domain(link);
    if (!open || domains[flows - 1] != domain) {
      addFlow(kind, domain);
    }
    if (size == links.length) {
      links = Arrays.copyOf(links, 2 * size);
      shares = Arrays.copyOf(shares, 2 * size);
    }
    links[size] = link;
    shares[size++] = share;
  }

  private void addFlow(int kind, int domain) {
    if (flows == kinds.length) {
      kinds = Arrays.copyOf(kinds, 2 * flows);
      domains = Arrays.copyOf(domains, 2 * flows);
      starts = Arrays.copyOf(starts, 2 * flows);
    }
    kinds[flows] = kind;
    domains[flows] = domain;
    starts[flows++] = size;
    open = true;
  }

  long profile(int group) {
    return profiles[group];
  }

  int flows() {
    return flows;
  }

  int flowStart(int group) {
    return flowStarts[group];
  }

  int flowEnd(int group) {
    return flowStarts[group + 1];
  }

  /** The group that a flow belongs to. */
  int group(int flow) {
    int group = Arrays.binarySearch(flowStarts, flow);
    if (group < 0) {
      return -group - 2;
    }
    // Groups without flows start where the next one does.
    while (flowStarts[group + 1] == flow) {
      group++;
    }
    return group;
  }

  int tier(int flow) {
    return kinds[flow] / Pattern.values().length;
  }

  Pattern pattern(int flow) {
    return Pattern.values()[kinds[flow] % Pattern.values().length];
  }

  int domain(int flow) {
    return domains[flow];
  }

  /** Tier and pattern in one number, for comparing. */
  int kind(int flow) {
    return kinds[flow];
  }

  /** The largest entry of a flow: what its busiest card puts on one link. */
  double measure(int flow) {
    double most = 0;
    for (int e = start(flow); e < end(flow); e++) {
      most = Math.max(most, shares[e]);
    }
    return most;
  }

  int start(int flow) {
    return starts[flow];
  }

  int end(int flow) {
    return starts[flow + 1];
  }

  int link(int entry) {
    return links[entry];
  }

  double share(int entry) {
    return shares[entry];
  }
}
