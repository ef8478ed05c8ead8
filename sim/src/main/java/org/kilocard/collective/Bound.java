package org.kilocard.collective;

import java.util.List;
import java.util.function.Predicate;
import org.kilocard.topology.Cut;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;
import org.kilocard.topology.Tier;
import org.kilocard.unit.Time;

/**
 * What no algorithm can beat on given links.
 *
 * <p><b>Model.</b> The largest of: <em>injection</em>, the bytes that a member must receive over the summed
 * rate of its ports; and for every tier the <em>cut</em>, the bytes that the members inside a domain must
 * receive from outside over the summed rate of their ports on the tiers above; on a torus or mesh also the
 * <em>bisection</em>, the bytes that must come into half of the members along a dimension over the links that
 * lead there. Plus one hop over the outermost tier. Nothing for a call without bytes.
 *
 * <p><b>Assumes.</b> Raw rates, no protocol, no start-up. An all-reduce among k domains without help of the
 * switches takes k−1 transfers of every byte to bring the sum together and k−1 to bring it back, so that on
 * average a domain receives 2(k−1)/k·S; switches that reduce lower that to S, what any domain must receive. A
 * broadcast must come into every domain but the first member's, which it must leave; a reduce is a broadcast
 * backwards.
 */
final class Bound {
  private Bound() {}

  /**
   * The bound in picoseconds.
   *
   * @param reduces whether the switches of a tier may reduce
   */
  static long ofPs(Call call, Placement placement, Predicate<Tier> reduces) {
    if (call.bytes() == 0) {
      return 0;
    }
    double seconds = 0;
    for (int tier = -1; tier < placement.top(); tier++) {
      for (int i = 0; i < placement.size(); i += placement.together(tier, i)) {
        seconds = Math.max(seconds, bytesInto(call, placement, tier, i) / rateInto(placement, tier));
      }
    }
    if (call.operation() == Operation.ALL_REDUCE) {
      seconds = Math.max(seconds, transfers(call, placement, reduces));
    }
    for (Cut cut : placement.cuts()) {
      seconds = Math.max(seconds, bytesInto(call, cut.members(), placement.size()) / cut.bytesPerSecond());
    }
    return (long) Time.atMost(seconds * Time.PS_PER_SECOND, "a collective")
        + nearest(placement.tiers().get(placement.top()));
  }

  private static long nearest(Tier tier) {
    return tier.near().map(near -> Math.min(near.latencyPs(), tier.latencyPs())).orElse(tier.latencyPs());
  }

  /** Seconds that the transfers of an all-reduce take among domains, or cards, that no switch above helps. */
  private static double transfers(Call call, Placement placement, Predicate<Tier> reduces) {
    double seconds = 0;
    for (int tier = placement.top() - 1; tier >= -1; tier--) {
      if (reduces.test(placement.tiers().get(tier + 1))) {
        return seconds;
      }
      double transfers = 2.0 * (placement.domains(tier) - 1) * call.bytes();
      seconds = Math.max(seconds, transfers / placement.size() / rateInto(placement, tier));
    }
    return seconds;
  }

  /** Rate per member of all ports that lead into a domain of {@code tier} (−1: into a card). */
  private static double rateInto(Placement placement, int tier) {
    double rate = 0;
    List<Tier> tiers = placement.tiers();
    for (int t = tier + 1; t <= placement.outermost(); t++) {
      rate += tiers.get(t).bytesPerSecond();
    }
    return rate;
  }

  /**
   * Bytes per member that must come into the domain of {@code tier} that begins with a member, from outside
   * of it.
   */
  private static double bytesInto(Call call, Placement placement, int tier, int first) {
    int n = placement.size();
    int members = placement.together(tier, first);
    double outside = (n - members) / (double) n;
    double bytes = call.bytes();
    return switch (call.operation()) {
      case ALL_REDUCE -> bytes * Math.min(2 * outside, 1) / members;
      case ALL_GATHER, REDUCE_SCATTER -> bytes * outside / members;
      case BROADCAST, REDUCE -> bytes / members;
      // Somewhere is the busiest member; which domain it lies in is not known.
      case ALL_TO_ALL -> bytes * outside * (tier < 0 ? call.load() : 1);
      case DISPATCH, COMBINE ->
          bytes * n * kept(call) * call.routed().orElseThrow().reached(first, members, n) * outside / members;
      case SHIFT -> n > members ? bytes / members : 0;
      case SEND, SEND_BACK -> placement.weight(Pattern.SEND, placement.top(), 0) * bytes;
    };
  }

  /** Bytes that {@code inside} of {@code n} members must receive from the others, or send to them. */
  private static double bytesInto(Call call, double inside, double n) {
    double bytes = call.bytes();
    return switch (call.operation()) {
      case ALL_REDUCE, BROADCAST, REDUCE -> bytes;
      case ALL_GATHER, REDUCE_SCATTER -> bytes * Math.max(inside, n - inside) / n;
      case ALL_TO_ALL -> bytes * inside * (n - inside) / n;
      case DISPATCH, COMBINE -> 2 * inside == n
          ? bytes * kept(call) * inside * call.routed().filter(r -> r.limit() == r.groups()).map(r -> r.expectedDomains(2))
              .orElse(0.0) / 2
          : 0;
      case SEND, SEND_BACK, SHIFT -> bytes;
    };
  }

  /** Share of the tokens that are not dropped: where even the busiest member receives less than the mean sent to it. */
  private static double kept(Call call) {
    return Math.min(1, call.routed().orElseThrow().loadFactor());
  }
}
