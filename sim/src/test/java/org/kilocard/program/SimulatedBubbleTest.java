package org.kilocard.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.job.Batch;
import org.kilocard.job.Job;
import org.kilocard.job.Jobs;
import org.kilocard.schedule.PassTimes;
import org.kilocard.schedule.PipelineClock;
import org.kilocard.schedule.PipelineShape;
import org.kilocard.schedule.Schedule;
import org.kilocard.schedule.Schedules;

/** With communication that takes no time, a simulated step is the work plus the closed form of the bubble. */
class SimulatedBubbleTest {
  private static final LayerCalls NO_CALLS = LayerCalls.NONE;

  private static Job job(String schedule, int ranks, int chunks, int microBatches) {
    Schedule named = Schedules.named(schedule).orElseThrow();
    return Jobs.small().with(Jobs.gpt(ranks * chunks, 64))
        .with(Jobs.layout(1, 1, ranks, named.chunksPerRank().isPresent() ? 1 : chunks, 1, 1))
        .with(new Batch(64, microBatches, 1)).with(named).job();
  }

  private static StepPlan plan(Job job, PassTimes times) {
    return Steps.plan(job, NO_CALLS, Steps.stage(new LayerCost.Dense(
        Steps.block(times.forwardPs(), times.backwardInputPs(), times.weightPs()), Steps.block(0, 0, 0))));
  }

  private static long simulated(Job job, PassTimes times) {
    return Steps.lastPass(Steps.simulate(job, Steps.programs(plan(job, times)), Steps.taking(call -> 0)));
  }

  @ParameterizedTest
  @CsvSource({
    "gpipe, 4, 1, 6", "gpipe, 3, 1, 1", "1f1b, 1, 1, 3", "1f1b, 2, 1, 2", "1f1b, 4, 1, 8", "1f1b, 5, 1, 3",
    "interleaved, 2, 2, 4", "interleaved, 2, 3, 2", "interleaved, 3, 2, 9", "interleaved, 4, 3, 8",
    "dualpipe, 2, 2, 4", "dualpipe, 2, 2, 10", "dualpipe, 4, 2, 8", "dualpipe, 4, 2, 14", "dualpipe, 6, 2, 12",
    "dualpipe, 6, 2, 20", "dualpipe, 8, 2, 16"})
  void makespanIsWorkAndBubble(String name, int ranks, int chunks, int microBatches) {
    Random random = new Random(ranks * 31L + microBatches);
    for (int i = 0; i < 5; i++) {
      PassTimes times = PassTimes.serial(random.nextInt(100), random.nextInt(100), 1 + random.nextInt(100));
      Job job = job(name, ranks, chunks, microBatches);
      Schedule schedule = job.schedule();
      long passes = (long) microBatches * job.chunksPerRank() / schedule.copies();
      long work = (times.forwardPs() + times.backwardPs()) * passes;
      long bubble = schedule.bubblePs(job.pipelineShape(), times).orElseThrow();
      assertThat(simulated(job, times)).as("%s", times).isEqualTo(work + bubble);
    }
  }

  static Stream<String> schedules() {
    return Schedules.names().stream();
  }

  /** Any schedule, any shape: the simulated step is the one that the clock of the schedules plays. */
  @ParameterizedTest
  @MethodSource("schedules")
  void everyScheduleIsPlayedAsByTheClock(String name) {
    Random random = new Random(5);
    Schedule schedule = Schedules.named(name).orElseThrow();
    int played = 0;
    while (played < 8) {
      PipelineShape shape = new PipelineShape(1 + random.nextInt(6),
          schedule.chunksPerRank().orElse(2 + random.nextInt(2)), 1 + random.nextInt(16));
      PassTimes times = PassTimes.serial(random.nextInt(100), random.nextInt(100), 1 + random.nextInt(100));
      if (schedule.violation(shape).isEmpty()) {
        Job job = job(name, shape.ranks(), shape.chunksPerRank(), shape.microBatches());
        assertThat(simulated(job, times)).as("%s %s", shape, times)
            .isEqualTo(PipelineClock.play(schedule, shape, times).makespanPs());
        played++;
      }
    }
  }

}
