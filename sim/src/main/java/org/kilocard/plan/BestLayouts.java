package org.kilocard.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.kilocard.analytic.AnalyticModel;
import org.kilocard.job.Job;
import org.kilocard.report.MemoryUse;
import org.kilocard.report.PlanOption;
import org.kilocard.report.PlanPoint;
import org.kilocard.report.Result;
import org.kilocard.scenario.Scenario;
import org.kilocard.unit.Time;

/**
 * Proposes layouts for one number of cards after another: searched in closed form, the best of them simulated flow by
 * flow. Keeps what it has found.
 */
final class BestLayouts {
  /** Simulated per number of cards on a curve, where only the best is wanted. */
  private static final int FEW = 3;

  /** Simulated for each layout that is wanted, where several are. */
  private static final int TRIES = 3;

  private static final int PER_KIND = 2;

  private final Scenario open;
  private final LayoutSpace space;
  private final LayoutSearch search;
  private final long capacityBytes;
  private final Consumer<String> progress;
  private final Map<Integer, Verdict> verdicts = new HashMap<>();
  private final Map<Job, Result> simulated = new HashMap<>();

  /**
   * For one scenario, whose layout does not matter.
   *
   * @param spareBytes of every card's memory that layouts must leave free
   * @param progress is told what is being done
   */
  BestLayouts(Scenario open, Fixed fixed, long spareBytes, Consumer<String> progress) {
    this.open = open;
    this.progress = progress;
    capacityBytes = Math.round(open.job().accelerator().memoryCapacityBytes()) - spareBytes;
    space = new LayoutSpace(open.cluster(), open.job(), fixed);
    search = new LayoutSearch(
        AnalyticModel.of(open.cluster(), open.job()), capacityBytes, new Refinement(fixed));
  }

  /** The best layout on {@code cards} cards. */
  PlanPoint best(int cards) {
    return point(cards, 1, FEW);
  }

  /** The {@code most} best layouts, which differ in how the work is split. */
  PlanPoint several(int cards, int most) {
    return point(cards, most, TRIES * most);
  }

  private PlanPoint point(int cards, int most, int tries) {
    progress.accept("searching layouts of " + cards + " cards");
    Verdict verdict = verdicts.computeIfAbsent(cards, n -> search.among(space.on(n)));
    List<Candidate> chosen = new ArrayList<>();
    Map<Candidate.Kind, Integer> taken = new HashMap<>();
    for (Candidate candidate : verdict.best()) {
      if (chosen.size() < tries && taken.merge(candidate.kind(), 1, Integer::sum) <= PER_KIND) {
        chosen.add(candidate);
      }
    }
    return new PlanPoint(cards, verdict.considered(), verdict.tooLarge(), options(chosen, most),
        verdict.fastestTooLarge().map(near -> new PlanPoint.NearMiss(
            LayoutWords.label(near.job()), Time.seconds(near.stepPs()), near.bytes(), capacityBytes)));
  }

  private record Tried(Candidate candidate, Result result) {}

  private List<PlanOption> options(List<Candidate> chosen, int most) {
    List<Job> jobs = chosen.stream().map(Candidate::job).toList();
    simulate(jobs);
    List<Tried> tried = new ArrayList<>();
    for (Candidate candidate : chosen) {
      Result result = of(candidate.job());
      if (result.memory().map(MemoryUse::bytesPerCard).orElse(0L) <= capacityBytes) {
        tried.add(new Tried(candidate, result));
      }
    }
    tried.sort(Comparator.<Tried>comparingDouble(t -> t.result().seconds())
        .thenComparing(Tried::candidate, Candidate.FASTEST));
    Set<Candidate.Split> splits = new HashSet<>();
    return tried.stream()
        .filter(t -> splits.add(t.candidate().split()))
        .limit(most)
        .map(t -> option(t.candidate().job(), t.result()))
        .toList();
  }

  private void simulate(List<Job> jobs) {
    List<Job> fresh = jobs.stream().filter(job -> !simulated.containsKey(job)).toList();
    progress.accept("simulating " + fresh.size() + " of them");
    List<Result> results = Simulations.of(open, fresh);
    for (int i = 0; i < fresh.size(); i++) {
      simulated.put(fresh.get(i), results.get(i));
    }
  }

  /** A job as an option, simulated. */
  PlanOption option(Job job) {
    simulate(List.of(job));
    return option(job, of(job));
  }

  private Result of(Job job) {
    return Objects.requireNonNull(simulated.get(job));
  }

  private PlanOption option(Job job, Result result) {
    return new PlanOption(LayoutWords.label(job), LayoutWords.settings(job, open.job()), result);
  }
}
