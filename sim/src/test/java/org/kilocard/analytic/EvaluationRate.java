package org.kilocard.analytic;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.kilocard.job.Batch;
import org.kilocard.job.Communication;
import org.kilocard.job.Dimension;
import org.kilocard.job.Job;
import org.kilocard.job.Overlap;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Recompute;
import org.kilocard.job.UnitMode;
import org.kilocard.scenario.Scenario;
import org.kilocard.schedule.GPipe;
import org.kilocard.schedule.Interleaved1F1B;
import org.kilocard.schedule.OneForwardOneBackward;
import org.kilocard.schedule.Schedule;

/**
 * Measures how many layouts of GPT-3 175B an {@link AnalyticModel} evaluates in a second of processor time on one
 * thread. Not a test:
 * run its main method. The layouts differ from each other, in an order drawn by chance; the first line is what a
 * planner sees who asks a fresh model, the others are the same layouts again.
 */
final class EvaluationRate {
  private static final List<Dimension> ORDER =
      List.of(Dimension.TENSOR, Dimension.CONTEXT, Dimension.DATA, Dimension.PIPELINE);

  private EvaluationRate() {}

  /** All legal layouts of a grid, shuffled. */
  static List<Job> grid(Job base) {
    List<Job> jobs = new ArrayList<>();
    for (int cards : new int[] {1024, 1536, 2048, 3072, 4096, 6144, 8192, 10752}) {
      for (int tensor : new int[] {1, 2, 4, 8}) {
        for (int pipeline : new int[] {1, 2, 4, 8, 16}) {
          for (int virtual : new int[] {1, 2, 3, 6, 12}) {
            for (int micro : new int[] {1, 2, 4}) {
              int data = cards / tensor / pipeline;
              if (pipeline * virtual <= 96 && (virtual == 1 || pipeline > 1)) {
                add(jobs, base, new Parallelism(tensor, 1, pipeline, virtual, 1, 1, data, 1, true, ORDER, List.of()),
                    new Batch(2048, data * pipeline * micro * (tensor > 4 ? 4 : 1), micro));
              }
            }
          }
        }
      }
    }
    Collections.shuffle(jobs, new Random(1));
    return jobs;
  }

  private static void add(List<Job> jobs, Job base, Parallelism layout, Batch batch) {
    List<Schedule> schedules = layout.virtualPipeline() > 1
        ? List.of(new Interleaved1F1B())
        : List.of(new OneForwardOneBackward(), new GPipe());
    for (Schedule schedule : schedules) {
      for (Recompute recompute : Recompute.values()) {
        for (boolean overlap : new boolean[] {false, true}) {
          jobs.add(new Job(base.model(), base.accelerator(), base.stack(), base.precision(), layout, schedule, batch,
              recompute, new Communication(UnitMode.SHARED, 0, new Overlap(overlap, true, true, overlap, overlap),
              Map.of()), base.nodeLimit()));
        }
      }
    }
  }

  /** Time that this thread has run; the machine may have other work. */
  private static long cpuNs() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Prints evaluations per second, a line per round. */
  public static void main(String[] arguments) {
    Scenario scenario = Layouts.load("gpt3-175b-h100-10752");
    List<Job> jobs = grid(scenario.job());
    // The compiler of the JVM warms up on another model.
    AnalyticModel other = AnalyticModel.of(scenario.cluster(), scenario.job());
    jobs.forEach(other::evaluate);
    AnalyticModel model = AnalyticModel.of(scenario.cluster(), scenario.job());
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    for (int round = 0; round < rounds; round++) {
      long steps = 0;
      long began = cpuNs();
      for (Job job : jobs) {
        steps += model.evaluate(job).stepPs();
      }
      double seconds = (cpuNs() - began) * 1e-9;
      System.out.println(String.format(Locale.ROOT, "%d layouts, %.0f per second, %.0f us each (mean step %.3f s)",
          jobs.size(), jobs.size() / seconds, seconds / jobs.size() * 1e6, steps * 1e-12 / jobs.size()));
    }
  }
}
