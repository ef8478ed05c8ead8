package org.kilocard.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A spine of a Clos that is degraded or down, {@code ib.spine[3]}.
 *
 * <p><b>Model.</b> Every leaf has one uplink to each spine. Without it the trunk of every leaf of the domain has so
 * much less; what would have taken it is spread over the others.
 *
 * <p><b>Assumes.</b> Hashed flows of the dead spine are spread evenly over the other spines, too.
 *
 * @param tier name of the tier
 * @param domain of the tier, where the user said
 * @param spine number within the domain
 */
public record SpineFault(String tier, OptionalInt domain, int spine) {
  private static final Pattern SYNTAX = Pattern.compile("([\\w-]+)(?:\\[(\\d{1,8})])?\\.spine\\[(\\d{1,8})]");

  /** Reads a name; empty when it names no spine. */
  public static Optional<SpineFault> parse(String text) {
    Matcher m = SYNTAX.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    OptionalInt domain = m.group(2) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(m.group(2)));
    return Optional.of(new SpineFault(m.group(1), domain, Integer.parseInt(m.group(3))));
  }

  /**
   * What it comes to: a fault of each trunk.
   *
   * @param of the tier of that name
   * @param cards of the job
   * @param rate what is left of the spine, 0 … 1
   * @throws IllegalArgumentException when there is no such spine
   */
  public List<LinkFault> trunks(Tier of, int cards, double rate) {
    if (of.kind() != DomainKind.CLOS) {
      throw new IllegalArgumentException("'" + tier + "' has no spines: only a clos has");
    }
    int leaves = ClosLinks.leavesPerDomain(of, Math.min(cards, of.cards().orElse(cards)));
    int spines = ClosLinks.uplinksPerLeaf(of);
    if (spine >= spines) {
      throw new IllegalArgumentException(
          "'" + tier + "' has " + spines + " spines, numbered from 0: one for each uplink of a leaf");
    }
    if (spines == 1 && rate == 0) {
      throw new IllegalArgumentException("the only spine of '" + tier + "' cannot be down: leaves would be cut off");
    }
    List<LinkFault> trunks = new ArrayList<>();
    for (int leaf = 0; leaf < leaves; leaf++) {
      LinkName name = new LinkName(
          tier, domain, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(leaf));
      trunks.add(new LinkFault(name, 1 - (1 - rate) / spines));
    }
    return trunks;
  }
}
