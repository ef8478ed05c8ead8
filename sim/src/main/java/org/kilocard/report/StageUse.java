package org.kilocard.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One pipeline rank.
 *
 * @param stage pipeline rank
 * @param cards cards at this rank
 * @param phases mean time of a card by slot of the schedule, seconds; sums to the step
 * @param memoryBytes peak memory of a card, if known
 */
public record StageUse(int stage, long cards, Map<Phase, Double> phases, OptionalLong memoryBytes) {

  /** Copies the map. */
  public StageUse {
    phases = Collections.unmodifiableMap(new EnumMap<>(phases));
  }

  static List<StageUse> of(StepAnalysis analysis, RunFacts facts) {
    Map<Integer, Long> memory = new LinkedHashMap<>();
    facts.memory().forEach(m -> memory.put(m.pipelineRank(), m.bytes()));
    List<StageUse> stages = new ArrayList<>();
    analysis.stages().forEach((stage, account) -> stages.add(new StageUse(
        stage,
        account.cards(),
        Result.seconds(account.phasesPs(), Phase.class),
        memory.containsKey(stage) ? OptionalLong.of(memory.get(stage)) : OptionalLong.empty())));
    return stages;
  }

  /** Seconds of one phase. */
  public double seconds(Phase phase) {
    return phases.getOrDefault(phase, 0.0);
  }

  /** Seconds of whole backward passes and of backward passes of the inputs only. */
  public double backwardSeconds() {
    return seconds(Phase.BACKWARD) + seconds(Phase.BACKWARD_INPUT);
  }
}
