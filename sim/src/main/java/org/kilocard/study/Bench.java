package org.kilocard.study;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.kilocard.analytic.AnalyticModel;
import org.kilocard.input.Catalogue;
import org.kilocard.job.Batch;
import org.kilocard.job.Job;
import org.kilocard.report.SimulationFacts;
import org.kilocard.scenario.Scenario;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

/**
 * Measures Kilocard's own speed: whole simulations (programs, folding, world, report) over cards, folded and card by
 * card, and the closed form beside them, in one run on one machine.
 */
public final class Bench {
  /** The closed form is evaluated for so long per row. */
  private static final double ANALYTIC_SECONDS = 1;

  private static final int VARIANTS = 64;

  /**
   * One measurement.
   *
   * @param of the case
   * @param cards cards of the job
   * @param folded whether symmetry was folded
   * @param facts what the simulation was made of
   * @param wallSeconds median time of a whole simulation
   * @param peakBytes most memory that the heap held while they ran, garbage that was not collected yet included
   * @param analyticPerSecond evaluations of the closed form per second, on all processors together
   */
  public record Row(
      BenchCase of,
      int cards,
      boolean folded,
      SimulationFacts facts,
      double wallSeconds,
      long peakBytes,
      OptionalDouble analyticPerSecond) {}

  private final Catalogue catalogue;

  /** Measures with the scenarios of {@code catalogue}. */
  public Bench(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** Measures one case on so many cards: the median of {@code repeats} simulations. */
  public Row measure(BenchCase of, int cards, boolean folded, int repeats) {
    Scenario scenario = of.on(catalogue, cards, folded);
    List<SimulationFacts> facts = new ArrayList<>();
    List<MemoryPoolMXBean> heap = heap();
    System.gc();
    heap.forEach(MemoryPoolMXBean::resetPeakUsage);
    try (Simulator simulator = new Simulator()) {
      for (int i = 0; i < repeats; i++) {
        facts.add(Simulation.run(scenario, simulator, Progress.NONE).result().simulation());
      }
    }
    double[] seconds = facts.stream().mapToDouble(SimulationFacts::wallSeconds).toArray();
    long peak = heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    OptionalDouble analytic =
        folded ? OptionalDouble.of(analyticPerSecond(scenario)) : OptionalDouble.empty();
    return new Row(of, cards, folded, facts.get(0), new Median().evaluate(seconds), peak, analytic);
  }

  private static List<MemoryPoolMXBean> heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  /** Evaluations of layouts that differ in their micro-batches, on as many threads as there are processors. */
  private static double analyticPerSecond(Scenario scenario) {
    List<Job> jobs = new ArrayList<>();
    Batch batch = scenario.job().batch();
    for (int i = 1; i <= VARIANTS; i++) {
      jobs.add(scenario.job().withBatch(
          new Batch(batch.sequenceLength(), Math.multiplyExact(batch.global(), i), batch.micro())));
    }
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        tasks.add(() -> evaluate(AnalyticModel.of(scenario.cluster(), scenario.job()), jobs));
      }
      long evaluations = 0;
      for (Future<Long> done : pool.invokeAll(tasks)) {
        evaluations += done.get();
      }
      return evaluations / ANALYTIC_SECONDS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static long evaluate(AnalyticModel model, List<Job> jobs) {
    jobs.forEach(model::evaluate);
    long count = 0;
    long until = System.nanoTime() + (long) (ANALYTIC_SECONDS * 1e9);
    while (System.nanoTime() < until) {
      for (Job job : jobs) {
        model.evaluate(job);
      }
      count += jobs.size();
    }
    return count;
  }

  /**
   * Exponent of the growth of wall time over cards, by least squares on logarithms; empty for fewer than three rows.
   */
  public static OptionalDouble growth(List<Row> rows) {
    if (rows.size() < 3) {
      return OptionalDouble.empty();
    }
    SimpleRegression line = new SimpleRegression();
    rows.forEach(row -> line.addData(StrictMath.log(row.cards()), StrictMath.log(row.wallSeconds())));
    return OptionalDouble.of(line.getSlope());
  }
}
