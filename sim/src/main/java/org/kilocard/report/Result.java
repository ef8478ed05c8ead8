package org.kilocard.report;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kilocard.analytic.Estimate;
import org.kilocard.timeline.CallTrack;
import org.kilocard.timeline.LinkTrack;
import org.kilocard.timeline.Timeline;
import org.kilocard.unit.Time;

/**
 * Everything that is reported about one run. Times are in seconds.
 *
 * @param facts what was run
 * @param seconds length of the step
 * @param throughput how fast that is
 * @param criticalStage the pipeline rank that waits least for others, see {@link StepAnalysis#of}
 * @param breakdown where the time goes at the critical stage, mean over its cards; sums to the step
 * @param slowedSeconds the part of the critical stage's compute that is lost to communication beside it or to
 *     slow cards, see {@link CardAccount#slowedPs}
 * @param phases where the time goes by slot of the schedule, mean over all cards; sums to the step
 * @param criticalPhases the same at the critical stage
 * @param stages every pipeline rank
 * @param memory the fullest cards, if the memory is known
 * @param tiers links, innermost tier first
 * @param collectives by name, then by size
 * @param bottleneck one sentence on what limits the step
 * @param training cost of the whole training, if asked for
 * @param simulation how the numbers came about
 */
public record Result(
    RunFacts facts,
    double seconds,
    Throughput throughput,
    int criticalStage,
    Map<Part, Double> breakdown,
    double slowedSeconds,
    Map<Phase, Double> phases,
    Map<Phase, Double> criticalPhases,
    List<StageUse> stages,
    Optional<MemoryUse> memory,
    List<TierUse> tiers,
    List<CollectiveUse> collectives,
    String bottleneck,
    Optional<TrainingCost> training,
    SimulationFacts simulation) {

  /** Copies the lists; the maps are those of {@link #of}. */
  public Result {
    stages = List.copyOf(stages);
    tiers = List.copyOf(tiers);
    collectives = List.copyOf(collectives);
  }

  /**
   * Adds {@code timeline} up, after checking its {@link Invariants}.
   *
   * @param wallSeconds real time that the simulation took
   * @throws IllegalStateException if the timeline breaks an invariant or its step took no time
   */
  public static Result of(RunFacts facts, Timeline timeline, double wallSeconds) {
    return of(facts, timeline, false, wallSeconds);
  }

  /**
   * As {@link #of(RunFacts, Timeline, double)}.
   *
   * @param rolling cards begin the next step as soon as they have ended this one
   */
  public static Result of(RunFacts facts, Timeline timeline, boolean rolling, double wallSeconds) {
    if (timeline.endPs() <= 0) {
      throw new IllegalStateException("the step of '" + facts.scenario() + "' took no time");
    }
    Invariants.check(timeline);
    StepAnalysis analysis = rolling ? StepAnalysis.rolling(timeline) : StepAnalysis.of(timeline);
    return of(facts, analysis, timeline.links(), timeline.calls(),
        new SimulationFacts(wallSeconds, timeline.events(), timeline.actors(), timeline.classes(),
            facts.fidelity(), facts.seed(), facts.version()));
  }

  /**
   * Adds {@code estimate} up.
   *
   * @param wallSeconds real time that the estimate took
   * @throws IllegalStateException if its step took no time
   */
  public static Result of(RunFacts facts, Estimate estimate, double wallSeconds) {
    if (estimate.stepPs() <= 0) {
      throw new IllegalStateException("the step of '" + facts.scenario() + "' took no time");
    }
    List<CardAccount> accounts =
        estimate.ranks().stream().map(rank -> CardAccount.of(rank, estimate.stepPs())).toList();
    return of(facts, StepAnalysis.of(accounts, estimate.stepPs()), estimate.links(), estimate.calls(),
        new SimulationFacts(wallSeconds, 0, 0, accounts.size(), facts.fidelity(), facts.seed(), facts.version()));
  }

  private static Result of(RunFacts facts, StepAnalysis analysis, List<LinkTrack> links, List<CallTrack> calls,
      SimulationFacts simulation) {
    StageAccount critical = analysis.critical();
    double seconds = Time.seconds(analysis.stepPs());
    Throughput throughput = Throughput.of(facts, seconds);
    Map<Part, Double> breakdown = seconds(critical.partsPs(), Part.class);
    List<TierUse> tiers = TierUse.of(links, analysis.stepPs(), facts.cards());
    return new Result(
        facts,
        seconds,
        throughput,
        analysis.criticalStage(),
        breakdown,
        critical.slowedPs() / Time.PS_PER_SECOND,
        seconds(analysis.all().phasesPs(), Phase.class),
        seconds(critical.phasesPs(), Phase.class),
        StageUse.of(analysis, facts),
        MemoryUse.of(facts),
        tiers,
        CollectiveUse.of(calls, facts.cards()),
        Bottleneck.sentence(breakdown, seconds, tiers)
            + Straggler.of(analysis.classes(), analysis.criticalStage()).map(s -> s.sentence(facts.experts())).orElse(""),
        facts.training().map(plan -> TrainingCost.of(plan, throughput.tokensPerSecond(), facts.cards())),
        simulation);
  }

  static <K extends Enum<K>> Map<K, Double> seconds(Map<K, Double> ps, Class<K> type) {
    Map<K, Double> seconds = new EnumMap<>(type);
    ps.forEach((key, value) -> seconds.put(key, value / Time.PS_PER_SECOND));
    return Collections.unmodifiableMap(seconds);
  }
}
