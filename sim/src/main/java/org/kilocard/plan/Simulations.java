package org.kilocard.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.kilocard.job.Faults;
import org.kilocard.job.Job;
import org.kilocard.report.Result;
import org.kilocard.scenario.Fidelity;
import org.kilocard.scenario.Scenario;
import org.kilocard.study.Simulation;
import org.kilocard.study.Worlds;
import org.kilocard.world.Progress;

/** Simulates jobs flow by flow on all processors. */
final class Simulations {
  private Simulations() {}

  /** The results of {@code jobs}, in their order, each as the scenario {@code like} with that job. */
  static List<Result> of(Scenario like, List<Job> jobs) {
    AtomicReferenceArray<Result> results = new AtomicReferenceArray<>(jobs.size());
    Worlds.onAllProcessors().each(IntStream.range(0, jobs.size()).boxed().toList(), (i, simulator) ->
        results.set(i, Simulation.run(with(like, jobs.get(i)), simulator, Progress.NONE).result()));
    List<Result> inOrder = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      inOrder.add(Objects.requireNonNull(results.get(i)));
    }
    return inOrder;
  }

  private static Scenario with(Scenario like, Job job) {
    return new Scenario(like.name(), like.cluster(), job, Fidelity.FLOW, true, like.seed(), Faults.NONE,
        like.training(), List.of());
  }
}
