package org.kilocard.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Overrides;
import org.kilocard.input.YamlDocument;
import org.kilocard.job.Job;
import org.kilocard.scenario.Scenario;
import org.kilocard.scenario.ScenarioFile;
import org.kilocard.schedule.ChunkPlace;
import org.kilocard.schedule.ChunkTask;
import org.kilocard.schedule.Pass;
import org.kilocard.schedule.PipelineClock;
import org.kilocard.schedule.Schedules;
import org.kilocard.schedule.Slot;
import org.kilocard.schedule.TaskTimes;
import org.kilocard.schedule.Timetable;
import org.kilocard.study.Simulation;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

/**
 * Every schedule runs in the world, which checks its invariants, without a deadlock: on pipelines of two
 * ranks, where up and down are the same pair, and of four; with messages beside computation and without;
 * dense, and with experts and tensor parallelism.
 */
final class SchedulesRunTest {
  private static final String DENSE = """
      topology: h100-nvl8-ib
      model: {family: gpt, layers: 16, hidden: 4096, heads: 32, kv_heads: 32, ffn: 16384, vocab: 1024}
      batch: {sequence_length: 2048, global: 16}
      """;
  private static final String EXPERTS = """
      topology: h800-nvl8-ib
      model: {family: moe, layers: 16, hidden: 2048, heads: 16, kv_heads: 16, ffn: 8192, vocab: 1024,
              experts: {routed: 16, top_k: 2, ffn: 1024}}
      batch: {sequence_length: 2048, global: 32}
      """;

  private record Case(String schedule, String model, int ranks, boolean overlap) {
    @Override
    public String toString() {
      return schedule + (model.equals(DENSE) ? " dense " : " experts ") + ranks
          + (overlap ? " overlapped" : "");
    }
  }

  static Stream<Case> cases() {
    return Schedules.names().stream().flatMap(schedule -> Stream.of(
        new Case(schedule, DENSE, 4, false),
        new Case(schedule, EXPERTS, 2, true),
        new Case(schedule, EXPERTS, 4, false)));
  }

  static Stream<Case> quickMessages() {
    return Schedules.names().stream().flatMap(schedule -> Stream.of(
        new Case(schedule, DENSE, 2, true),
        new Case(schedule, DENSE, 4, true)));
  }

  private static Scenario scenario(Case given) {
    List<String> settings = new ArrayList<>(List.of(
        "schedule=" + given.schedule(),
        "parallelism.pipeline=" + given.ranks(),
        "communication.overlap.pipeline=" + given.overlap(),
        "communication.overlap.gradient=" + given.overlap(),
        "cards=" + given.ranks() * (given.model().equals(DENSE) ? 2 : 8)));
    if (given.schedule().equals("interleaved")) {
      settings.add("parallelism.virtual_pipeline=2");
    }
    if (given.model().equals(EXPERTS)) {
      settings.addAll(List.of("parallelism.expert=8", "parallelism.tensor=2"));
    }
    return ScenarioFile.read(
        YamlDocument.parse("s.yaml", given.model()), new Catalogue(Path.of("..")), Overrides.parse(settings));
  }

  private static Timetable simulate(Scenario scenario) {
    Job job = scenario.job();
    try (Simulator simulator = new Simulator()) {
      return SimulatedTimetable.of(
          Simulation.run(scenario, simulator, Progress.NONE).timeline().orElseThrow(),
          job.schedule(), job.pipelineShape());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void runsEverySlotInOrder(Case given) {
    Scenario scenario = scenario(given);
    isInOrder(scenario.job(), simulate(scenario));
  }

  private static void isInOrder(Job job, Timetable simulated) {
    for (int rank = 0; rank < job.parallelism().pipeline(); rank++) {
      List<Timetable.TimedSlot> slots = simulated.ranks().get(rank);
      assertThat(slots.stream().map(Timetable.TimedSlot::slot))
          .isEqualTo(job.schedule().order(job.pipelineShape(), rank));
      for (int i = 1; i < slots.size(); i++) {
        assertThat(slots.get(i).startPs()).isGreaterThanOrEqualTo(slots.get(i - 1).endPs());
      }
    }
  }

  /**
   * Dense, with messages beside computation: a message of 2,048 · 4,096 · 2 B = 17 MB takes some 0.05 ms
   * where a pass takes several milliseconds. So the clock, which sends for free, must agree with the world
   * within 3 % when it is given the mean time that each kind of pass takes on each stage there. DualPipe's
   * pairs take their time differently there: a half need not wait for the other's input, so the mean holds
   * some waiting that the clock adds to its own, and the world is up to 8 % sooner.
   */
  @ParameterizedTest
  @MethodSource("quickMessages")
  void clockAgreesWhereMessagesAreQuick(Case given) {
    Scenario scenario = scenario(given);
    Job job = scenario.job();
    Timetable simulated = simulate(scenario);
    isInOrder(job, simulated);
    Timetable played = PipelineClock.play(job.schedule(), job.pipelineShape(), means(job, simulated));
    double sooner = given.schedule().startsWith("dualpipe") ? 0.08 : 0.03;
    assertThat((double) simulated.makespanPs() / played.makespanPs()).isBetween(1 - sooner, 1.03);
  }

  private static TaskTimes means(Job job, Timetable simulated) {
    Map<List<Object>, long[]> sums = new LinkedHashMap<>();
    for (int rank = 0; rank < simulated.ranks().size(); rank++) {
      for (Timetable.TimedSlot timed : simulated.ranks().get(rank)) {
        List<Object> key = new ArrayList<>();
        for (ChunkTask task : timed.slot().tasks()) {
          key.add(timed.slot() instanceof Slot.Overlapped ? "pair" : task.pass());
          key.add(job.schedule().stage(job.pipelineShape(), new ChunkPlace(rank, task.chunk())));
        }
        long[] sum = sums.computeIfAbsent(key, unseen -> new long[2]);
        sum[0] += timed.durationPs();
        sum[1]++;
      }
    }
    return new TaskTimes() {
      @Override
      public long taskPs(Pass pass, int stage) {
        long[] sum = sums.get(List.<Object>of(pass, stage));
        return sum[0] / sum[1];
      }

      @Override
      public long overlappedPs(int forwardStage, int backwardStage) {
        long[] sum = sums.get(List.<Object>of("pair", forwardStage, "pair", backwardStage));
        return sum[0] / sum[1];
      }
    };
  }
}
