package org.kilocard.fold;

import java.util.Locale;
import org.kilocard.job.Role;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.TierLinks;

/** What people call the vertices of a {@link Refinement}. */
final class Names {
  private final Refinement graph;
  private final Fabric fabric;

  Names(Refinement graph) {
    this.graph = graph;
    fabric = graph.fabric();
  }

  static String kind(Role role) {
    return switch (role) {
      case TENSOR -> "tensor group";
      case CONTEXT -> "context group";
      case EXPERT -> "expert group";
      case EXPERT_TENSOR -> "expert tensor group";
      case DATA -> "data group";
      case EXPERT_DATA -> "expert data group";
      case SHARD -> "sharding group";
      case REPLICA -> "replica group";
      case EXPERT_SHARD -> "expert sharding group";
      case EXPERT_REPLICA -> "expert replica group";
      case PIPELINE_NEXT, PIPELINE_PREVIOUS -> "pipeline neighbours";
    };
  }

  static boolean isDown(TierLinks links, int link) {
    return links.kind(link).endsWith(", down");
  }

  /** At most four decimals. */
  static String decimal(double number) {
    return String.format(Locale.ROOT, "%.4f", number).replaceFirst("\\.?0+$", "");
  }

  String group(Role role, int group) {
    return (role == Role.PIPELINE_NEXT ? "pair of " : kind(role) + " of ") + members(role, group);
  }

  String members(Role role, int group) {
    int[] members = graph.groups().members(role, group);
    return members.length == 2
        ? "ranks " + members[0] + " and " + members[1]
        : "ranks " + members[0] + ", " + members[1] + ", …";
  }

  String tier(int tier) {
    return fabric.tiers().get(tier).name();
  }

  /** Where a flow is. */
  String domain(Role role, int flow) {
    GroupLoads loads = graph.loads(role);
    return domain(loads.tier(flow), loads.domain(flow));
  }

  String domain(int tier, int domain) {
    return tier(tier) + "[" + domain + "]";
  }

  /** The first card of a domain. */
  int firstCard(int tier, int domain) {
    return domain * fabric.tiers().get(tier).cards().orElse(0);
  }

  /** How many cards two domains join, if that differs; else nothing. */
  String sizes(int tier, int a, int b) {
    int cards = cards(tier, a);
    int others = cards(tier, b);
    return cards == others ? "" : domain(tier, a) + " joins " + cards + " cards of the job, "
        + domain(tier, b) + " " + others;
  }

  private int cards(int tier, int domain) {
    int most = fabric.tiers().get(tier).cards().orElse(fabric.cards());
    return Math.min(fabric.cards() - firstCard(tier, domain), most);
  }

  String link(int tier, int link) {
    return fabric.linkName(tier, link) + " (" + fabric.links(tier).kind(link) + ")";
  }
}
