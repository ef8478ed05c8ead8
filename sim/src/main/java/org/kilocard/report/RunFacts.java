package org.kilocard.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a report needs to know beside the timeline.
 *
 * @param scenario name of the scenario
 * @param model name of the model
 * @param topology name of the topology
 * @param cards cards of the job
 * @param tokens tokens of a step, over all cards
 * @param flops floating-point operations of a step
 * @param peak what a card could do at best
 * @param memory peak memory of a card at each pipeline rank; may be empty
 * @param memoryCapacityBytes what a card has
 * @param remedies small changes after which the job fits, if it does not
 * @param fidelity how the network was simulated, e.g. {@code flow}
 * @param seed of whatever was drawn at random
 * @param version of the simulator
 * @param warnings what the user should know before trusting the numbers, one sentence each
 * @param experts how unevenly experts are loaded, if they are
 * @param training the whole run, if it is to be priced
 */
public record RunFacts(
    String scenario,
    String model,
    String topology,
    int cards,
    long tokens,
    StepFlops flops,
    CardPeak peak,
    List<StageMemory> memory,
    long memoryCapacityBytes,
    List<Remedy> remedies,
    String fidelity,
    long seed,
    String version,
    List<String> warnings,
    Optional<ExpertUse> experts,
    Optional<TrainingPlan> training) {

  /** Facts of a step whose experts, if any, are loaded alike. */
  public RunFacts(
      String scenario,
      String model,
      String topology,
      int cards,
      long tokens,
      StepFlops flops,
      CardPeak peak,
      List<StageMemory> memory,
      long memoryCapacityBytes,
      String fidelity,
      long seed,
      String version,
      List<String> warnings,
      Optional<TrainingPlan> training) {
    this(scenario, model, topology, cards, tokens, flops, peak, memory, memoryCapacityBytes, List.of(), fidelity,
        seed, version, warnings, Optional.empty(), training);
  }

  /** Checks the counts and copies the lists. */
  public RunFacts {
    Objects.requireNonNull(flops);
    Objects.requireNonNull(peak);
    if (cards < 1 || tokens < 1) {
      throw new IllegalArgumentException("a step has cards and tokens, got " + cards + " and " + tokens);
    }
    memory = List.copyOf(memory);
    remedies = List.copyOf(remedies);
    warnings = List.copyOf(warnings);
  }
}
