package org.kilocard.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.Precision;
import org.kilocard.job.ExpertLoad;
import org.kilocard.job.GroupLayout;
import org.kilocard.job.Job;
import org.kilocard.job.MemoryEstimate;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Recompute;
import org.kilocard.model.ModelFlops;
import org.kilocard.report.CardPeak;
import org.kilocard.report.ExpertUse;
import org.kilocard.report.RunFacts;
import org.kilocard.report.StageMemory;
import org.kilocard.report.StepFlops;
import org.kilocard.report.TrainingPlan;
import org.kilocard.scenario.Scenario;
import org.kilocard.scenario.Training;

/** What the report needs to know beside the timeline. */
final class Facts {
  private Facts() {}

  static RunFacts of(Scenario scenario) {
    Job job = scenario.job();
    return new RunFacts(
        scenario.name(),
        job.model().name(),
        scenario.cluster().name(),
        scenario.cards(),
        job.batch().tokens(),
        flops(job),
        peak(job),
        memory(job),
        Math.round(job.accelerator().memoryCapacityBytes()),
        MemoryAdvice.of(scenario),
        scenario.fidelity().name().toLowerCase(Locale.ROOT),
        scenario.seed(),
        version(),
        scenario.warnings(),
        experts(job),
        scenario.training().map(training -> training(training, scenario.cluster().accelerator())));
  }

  private static String version() {
    return Optional.ofNullable(Facts.class.getPackage().getImplementationVersion()).orElse("development");
  }

  /** Full recomputation runs every forward pass twice. */
  private static StepFlops flops(Job job) {
    double tokens = job.batch().tokens();
    double full = tokens * ModelFlops.perToken(job.model(), job.batch().sequenceLength());
    double causal = tokens * ModelFlops.perTokenCausal(job.model(), job.batch().sequenceLength());
    double again = tokens * ModelFlops.forwardPerToken(job.model(), job.batch().sequenceLength());
    double hardware = job.recompute() == Recompute.FULL ? full + again : full;
    return new StepFlops(full, causal, hardware, ModelFlops.formula(job.model()));
  }

  private static CardPeak peak(Job job) {
    return new CardPeak(
        job.accelerator().peakFlops(Precision.BF16),
        job.precision().name().toLowerCase(Locale.ROOT),
        job.accelerator().peakFlops(job.precision()));
  }

  private static List<StageMemory> memory(Job job) {
    List<StageMemory> ranks = new ArrayList<>();
    for (Map<String, Long> parts : MemoryEstimate.of(job)) {
      ranks.add(new StageMemory(ranks.size(), parts));
    }
    return ranks;
  }

  private static Optional<ExpertUse> experts(Job job) {
    ExpertLoad load = job.expertLoad();
    if (load.isUniform()) {
      return Optional.empty();
    }
    Parallelism p = job.parallelism();
    int busiest = load.busiestCard(p.expert());
    GroupLayout layout = new GroupLayout(p, job.schedule().copies());
    int rank = 0;
    while (layout.expertCard(rank) != busiest) {
      rank++;
    }
    int perCard = load.shares().size() / p.expert();
    return Optional.of(new ExpertUse(rank, p.cards() / p.expert(), busiest * perCard, (busiest + 1) * perCard - 1,
        load.overMean(busiest, p.expert()), load.hottestExpert(), load.expertOverMean(load.hottestExpert()),
        load.sharesOf(0, 1).stream().distinct().count() == 1, load.dropped()));
  }

  private static TrainingPlan training(Training training, Accelerator accelerator) {
    Optional<TrainingPlan.Price> price = training.cardHourPrice().isPresent()
        ? Optional.of(new TrainingPlan.Price(training.cardHourPrice().getAsDouble(), "USD"))
        : Optional.empty();
    return new TrainingPlan(training.tokens(), price, training.wattsPerCard(),
        training.wattsPerCard().equals(accelerator.watts()), training.pue());
  }
}
