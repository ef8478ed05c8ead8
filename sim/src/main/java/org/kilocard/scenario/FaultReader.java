package org.kilocard.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kilocard.input.Listing;
import org.kilocard.input.Mapping;
import org.kilocard.job.Faults;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.LinkFault;
import org.kilocard.topology.LinkName;
import org.kilocard.topology.SpineFault;
import org.kilocard.topology.Tier;

/**
 * Reads {@code faults}: a list of
 *
 * <ul>
 *   <li>{@code {card: 17, compute: 0.8}}: a card that computes at 0.8 of its pace;
 *   <li>{@code {node: 3, compute: 0.8}}: all cards of the innermost domain 3;
 *   <li>{@code {link: "nvlink[3].card[2]", rate: 0.5}}: links with half their rate;
 *   <li>{@code {link: "ib.card[5]", state: down}}: links that carry nothing;
 *   <li>{@code {link: "ib.spine[3]", state: down}}: a spine switch, one uplink of every leaf.
 * </ul>
 */
public final class FaultReader {
  private enum State { UP, DOWN }

  private final Mapping written;
  private final Cluster cluster;
  private final int cards;
  private final long seed;

  /**
   * Reads the faults of a job.
   *
   * @param written what holds {@code faults}, if there are any
   * @param cards of the job
   * @param seed of hashed routing
   */
  public FaultReader(Mapping written, Cluster cluster, int cards, long seed) {
    this.written = written;
    this.cluster = cluster;
    this.cards = cards;
    this.seed = seed;
  }

  /** The faults, each checked to be possible. */
  public Faults read() {
    Optional<Listing> listed = written.optionalListing("faults");
    if (listed.isEmpty()) {
      return Faults.NONE;
    }
    List<Faults.SlowCard> slow = new ArrayList<>();
    List<LinkFault> links = new ArrayList<>();
    for (Mapping fault : listed.get().mappings()) {
      if (fault.has("link")) {
        links.addAll(link(fault, links));
      } else {
        slow.addAll(cards(fault));
      }
      fault.done();
    }
    return new Faults(slow, links);
  }

  private List<Faults.SlowCard> cards(Mapping fault) {
    if (fault.has("card") == fault.has("node")) {
      throw fault.fail("names " + (fault.has("card") ? "a card and a node" : "no card, node or link"))
          .withHint("Write e.g. {card: 17, compute: 0.8} or {link: \"" + cluster.tiers().get(0).name()
              + "[0].card[2]\", rate: 0.5}.");
    }
    int first;
    int count = 1;
    if (fault.has("card")) {
      first = (int) fault.integer("card", 0, cards - 1);
    } else {
      count = Math.min(cards, cluster.tiers().get(0).cards().orElse(cards));
      first = (int) fault.integer("node", 0, (cards - 1) / count) * count;
    }
    double pace = fault.number("compute", 0, 1);
    if (pace == 0) {
      throw fault.fail("compute", "a card that does not compute stops the job",
          "Write what is left of its pace, e.g. 0.8.");
    }
    List<Faults.SlowCard> slow = new ArrayList<>();
    for (int card = first; card < Math.min(cards, first + count); card++) {
      slow.add(new Faults.SlowCard(card, pace));
    }
    return slow;
  }

  private List<LinkFault> link(Mapping fault, List<LinkFault> others) {
    String text = fault.text("link");
    Optional<SpineFault> spine = SpineFault.parse(text);
    Optional<LinkName> name = LinkName.parse(text);
    if (spine.isEmpty() && name.isEmpty()) {
      throw fault.fail("link", "'" + text + "' does not name links",
          "Write " + LinkName.FORM + ", or tier[domain].spine[k].");
    }
    if (fault.has("rate") == fault.has("state")) {
      throw fault.fail("link", "needs either rate or state", "Write e.g. rate: 0.5 or state: down.");
    }
    double rate = fault.has("rate")
        ? fault.number("rate", 0, 1)
        : fault.choice("state", State.class) == State.DOWN ? 0 : 1;
    List<LinkFault> read = spine.map(one -> trunks(fault, one, rate))
        .orElseGet(() -> List.of(new LinkFault(name.orElseThrow(), rate)));
    check(fault, read, others);
    return read;
  }

  private List<LinkFault> trunks(Mapping fault, SpineFault spine, double rate) {
    Tier tier = cluster.tier(spine.tier()).orElseThrow(() -> fault.fail("link", "there is no tier '" + spine.tier()
        + "'", "There are " + String.join(", ", cluster.tiers().stream().map(Tier::name).toList()) + "."));
    try {
      return spine.trunks(tier, cards, rate);
    } catch (IllegalArgumentException e) {
      throw fault.fail("link", String.valueOf(e.getMessage()));
    }
  }

  /** Lays the links out with this fault and those before it, which says whether it can be. */
  private void check(Mapping fault, List<LinkFault> faults, List<LinkFault> others) {
    LinkFault read = faults.get(0);
    List<String> tiers = cluster.tiers().stream().map(Tier::name).toList();
    boolean onlyDomain = read.links().domain().isPresent()
        || !tiers.contains(read.links().tier())
        || tiers.indexOf(read.links().tier()) == tiers.size() - 1;
    if (!onlyDomain) {
      throw fault.fail("link", "there are many " + read.links().tier() + " domains",
          "Say which one, e.g. " + read.links().tier() + "[0].");
    }
    try {
      List<LinkFault> all = new ArrayList<>(others);
      all.addAll(faults);
      new Fabric(cluster.tiers(), cards, seed, all);
    } catch (IllegalArgumentException e) {
      throw fault.fail("link", e.getMessage());
    }
  }
}
