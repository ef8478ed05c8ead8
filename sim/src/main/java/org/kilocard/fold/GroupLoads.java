package org.kilocard.fold;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.kilocard.job.ProcessGroups;
import org.kilocard.job.Role;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;

/**
 * The links that each group of one role loads, in flat arrays: entries {@code start(g) … start(g + 1) − 1}
 * belong to group {@code g}.
 */
final class GroupLoads {
  private final int[] starts;
  private int[] traffic = new int[64];
  private int[] links = new int[64];
  private double[] shares = new double[64];
  private int size;

  /** Traffic kinds are numbered tier × patterns + pattern. */
  GroupLoads(Role role, ProcessGroups groups, Fabric fabric) {
    int count = groups.count(role);
    starts = new int[count + 1];
    for (int g = 0; g < count; g++) {
      Placement placement = new Placement(fabric, groups.members(role, g));
      for (Pattern pattern : patterns(role)) {
        for (int tier = 0; tier <= placement.top(); tier++) {
          int kind = tier * Pattern.values().length + pattern.ordinal();
          placement.spread(pattern, tier, (link, share) -> add(kind, link, share));
        }
      }
      starts[g + 1] = size;
    }
  }

  /** Patterns that the calls of a role can have. */
  private static Collection<Pattern> patterns(Role role) {
    return switch (role) {
      case TENSOR, DATA, EXPERT_DATA -> List.of(Pattern.RING);
      case EXPERT -> List.of(Pattern.PAIRS);
      case PIPELINE_NEXT, PIPELINE_PREVIOUS -> List.of(Pattern.SEND, Pattern.SEND_BACK);
    };
  }

  private void add(int kind, int link, double share) {
    if (size == links.length) {
      traffic = Arrays.copyOf(traffic, 2 * size);
      links = Arrays.copyOf(links, 2 * size);
      shares = Arrays.copyOf(shares, 2 * size);
    }
    traffic[size] = kind;
    links[size] = link;
    shares[size++] = share;
  }

  int start(int group) {
    return starts[group];
  }

  int end(int group) {
    return starts[group + 1];
  }

  int tier(int entry) {
    return traffic[entry] / Pattern.values().length;
  }

  Pattern pattern(int entry) {
    return Pattern.values()[traffic[entry] % Pattern.values().length];
  }

  int link(int entry) {
    return links[entry];
  }

  double share(int entry) {
    return shares[entry];
  }

  /** Everything about an entry but its link, for comparing. */
  long label(int entry) {
    return Colours.mix(traffic[entry], Double.doubleToLongBits(shares[entry]));
  }
}
