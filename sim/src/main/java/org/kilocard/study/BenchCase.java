package org.kilocard.study;

import java.util.List;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Overrides;
import org.kilocard.scenario.Scenario;
import org.kilocard.scenario.ScenarioFile;

/** A scenario of the catalogue that grows with its cards: as many micro-batches per pipeline on any number. */
public enum BenchCase {
  /** GPT-3 175B on H100: TP4, PP8, V12, 8 micro-batches. */
  GPT3("gpt3-175b-h100-10752", 32, 1, 8),
  /** DeepSeek-V3 on H800: PP16, EP64, 120 micro-batches, DualPipe. */
  DEEPSEEK("deepseek-v3-h800-2048", 16, 64, 120),
  /** DeepSeek-V3 on supernodes of 384 cards, whole ones for each rank of PP16: EP128, 32 micro-batches. */
  CLOUDMATRIX("deepseek-v3-cloudmatrix-6144", 16, 384, 32);

  private final String scenario;
  private final int cardsPerReplica;
  private final int replicasMultipleOf;
  private final int microBatches;

  BenchCase(String scenario, int cardsPerReplica, int replicasMultipleOf, int microBatches) {
    this.scenario = scenario;
    this.cardsPerReplica = cardsPerReplica;
    this.replicasMultipleOf = replicasMultipleOf;
    this.microBatches = microBatches;
  }

  /** Name of the scenario in the catalogue. */
  public String scenario() {
    return scenario;
  }

  /** Whether a layout of this case exists on so many cards. */
  public boolean fits(int cards) {
    return cards % (cardsPerReplica * replicasMultipleOf) == 0;
  }

  /** The case on so many cards. */
  Scenario on(Catalogue catalogue, int cards, boolean folded) {
    int data = cards / cardsPerReplica;
    return ScenarioFile.load(catalogue, scenario, Overrides.parse(List.of(
        "cards=" + cards,
        "parallelism.data=" + data,
        "batch.global=" + (long) data * microBatches,
        "fold=" + (folded ? "auto" : "off"))));
  }
}
