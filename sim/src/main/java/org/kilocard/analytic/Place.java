package org.kilocard.analytic;

import java.util.Arrays;
import java.util.BitSet;
import org.kilocard.collective.TierFlow;
import org.kilocard.job.GroupLayout;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Role;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;
import org.kilocard.topology.Routing;
import org.kilocard.topology.Tier;
import org.kilocard.topology.TierLinks;

/**
 * Where the groups of a role on one pipeline rank lie. Equal only to itself.
 *
 * <p><b>Model.</b> All of these groups make their calls at the same time. In a grid or above the leaves of a Clos they
 * meet on links although they have no card in common; the busiest link then sets the pace of all of them.
 *
 * <p><b>Not modelled.</b> That they meet groups of other pipeline ranks, whose calls come at times of their own.
 */
final class Place {
  private final Placement placement;
  /** By tier: load of the busiest link, all groups calling, over that of one group alone. */
  private final double[] crowd;
  /** The same of an all-to-all by rails. */
  private final double[] onRails;

  private Place(Placement placement, double[] crowd, double[] onRails) {
    this.placement = placement;
    this.crowd = crowd;
    this.onRails = onRails;
  }

  /** The place of the groups of a pipeline rank. */
  static Place of(GroupLayout groups, Role role, int pipelineRank, Parallelism layout, Fabric fabric) {
    Placement widest = Spread.widest(groups, role, pipelineRank, layout, fabric);
    double[] crowd = new double[widest.outermost() + 1];
    double[] onRails = new double[crowd.length];
    Pattern pattern = pattern(role, layout);
    for (int t = 0; t < crowd.length; t++) {
      Pattern rails = pattern == Pattern.PAIRS ? widest.rails(t) : pattern;
      boolean meet = meet(fabric.tiers().get(t));
      crowd[t] = meet ? crowd(widest, busiest(groups, role, pipelineRank, layout, fabric, pattern, t), pattern, t) : 1;
      onRails[t] = rails == pattern
          ? crowd[t]
          : crowd(widest, busiest(groups, role, pipelineRank, layout, fabric, rails, t), rails, t);
    }
    return new Place(widest, crowd, onRails);
  }

  private static double crowd(Placement group, double busiest, Pattern pattern, int tier) {
    double alone = group.secondsPerByte(pattern, tier);
    return alone > 0 ? Math.max(1, busiest / alone) : 1;
  }

  /** Whether groups that have no card in common can meet on links. */
  private static boolean meet(Tier tier) {
    return switch (tier.kind()) {
      case SWITCH, FULL_MESH -> false;
      case TORUS, MESH_ND -> true;
      case CLOS -> tier.oversubscription() > 1 || tier.routing() == Routing.ECMP;
    };
  }

  /** Seconds per byte of the busiest link when all groups call. */
  private static double busiest(
      GroupLayout groups, Role role, int pipelineRank, Parallelism layout, Fabric fabric, Pattern pattern,
      int tier) {
    TierLinks links = fabric.links(tier);
    double[] load = new double[links.links()];
    BitSet done = new BitSet();
    for (int i = 0; i < layout.cards() / layout.pipeline(); i++) {
      int rank = groups.rank(i, pipelineRank);
      if (!done.get(rank)) {
        int[] members = groups.members(role, rank);
        Placement group = new Placement(fabric, members);
        if (role != Role.PIPELINE_NEXT) {
          Arrays.stream(members).forEach(done::set);
        }
        if (group.outermost() >= tier) {
          group.spread(pattern, tier, (link, share) -> load[link] += share);
        }
      }
    }
    double busiest = 0;
    for (int l = 0; l < load.length; l++) {
      busiest = load[l] > 0 ? Math.max(busiest, load[l] / links.bytesPerSecond(l)) : busiest;
    }
    return busiest;
  }

  /** How the traffic of a role is spread; sends in one direction stand for both. */
  static Pattern pattern(Role role, Parallelism layout) {
    return switch (role) {
      case TENSOR, EXPERT_TENSOR, DATA, EXPERT_DATA, SHARD, REPLICA, EXPERT_SHARD, EXPERT_REPLICA -> Pattern.RING;
      case CONTEXT -> switch (layout.contextKind()) {
        case RING -> Pattern.SHIFT;
        case ULYSSES -> Pattern.PAIRS;
        case ALL_GATHER -> Pattern.RING;
      };
      case EXPERT -> Pattern.PAIRS;
      case PIPELINE_NEXT, PIPELINE_PREVIOUS -> Pattern.SEND;
    };
  }

  /** A representative group. */
  Placement placement() {
    return placement;
  }

  /** How many times longer the links take for a flow because all groups call at once, ≥ 1. */
  double crowd(TierFlow flow) {
    return (flow.pattern() == Pattern.RAILS ? onRails : crowd)[flow.tier()];
  }
}
