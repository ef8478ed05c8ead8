package org.kilocard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kilocard.collective.Call;
import org.kilocard.collective.Considered;
import org.kilocard.timeline.CallTrack;
import org.kilocard.timeline.LinkTrack;
import org.kilocard.timeline.Timeline;
import org.kilocard.unit.Time;

/**
 * One size of one collective, as nccl-tests would measure it: all members come at once, once.
 *
 * @param call what was called
 * @param ranks members of a group
 * @param timePs until the last member has finished, picoseconds, above zero
 * @param boundPs physical lower bound, of which no algorithm can be faster
 * @param algorithm chosen algorithm and protocols
 * @param bottleneck the busiest link; empty when no byte was sent
 * @param considered what the planner weighed, by predicted time
 */
public record CollectiveRow(
    Call call,
    int ranks,
    long timePs,
    long boundPs,
    String algorithm,
    Optional<BusyLink> bottleneck,
    List<Considered> considered) {

  /**
   * The kind of link with the highest utilisation, until everything that ran had ended.
   *
   * @param tier name of its tier
   * @param kind of link, e.g. {@code card out}
   * @param utilisation time its bytes took at the raw rate, protocol overhead included, over the time
   */
  public record BusyLink(String tier, String kind, double utilisation) {}

  /** Copies the list. */
  public CollectiveRow {
    considered = List.copyOf(considered);
  }

  /** The row of {@code call} in a timeline; of several groups the slowest counts. */
  public static CollectiveRow of(Call call, Timeline timeline, List<Considered> considered) {
    List<CallTrack> tracks = timeline.calls().stream().filter(t -> t.call().equals(call)).toList();
    long slowest = 0;
    long bound = 0;
    List<String> algorithms = new ArrayList<>();
    for (CallTrack track : tracks) {
      for (long ps : track.durationsPs()) {
        slowest = Math.max(slowest, ps);
      }
      bound = Math.max(bound, track.boundPs());
      if (!algorithms.contains(track.algorithm())) {
        algorithms.add(track.algorithm());
      }
    }
    return new CollectiveRow(call, tracks.get(0).ranks(), slowest, bound, String.join(", ", algorithms),
        busiest(timeline), considered);
  }

  private static Optional<BusyLink> busiest(Timeline timeline) {
    BusyLink busiest = new BusyLink("", "", 0);
    for (LinkTrack link : timeline.links()) {
      double utilisation = (double) link.wirePs() / timeline.endPs();
      // The innermost and first of equals, whatever the rounding.
      if (utilisation > busiest.utilisation() * (1 + 1e-9)) {
        busiest = new BusyLink(link.tier(), link.name(), utilisation);
      }
    }
    return busiest.utilisation() > 0 ? Optional.of(busiest) : Optional.empty();
  }

  /** nccl-tests' algorithm bandwidth, bytes per second. */
  public double algorithmBytesPerSecond() {
    return call.bytes() / Time.seconds(timePs);
  }

  /** nccl-tests' bus bandwidth, bytes per second. */
  public double busBytesPerSecond() {
    return algorithmBytesPerSecond() * call.operation().busFactor(ranks);
  }

  /** The bound over the time: 1 is as fast as physics allows. */
  public double ofBound() {
    return (double) boundPs / timePs;
  }
}
