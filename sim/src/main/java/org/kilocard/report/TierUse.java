package org.kilocard.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kilocard.timeline.LinkTrack;

/**
 * How the links of one tier were used.
 *
 * @param tier name, e.g. {@code nvlink}
 * @param utilisationMean mean over all its links, see {@link LinkUse#utilisationMean}
 * @param utilisationPeak highest share of the raw rate of any link at any instant
 * @param bytesPerCard payload that a card sends through the tier, mean over all cards. A byte crosses each
 *     kind of link at most once, so this is what the kind that carries most carries
 * @param classes its kinds of links
 */
public record TierUse(
    String tier, double utilisationMean, double utilisationPeak, double bytesPerCard, List<LinkUse> classes) {

  /** A kind of link: those of one name and rate (a degraded link is a kind of its own). */
  private record Kind(String name, double bytesPerSecond) {}

  /** Copies the list. */
  public TierUse {
    classes = List.copyOf(classes);
  }

  /** The tiers of {@code links}, in their order. */
  static List<TierUse> of(List<LinkTrack> links, long stepPs, int cards) {
    Map<String, List<LinkTrack>> tiers = new LinkedHashMap<>();
    links.forEach(t -> tiers.computeIfAbsent(t.tier(), n -> new ArrayList<>()).add(t));
    List<TierUse> uses = new ArrayList<>();
    tiers.forEach((tier, tracks) -> uses.add(tier(tier, tracks, stepPs, cards)));
    return uses;
  }

  private static TierUse tier(String tier, List<LinkTrack> tracks, long stepPs, int cards) {
    Map<Kind, List<LinkTrack>> kinds = new LinkedHashMap<>();
    tracks.forEach(
        t -> kinds.computeIfAbsent(new Kind(t.name(), t.bytesPerSecond()), k -> new ArrayList<>()).add(t));
    List<LinkUse> classes = new ArrayList<>();
    Map<String, Double> bytes = new LinkedHashMap<>();
    kinds.forEach((kind, members) -> {
      LinkUse use = kind(kind, members, stepPs);
      classes.add(use);
      bytes.merge(kind.name(), use.bytesPerLink() * use.links(), Double::sum);
    });
    LinkUse all = kind(new Kind(tier, 0), tracks, stepPs);
    double most = bytes.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    return new TierUse(tier, all.utilisationMean(), all.utilisationPeak(), most / cards, classes);
  }

  private static LinkUse kind(Kind kind, List<LinkTrack> tracks, long stepPs) {
    long links = 0;
    double bytes = 0;
    double busy = 0;
    double max = 0;
    double peak = 0;
    for (LinkTrack track : tracks) {
      double utilisation = (double) track.wirePs() / stepPs;
      links += track.links();
      bytes += track.bytes() * track.links();
      busy += utilisation * track.links();
      max = Math.max(max, utilisation);
      peak = Math.max(peak, track.peak());
    }
    return new LinkUse(kind.name(), links, kind.bytesPerSecond(), bytes / links, busy / links, max, peak);
  }
}
