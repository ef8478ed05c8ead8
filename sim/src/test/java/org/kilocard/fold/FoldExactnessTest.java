package org.kilocard.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.report.Invariants;
import org.kilocard.scenario.Scenario;
import org.kilocard.study.Simulation;
import org.kilocard.timeline.CallTrack;
import org.kilocard.timeline.CardTrack;
import org.kilocard.timeline.LinkTrack;
import org.kilocard.timeline.Timeline;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

/** A folded simulation and one of every card tell the same story, to 1e-9 of the step. */
class FoldExactnessTest {
  @AutoClose
  private static final Simulator SIMULATOR = new Simulator();

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("kilocard.seeds", 60));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void foldedAndUnfoldedAgree(long seed) {
    check(RandomClusters.draw(seed));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void foldedAndUnfoldedAgreeOnBrokenClusters(long seed) {
    check(RandomClusters.broken(seed));
  }

  private static void check(Scenario scenario) {
    Timeline folded = SIMULATOR.run(Simulation.world(scenario), Progress.NONE);
    Timeline whole = SIMULATOR.run(Simulation.world(RandomClusters.unfolded(scenario)), Progress.NONE);
    Invariants.check(folded);
    Invariants.check(whole);
    double tolerance = whole.endPs() * 1e-9;

    assertThat(whole.cards()).as(scenario.name()).hasSize(scenario.cards());
    assertThat(folded.cards().stream().mapToInt(CardTrack::cards).sum()).isEqualTo(scenario.cards());
    assertThat((double) folded.endPs()).as(scenario.name()).isCloseTo(whole.endPs(), within(tolerance));
    for (CardTrack track : folded.cards()) {
      CardTrack same = whole.cards().get(track.rank());
      String who = scenario.name() + ", rank " + track.rank();
      near(who + " ready", track.readyPs(), same.readyPs(), tolerance);
      near(who + " start", track.startPs(), same.startPs(), tolerance);
      near(who + " end", track.endPs(), same.endPs(), tolerance);
    }
    sameLinks(scenario.name(), folded, whole, tolerance);
    sameCalls(scenario.name(), folded, whole, tolerance);
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }

  private static void near(String what, long[] actual, long[] expected, double tolerance) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).as("%s %d", what, i).isCloseTo(expected[i], within(tolerance));
    }
  }

  /** Links have no names; in order of what they carried, the n-th of both must have carried the same. */
  private static void sameLinks(String name, Timeline folded, Timeline whole, double tolerance) {
    Map<String, double[][]> expected = links(whole);
    Map<String, double[][]> actual = links(folded);
    assertThat(actual.keySet()).as(name).isEqualTo(expected.keySet());
    expected.forEach((kind, values) -> {
      double most = Arrays.stream(values[0]).max().orElse(0);
      assertThat(actual.get(kind)[0]).as("%s: bytes of %s", name, kind)
          .containsExactly(values[0], within(most * 1e-9 + 1e-9));
      assertThat(actual.get(kind)[1]).as("%s: busy time of %s", name, kind)
          .containsExactly(values[1], within(tolerance + 1));
    });
  }

  /** Bytes and wire times of all links by tier and kind, each sorted. */
  private static Map<String, double[][]> links(Timeline timeline) {
    Map<String, List<double[]>> byKind = new TreeMap<>();
    for (LinkTrack link : timeline.links()) {
      for (int i = 0; i < link.links(); i++) {
        String kind = link.tier() + " " + link.name() + " " + link.bytesPerSecond();
        byKind.computeIfAbsent(kind, k -> new ArrayList<>())
            .add(new double[] {link.bytes(), link.wirePs()});
      }
    }
    Map<String, double[][]> sorted = new LinkedHashMap<>();
    byKind.forEach((kind, list) -> sorted.put(kind, new double[][] {
        list.stream().mapToDouble(v -> v[0]).sorted().toArray(),
        list.stream().mapToDouble(v -> v[1]).sorted().toArray()}));
    return sorted;
  }

  /** The n-th occurrence of a call on all groups, sorted by duration. */
  private static void sameCalls(String name, Timeline folded, Timeline whole, double tolerance) {
    Map<String, List<double[]>> expected = calls(whole);
    Map<String, List<double[]>> actual = calls(folded);
    assertThat(actual.keySet()).as(name).isEqualTo(expected.keySet());
    expected.forEach((call, groups) -> {
      List<double[]> others = actual.get(call);
      assertThat(others).as("%s: groups of %s", name, call).hasSameSizeAs(groups);
      for (int i = 0; i < groups.get(0).length; i++) {
        int occurrence = i;
        assertThat(others.stream().mapToDouble(d -> d[occurrence]).sorted().toArray())
            .as("%s: occurrence %d of %s", name, i, call)
            .containsExactly(groups.stream().mapToDouble(d -> d[occurrence]).sorted().toArray(),
                within(tolerance));
      }
    });
  }

  /** Durations of every group by role, call, algorithm and number of occurrences. */
  private static Map<String, List<double[]>> calls(Timeline timeline) {
    Map<String, List<double[]>> calls = new TreeMap<>();
    for (CallTrack track : timeline.calls()) {
      String key = track.role() + " " + track.call() + " " + track.algorithm() + " " + track.ranks() + " "
          + track.durationsPs().length;
      for (int g = 0; g < track.groups(); g++) {
        calls.computeIfAbsent(key, k -> new ArrayList<>())
            .add(Arrays.stream(track.durationsPs()).asDoubleStream().toArray());
      }
    }
    return calls;
  }
}
