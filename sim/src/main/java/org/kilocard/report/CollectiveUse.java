package org.kilocard.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kilocard.collective.Considered;
import org.kilocard.collective.Operation;
import org.kilocard.timeline.CallTrack;

/**
 * All occurrences of one collective in the step, on all groups that call it.
 *
 * @param name what it is for
 * @param operation what it does
 * @param algorithm chosen algorithm and protocol
 * @param bytes size as nccl-tests counts it
 * @param ranks members of a group
 * @param count occurrences, over all groups
 * @param p50Ps median duration from the arrival of the last member, picoseconds
 * @param p99Ps 99th percentile
 * @param maxPs longest
 * @param boundPs the least physical lower bound of the groups, so that it never exceeds {@code p50Ps}
 * @param beaten the fastest other algorithm that the planner weighed, if any
 * @param psPerCard time a card spends in it in a step, mean over all cards, hidden or not
 */
public record CollectiveUse(
    String name,
    Operation operation,
    String algorithm,
    long bytes,
    int ranks,
    long count,
    long p50Ps,
    long p99Ps,
    long maxPs,
    long boundPs,
    Optional<Considered> beaten,
    double psPerCard) {

  /** What must agree for two calls to be the same collective. */
  private record Key(String name, Operation operation, String algorithm, long bytes, int ranks) {}

  /** The collectives of {@code calls} by name, then size. An order by time would hang on a picosecond. */
  static List<CollectiveUse> of(List<CallTrack> calls, int cards) {
    Map<Key, List<CallTrack>> tracks = new LinkedHashMap<>();
    for (CallTrack t : calls) {
      if (t.durationsPs().length > 0) {
        Key key = new Key(
            t.call().name(), t.call().operation().undirected(), t.algorithm(), t.call().bytes(), t.ranks());
        tracks.computeIfAbsent(key, k -> new ArrayList<>()).add(t);
      }
    }
    List<CollectiveUse> uses = new ArrayList<>();
    tracks.forEach((key, members) -> uses.add(use(key, members, cards)));
    uses.sort(Comparator.comparing(CollectiveUse::name)
        .thenComparing(CollectiveUse::operation)
        .thenComparing(CollectiveUse::bytes)
        .thenComparing(CollectiveUse::ranks)
        .thenComparing(CollectiveUse::algorithm));
    return List.copyOf(uses);
  }

  private static CollectiveUse use(Key key, List<CallTrack> tracks, int cards) {
    Durations durations = new Durations();
    long boundPs = Long.MAX_VALUE;
    double cardPs = 0;
    for (CallTrack track : tracks) {
      double sum = 0;
      for (long ps : track.durationsPs()) {
        durations.add(ps, track.groups());
        sum += ps;
      }
      boundPs = Math.min(boundPs, track.boundPs());
      cardPs += sum * track.groups() * track.ranks();
    }
    return new CollectiveUse(key.name(), key.operation(), key.algorithm(), key.bytes(), key.ranks(),
        durations.count(), durations.at(50), durations.at(99), durations.max(), boundPs,
        tracks.stream().flatMap(track -> track.beaten().stream()).findFirst(), cardPs / cards);
  }

  /** nccl-tests' algorithm bandwidth at the median, bytes per second; empty when it took no time. */
  public OptionalDouble algorithmBytesPerSecond() {
    return p50Ps > 0 ? OptionalDouble.of(bytes / (p50Ps * 1e-12)) : OptionalDouble.empty();
  }

  /** nccl-tests' bus bandwidth at the median, bytes per second; empty when it took no time. */
  public OptionalDouble busBytesPerSecond() {
    OptionalDouble algorithm = algorithmBytesPerSecond();
    return algorithm.isPresent()
        ? OptionalDouble.of(algorithm.getAsDouble() * operation.busFactor(ranks))
        : algorithm;
  }

  /** The bound over the median: 1 is as fast as physics allows; empty when it took no time. */
  public OptionalDouble ofBound() {
    return p50Ps > 0 ? OptionalDouble.of((double) boundPs / p50Ps) : OptionalDouble.empty();
  }
}
