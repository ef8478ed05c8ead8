package org.kilocard.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Where the members of a group lie in the tiers of a cluster, and which part of a call's bytes each of them
 * moves on which tier.
 *
 * <p><b>Model.</b> Let q(t) be the members in a member's domain of tier t, q(−1) = 1, n all members, and T
 * the lowest tier whose domain holds them all. In a ring that is laid domain by domain and rotated over
 * channels a member sends 1/q(t−1) − 1/q(t) of the ring's bytes on tier t, 1/q(T−1) on tier T. In an
 * all-to-all it sends (q(t) − q(t−1))/n of its buffer on tier t. In a shift it sends everything on the lowest tier
 * that joins it with the next member. Of a group whose tier T is a mesh that borrows, tier T + 1 can carry what T does,
 * message by message, and has the weights of T.
 *
 * <p><b>Assumes.</b> A group that reaches beyond such a mesh needs the outer tier for that, and does not borrow.
 */
public final class Placement {
  private final Fabric fabric;
  private final int[] members;
  private final MemberDomains domains;
  private final int top;
  /** What {@link #secondsPerByte} added up, by tier and pattern. */
  private final Map<Integer, Double> addedUp = new ConcurrentHashMap<>();

  /**
   * Places a group.
   *
   * @param members cards in ascending order, at least two, all different; a pair may be in either order
   */
  public Placement(Fabric fabric, int... members) {
    this.fabric = fabric;
    this.members = members.clone();
    check();
    domains = new MemberDomains(fabric, this.members);
    top = domains.top();
  }

  /** Members of a domain must follow each other. */
  private void check() {
    int n = members.length;
    for (int i = 0; i < n; i++) {
      boolean inOrder = i == 0 || (n == 2 ? members[1] != members[0] : members[i] > members[i - 1]);
      if (!inOrder || members[i] < 0 || members[i] >= fabric.cards()) {
        throw new IllegalArgumentException("members are cards of " + fabric.cards()
            + " in ascending order, got " + members[i] + " as member " + i);
      }
    }
  }

  /** Number of members. */
  public int size() {
    return members.length;
  }

  /** Card of each member. */
  public int[] members() {
    return members.clone();
  }

  /** The lowest tier whose domain holds all members. */
  public int top() {
    return top;
  }

  /** The tier whose switches can carry what the members send over their mesh, tier {@link #top}. */
  public OptionalInt lender() {
    boolean lent = tiers().get(top).routing() == Routing.BORROW && top + 1 < tiers().size()
        && tiers().get(top + 1).lends();
    return lent ? OptionalInt.of(top + 1) : OptionalInt.empty();
  }

  /** The outermost tier that the members' traffic can cross: the {@link #lender}, or {@link #top}. */
  public int outermost() {
    return lender().orElse(top);
  }

  /** Whether a tier carries what the members send over their mesh: it is the {@link #lender}. */
  public boolean isLent(int tier) {
    return tier > top;
  }

  /** The tier whose traffic {@code tier} carries: its own, or as a {@link #lender} that of {@link #top}. */
  private int carried(int tier) {
    return Math.min(tier, top);
  }

  /** How many domains of a tier, −1 for single cards, hold the members. */
  public int domains(int tier) {
    return domains.count(tier);
  }

  /**
   * Members in the domain of {@code tier}, −1: a card, that member {@code i} lies in; they follow each other.
   */
  public int together(int tier, int i) {
    return domains.together(tier, i);
  }

  /** Whether the domains of a tier hold equally many members. */
  public boolean isEven(int tier) {
    return domains.isEven(tier);
  }

  /** The most domains of the next inner tier, −1 for cards, that members in one domain of {@code tier} lie in. */
  public int joined(int tier) {
    return domains.joined(tier);
  }

  /** Part of a call's bytes that member {@code i} sends on {@code tier}. */
  public double weight(Pattern pattern, int tier, int i) {
    int own = carried(tier);
    int inner = together(own - 1, i);
    int outer = together(own, i);
    return switch (pattern) {
      case RING -> own == top ? 1.0 / inner : 1.0 / inner - 1.0 / outer;
      case PAIRS, RAILS -> (outer - inner) / (double) members.length;
      case SEND, SEND_BACK -> own == top ? 1 : 0;
      case SHIFT -> isShifted(own, i) ? 1 : 0;
    };
  }

  /**
   * The pattern of traffic that goes from each inner domain to every other one between members with the same place:
   * {@link Pattern#RAILS} where the links of a tier tell it from {@link Pattern#PAIRS}, else that.
   */
  public Pattern rails(int tier) {
    return tier > 0 && fabric.links(tier).tellsRails() ? Pattern.RAILS : Pattern.PAIRS;
  }

  /** Whether {@code tier} is the lowest that joins a member with the next one. */
  private boolean isShifted(int tier, int i) {
    int next = (i + 1) % members.length;
    return fabric.domain(tier, members[i]) == fabric.domain(tier, members[next])
        && (tier == 0 || fabric.domain(tier - 1, members[i]) != fabric.domain(tier - 1, members[next]));
  }

  /** The largest {@link #weight} of any member on a tier. */
  public double heaviest(Pattern pattern, int tier) {
    if (isEven(pattern, tier)) {
      return weight(pattern, tier, 0);
    }
    double worst = 0;
    for (int i = 0; i < members.length; i++) {
      worst = Math.max(worst, weight(pattern, tier, i));
    }
    return worst;
  }

  /** Whether all members are known to have the same weights on a tier. */
  private boolean isEven(Pattern pattern, int tier) {
    int own = carried(tier);
    return pattern != Pattern.SHIFT && isEven(own) && isEven(own - 1);
  }

  /** Seconds per byte of a call on the busiest link of a tier without faults, when nothing else is on the links. */
  public double secondsPerByte(Pattern pattern, int tier) {
    TierLinks links = fabric.links(tier).sound();
    if (links.addsUp()) {
      int kind = tier * Pattern.values().length + pattern.ordinal();
      return addedUp.computeIfAbsent(kind, k -> addedUp(pattern, tier, links));
    }
    double worst = 0;
    int own = carried(tier);
    int last = isEven(pattern, tier) ? 1 : members.length;
    for (int i = 0; i < last; i++) {
      int peers = together(own, i) - together(own - 1, i);
      worst = Math.max(worst, links.secondsPerByte(pattern, weight(pattern, tier, i), peers));
    }
    return worst;
  }

  /** The same where it depends on the places of the members: domain by domain. */
  private double addedUp(Pattern pattern, int tier, TierLinks links) {
    Map<Integer, Double> loads = new HashMap<>();
    double[] worst = {0};
    shares(pattern, tier, share -> {
      links.spread(pattern, share, (link, bytes) -> {
        double load = loads.merge(link, bytes, Double::sum);
        worst[0] = Math.max(worst[0], load / links.bytesPerSecond(link));
      });
    });
    return worst[0];
  }

  /** Loads the links of a tier with one call's traffic, relative to the call's bytes. */
  public void spread(Pattern pattern, int tier, LoadSink sink) {
    TierLinks links = fabric.links(tier);
    shares(pattern, tier, share -> links.spread(pattern, share, sink));
  }

  /**
   * Steps of a ring collective on a tier, for one time round. A chunk passes all edges of the ring but one, and as
   * good as all chunks leave out an edge of the innermost tier that has some: of 16 cards in two nodes a chunk
   * goes 13 steps inside and 2 between them. Inside the domains that a grid joins, rings run side by side.
   */
  public int ringSteps(int tier) {
    int[] most = {0};
    if (isGrid(tier)) {
      shares(Pattern.RING, tier, share ->
          most[0] = Math.max(most[0], fabric.links(tier).ringSteps(share).orElseThrow()));
      return most[0];
    }
    for (int outer = tier + 1; outer <= top; outer++) {
      if (isGrid(outer)) {
        return joined(tier) - 1;
      }
    }
    int edges = domains(tier - 1) - domains(tier) + (tier == top ? 1 : 0);
    return tier == cheapest() ? edges - 1 : edges;
  }

  /** The innermost tier on which the ring has an edge: nearly all chunks are done before one of its edges. */
  private int cheapest() {
    int tier = 0;
    while (tier < top && domains(tier - 1) == domains(tier)) {
      tier++;
    }
    return tier;
  }

  /** Latency of the links of a tier that one step takes on average, one-way, picoseconds. */
  public long latencyPs(Pattern pattern, int tier) {
    Tier links = tiers().get(tier);
    long[] most = {1};
    if (isGrid(tier)) {
      shares(pattern, tier, share -> most[0] = Math.max(most[0], fabric.links(tier).hops(pattern, share)));
      return most[0] * links.latencyPs();
    }
    if (links.near().isEmpty()) {
      return links.latencyPs();
    }
    shares(pattern, tier, share -> most[0] = Math.max(most[0], latencyPs(pattern, share, links)));
    return most[0];
  }

  /** Latency of a step among the members of one domain, some of which may lie nearer to each other. */
  private static long latencyPs(Pattern pattern, Share share, Tier links) {
    Near near = links.near().orElseThrow();
    int[] cards = share.cards();
    if (pattern != Pattern.RING) {
      return near.joins(cards[0], cards[cards.length - 1]) ? near.latencyPs() : links.latencyPs();
    }
    long edges = 0;
    long far = 0;
    for (int i = 0; i < cards.length; i++) {
      int next = (i + 1) % cards.length;
      if (share.inner()[i] != share.inner()[next]) {
        edges++;
        far += near.joins(cards[i], cards[next]) ? 0 : 1;
      }
    }
    return edges == 0 ? links.latencyPs() : ((edges - far) * near.latencyPs() + far * links.latencyPs()) / edges;
  }

  /** Cuts through the domain that holds all members, if it is a grid. */
  public List<Cut> cuts() {
    List<Cut> cuts = new ArrayList<>();
    if (isGrid(top)) {
      double lent = lender().isPresent() ? tiers().get(top + 1).bytesPerSecond() : 0;
      shares(Pattern.RING, top, share -> fabric.links(top).cuts(share).forEach(cut ->
          cuts.add(new Cut(cut.members(), cut.cards(), cut.bytesPerSecond() + cut.cards() * lent))));
    }
    return cuts;
  }

  private boolean isGrid(int tier) {
    return tiers().get(tier).grid().isPresent();
  }

  /** Hands the members of each domain of a tier that send on it to {@code visitor}. */
  private void shares(Pattern pattern, int tier, Consumer<Share> visitor) {
    int own = carried(tier);
    int n = members.length;
    for (int first = 0; first < n; first += together(own, first)) {
      int size = together(own, first);
      int[] cards = Arrays.copyOfRange(members, first, first + size);
      double[] weights = new double[size];
      int[] inner = new int[size];
      double sum = 0;
      for (int i = 0; i < size; i++) {
        weights[i] = weight(pattern, tier, first + i);
        inner[i] = own == 0 ? cards[i] : fabric.domain(own - 1, cards[i]);
        sum += weights[i];
      }
      if (sum > 0) {
        visitor.accept(new Share(cards, weights, inner));
      }
    }
  }

  /** Tiers of the cluster. */
  public List<Tier> tiers() {
    return fabric.tiers();
  }
}
