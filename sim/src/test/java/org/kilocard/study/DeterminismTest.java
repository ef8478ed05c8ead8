package org.kilocard.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.fold.RandomClusters;
import org.kilocard.report.JsonResult;
import org.kilocard.report.Result;
import org.kilocard.scenario.Scenario;
import org.kilocard.timeline.Timeline;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

/** The same input gives the same result, to the last picosecond and byte; only the wall time differs. */
class DeterminismTest {
  static LongStream seeds() {
    return LongStream.range(2000, 2006);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void twoRunsAreTheSame(long seed) {
    Scenario scenario = RandomClusters.draw(seed);
    Simulation.Outcome first;
    Simulation.Outcome second;
    Simulation.Outcome elsewhere;
    try (Simulator simulator = new Simulator()) {
      first = Simulation.run(scenario, simulator, Progress.NONE);
      second = Simulation.run(RandomClusters.draw(seed), simulator, Progress.NONE);
    }
    try (Simulator simulator = new Simulator()) {
      elsewhere = Simulation.run(scenario, simulator, (nowPs, events) -> { });
    }
    for (Simulation.Outcome other : new Simulation.Outcome[] {second, elsewhere}) {
      same(other.timeline().orElseThrow(), first.timeline().orElseThrow());
      assertThat(json(other.result())).isEqualTo(json(first.result()));
    }
  }

  private static void same(Timeline actual, Timeline expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }

  private static String json(Result result) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonResult.write(result, out);
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text).containsPattern("\"wall_s\" *: *[0-9.E-]+");
    return text.replaceAll("\"wall_s\" *: *[0-9.E-]+", "\"wall_s\": 0");
  }
}
