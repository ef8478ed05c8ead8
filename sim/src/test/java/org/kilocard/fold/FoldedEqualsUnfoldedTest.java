package org.kilocard.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.report.LinkUse;
import org.kilocard.report.Result;
import org.kilocard.report.StageUse;
import org.kilocard.report.TierUse;
import org.kilocard.scenario.Scenario;
import org.kilocard.study.Simulation;
import org.kilocard.timeline.CallTrack;
import org.kilocard.timeline.Timeline;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

/**
 * Whatever is reported of a folded simulation is what one of every card reports, to 1e-9 of the step, also with faults;
 * {@link FoldExactnessTest} compares the times of every op of sound clusters.
 */
class FoldedEqualsUnfoldedTest {
  private static final int DRAWS = Integer.getInteger("kilocard.draws", 320);
  private static final int MOST_CARDS = 128;
  private static final double EXACT = 1e-9;

  @AutoClose
  private static final Simulator SIMULATOR = new Simulator();

  static LongStream seeds() {
    return LongStream.range(10_000, 10_000 + DRAWS);
  }

  private static Scenario draw(long seed) {
    Scenario s = RandomClusters.draw(seed, MOST_CARDS);
    return new Scenario(s.name(), s.cluster(), s.job(), s.fidelity(), true, s.seed(), RandomFaults.draw(s, seed),
        s.training(), s.warnings());
  }

  @Test
  void theDrawsHaveAllThatMayTellCardsApart() {
    Coverage coverage = new Coverage();
    LongStream.range(10_000, 10_320).forEach(seed -> coverage.add(draw(seed)));
    LongStream.range(10_000, 10_100).forEach(seed ->
        coverage.addTimes(Simulation.run(draw(seed), SIMULATOR, Progress.NONE).timeline().orElseThrow()));
    assertThat(coverage.missing()).as(coverage.toString()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void reportsAgree(long seed) {
    Scenario scenario = draw(seed);
    Simulation.Outcome folded = Simulation.run(scenario, SIMULATOR, Progress.NONE);
    Simulation.Outcome whole = Simulation.run(RandomClusters.unfolded(scenario), SIMULATOR, Progress.NONE);
    String name = scenario.name() + ", " + scenario.faults();
    sameTimes(name, folded.result(), whole.result());
    sameLinks(name, folded.result().tiers(), whole.result().tiers());
    sameCalls(name, folded.timeline().orElseThrow(), whole.timeline().orElseThrow());
  }

  private static void sameTimes(String name, Result folded, Result whole) {
    Offset<Double> close = Offset.offset(whole.seconds() * EXACT);
    assertThat(folded.seconds()).as("%s: step", name).isCloseTo(whole.seconds(), close);
    assertThat(folded.criticalStage()).as("%s: critical stage", name).isEqualTo(whole.criticalStage());
    sameMap(name, folded.breakdown(), whole.breakdown(), close);
    sameMap(name, folded.phases(), whole.phases(), close);
    sameMap(name, folded.criticalPhases(), whole.criticalPhases(), close);
    assertThat(folded.slowedSeconds()).as("%s: slowed", name).isCloseTo(whole.slowedSeconds(), close);
    assertThat(folded.stages()).hasSameSizeAs(whole.stages());
    for (int i = 0; i < whole.stages().size(); i++) {
      StageUse stage = folded.stages().get(i);
      assertThat(stage.cards()).as("%s: cards of stage %d", name, i).isEqualTo(whole.stages().get(i).cards());
      sameMap(name + ", stage " + i, stage.phases(), whole.stages().get(i).phases(), close);
    }
  }

  private static void sameMap(String name, Map<?, Double> folded, Map<?, Double> whole, Offset<Double> close) {
    assertThat(folded.keySet()).as(name).isEqualTo(whole.keySet());
    whole.forEach((part, seconds) ->
        assertThat(folded.get(part)).as("%s: %s", name, part).isCloseTo(seconds, close));
  }

  private static void sameLinks(String name, List<TierUse> folded, List<TierUse> whole) {
    assertThat(folded).hasSameSizeAs(whole);
    for (int t = 0; t < whole.size(); t++) {
      TierUse tier = folded.get(t);
      String what = name + ": " + tier.tier();
      near(what, tier.utilisationMean(), whole.get(t).utilisationMean());
      near(what, tier.utilisationPeak(), whole.get(t).utilisationPeak());
      near(what, tier.bytesPerCard(), whole.get(t).bytesPerCard());
      Map<String, LinkUse> kinds = kinds(tier);
      assertThat(kinds.keySet()).as(what).isEqualTo(kinds(whole.get(t)).keySet());
      kinds(whole.get(t)).forEach((kind, use) -> {
        LinkUse same = kinds.get(kind);
        assertThat(same.links()).as("%s %s", what, kind).isEqualTo(use.links());
        near(what + kind, same.bytesPerLink(), use.bytesPerLink());
        near(what + kind, same.utilisationMean(), use.utilisationMean());
        near(what + kind, same.utilisationMax(), use.utilisationMax());
        near(what + kind, same.utilisationPeak(), use.utilisationPeak());
      });
    }
  }

  private static Map<String, LinkUse> kinds(TierUse tier) {
    Map<String, LinkUse> kinds = new TreeMap<>();
    tier.classes().forEach(use -> kinds.put(use.name() + " of " + use.bytesPerSecond(), use));
    return kinds;
  }

  private static void near(String what, double actual, double expected) {
    assertThat(actual).as(what).isCloseTo(expected, Offset.offset(EXACT * Math.max(1, Math.abs(expected))));
  }

  private static void sameCalls(String name, Timeline folded, Timeline whole) {
    Map<String, double[]> durations = durations(folded);
    Map<String, double[]> expected = durations(whole);
    assertThat(durations.keySet()).as(name).isEqualTo(expected.keySet());
    expected.forEach((call, ps) -> assertThat(durations.get(call)).as("%s: durations of %s", name, call)
        .containsExactly(ps, Offset.offset(whole.endPs() * EXACT)));
  }

  /** Durations of all occurrences of a call on all groups, sorted. */
  private static Map<String, double[]> durations(Timeline timeline) {
    Map<String, List<Double>> lists = new TreeMap<>();
    for (CallTrack track : timeline.calls()) {
      List<Double> list = lists.computeIfAbsent(
          track.role() + " " + track.call() + " " + track.algorithm(), k -> new ArrayList<>());
      for (int g = 0; g < track.groups(); g++) {
        Arrays.stream(track.durationsPs()).forEach(ps -> list.add((double) ps));
      }
    }
    Map<String, double[]> sorted = new TreeMap<>();
    lists.forEach((key, list) -> sorted.put(key, list.stream().mapToDouble(d -> d).sorted().toArray()));
    return sorted;
  }
}
