package org.kilocard.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kilocard.analytic.AnalyticModel;
import org.kilocard.input.Spelled;
import org.kilocard.job.Batch;
import org.kilocard.job.Job;
import org.kilocard.job.MemoryEstimate;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Recompute;
import org.kilocard.report.Remedy;
import org.kilocard.scenario.JobRules;
import org.kilocard.scenario.Scenario;

/**
 * Finds small changes after which a job fits into its cards: one key, or else two.
 *
 * <p><b>Model.</b> The next stages of ZeRO, more recomputation, half the micro-batch, and twice the tensor, context,
 * pipeline or expert parallelism on as many cards. Of those that are legal and fit, the ones that the closed form finds
 * fastest.
 */
public final class MemoryAdvice {
  private static final int MOST = 2;
  private static final int MOST_TRIED = 24;

  /** A job and the keys that lead to it. */
  private record Variant(String change, Job job) {
    long bytes() {
      long most = 0;
      for (Map<String, Long> rank : MemoryEstimate.of(job)) {
        most = Math.max(most, rank.values().stream().mapToLong(Long::longValue).sum());
      }
      return most;
    }

    boolean fits() {
      return bytes() <= job.accelerator().memoryCapacityBytes();
    }
  }

  private MemoryAdvice() {}

  /** At most two changes, the fastest first; none when the job fits, or when no two changes make it fit. */
  public static List<Remedy> of(Scenario scenario) {
    Variant own = new Variant("", scenario.job());
    if (own.fits()) {
      return List.of();
    }
    List<Variant> once = changes(own);
    List<Variant> fitting = once.stream().filter(Variant::fits).toList();
    if (fitting.isEmpty()) {
      fitting = once.stream().flatMap(one -> changes(one).stream()).filter(Variant::fits)
          .collect(Collectors.toMap(Variant::job, v -> v, (a, b) -> a, LinkedHashMap::new))
          .values().stream().toList();
    }
    AnalyticModel model = AnalyticModel.of(scenario.cluster(), scenario.job());
    double before = model.evaluate(scenario.job()).stepPs();
    return fitting.stream()
        .limit(MOST_TRIED)
        .map(v -> new Remedy(v.change(), v.bytes(), model.evaluate(v.job()).stepPs() / before))
        .sorted(Comparator.comparingDouble(Remedy::slowdown))
        .limit(MOST)
        .toList();
  }

  private static List<Variant> changes(Variant from) {
    List<Variant> all = new ArrayList<>();
    Job job = from.job();
    Parallelism p = job.parallelism();
    for (int zero = p.zero() + 1; zero <= 3 && p.data() * p.context() > 1; zero++) {
      add(all, from, "parallelism.zero=" + zero, with(job, sharded(p, zero)));
    }
    for (Recompute more : Recompute.values()) {
      if (more.compareTo(job.recompute()) > 0) {
        add(all, from, "recompute=" + Spelled.of(more), job.laidOut(
            p, job.schedule(), job.batch(), more, job.communication()));
      }
    }
    Batch b = job.batch();
    if (b.micro() % 2 == 0) {
      add(all, from, "batch.micro=" + b.micro() / 2,
          job.withBatch(new Batch(b.sequenceLength(), b.global(), b.micro() / 2)));
    }
    if (p.data() % 2 == 0) {
      String data = ", parallelism.data=" + p.data() / 2;
      add(all, from, "parallelism.tensor=" + 2 * p.tensor() + data,
          with(job, sized(p, 2 * p.tensor(), p.context(), p.pipeline(), p.expert(), p.data() / 2)));
      add(all, from, "parallelism.context=" + 2 * p.context() + data,
          with(job, sized(p, p.tensor(), 2 * p.context(), p.pipeline(), p.expert(), p.data() / 2)));
      if (p.layersPerStage().isEmpty()) {
        add(all, from, "parallelism.pipeline=" + 2 * p.pipeline() + data,
            with(job, sized(p, p.tensor(), p.context(), 2 * p.pipeline(), p.expert(), p.data() / 2)));
      }
    }
    if (job.model().moe().isPresent()) {
      add(all, from, "parallelism.expert=" + 2 * p.expert(),
          with(job, sized(p, p.tensor(), p.context(), p.pipeline(), 2 * p.expert(), p.data())));
    }
    return all;
  }

  private static Job with(Job job, Optional<Parallelism> layout) {
    return layout.map(l -> job.laidOut(l, job.schedule(), job.batch(), job.recompute(), job.communication()))
        .orElse(job);
  }

  private static void add(List<Variant> all, Variant from, String change, Job job) {
    if (job != from.job() && JobRules.violation(job).isEmpty()) {
      all.add(new Variant(from.change().isEmpty() ? change : from.change() + ", " + change, job));
    }
  }

  private static Optional<Parallelism> sharded(Parallelism p, int zero) {
    return Optional.of(p.with(p.contextKind(), zero, p.order()));
  }

  /** Another layout of as many cards; none where experts cannot be dealt to them. */
  private static Optional<Parallelism> sized(
      Parallelism p, int tensor, int context, int pipeline, int expert, int data) {
    boolean dealt = tensor * context * data % (expert * p.expertTensor()) == 0;
    boolean grouped = context * data % p.sharding().group().orElse(1) == 0;
    if (!dealt || !grouped) {
      return Optional.empty();
    }
    return Optional.of(new Parallelism(tensor, context, p.contextKind(), pipeline, p.virtualPipeline(),
        expert, p.expertTensor(), data, p.sharding(), p.sequenceParallel() || tensor > p.tensor(), p.order(),
        p.expertOrder(), p.layersPerStage()));
  }
}
