package org.kilocard.analytic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.kilocard.input.InputException;
import org.kilocard.job.Job;
import org.kilocard.job.Parallelism;
import org.kilocard.scenario.Scenario;
import org.kilocard.world.Simulator;

/**
 * A sample of 500 legal layouts over all dimensions: each runs to its end and keeps the invariants, which every run
 * checks, and the closed form says the same where nothing contends. What is illegal is refused with its place, and with
 * what would be right.
 */
class LegalLayoutsTest {
  private static final int LEGAL = Integer.getInteger("kilocard.layouts", 500);
  private static final double MOST = 0.03;
  /** Gathers and reductions in every pass, which the closed form lays beside slots only on average; 7.4 % at most. */
  private static final double MOST_SHARDED = 0.08;
  /**
   * Frozen weights leave more of the step to calls, which the closed form takes to be as slow as those of the groups
   * that are spread most; 7.4 % at most.
   */
  private static final double MOST_ADAPTED = 0.08;

  @Test
  void legalLayoutsRunAndOthersAreRefused() {
    AnyLayouts layouts = new AnyLayouts(11);
    Map<String, Integer> refused = new TreeMap<>();
    Map<String, Integer> seen = new TreeMap<>();
    List<String> far = new ArrayList<>();
    int free = 0;
    int legal = 0;
    try (Simulator simulator = new Simulator()) {
      for (int i = 0; legal < LEGAL; i++) {
        String text = layouts.next(i);
        Scenario scenario;
        try {
          scenario = Layouts.read(text);
        } catch (InputException illegal) {
          assertThat(illegal.getMessage()).as(text).matches("(?s)drawn.yaml:\\d+:\\d+: [a-z_.]+: .+[.]\\s+.+[.]");
          refused.merge(illegal.getMessage().split(": ")[1], 1, Integer::sum);
          continue;
        }
        legal++;
        count(seen, scenario.job());
        Compared compared = Compared.of(scenario, simulator);
        if (!compared.contention()) {
          free++;
          if (Math.abs(compared.deviation()) > most(scenario.job())) {
            far.add(compared + "\n" + text);
          }
        }
      }
    }
    assertThat(far).isEmpty();
    assertThat(free).as("layouts without contention").isGreaterThan(LEGAL / 4);
    assertThat(seen.values()).as(seen.toString()).allMatch(n -> n >= LEGAL / 50);
    assertThat(refused.keySet()).contains("parallelism.tensor", "parallelism.context", "parallelism.expert",
        "parallelism.expert_tensor", "parallelism.sequence_parallel", "parallelism.layers_per_stage",
        "parallelism.virtual_pipeline", "batch.sequence_length", "batch.global", "schedule",
        "moe.pad_to_capacity", "lora.targets");
  }

  private static double most(Job job) {
    if (job.parallelism().sharding().gradients()) {
      return MOST_SHARDED;
    }
    return job.model().lora().isPresent() ? MOST_ADAPTED : MOST;
  }

  private static void count(Map<String, Integer> seen, Job job) {
    Parallelism p = job.parallelism();
    seen.merge("schedule " + job.schedule().name(), 1, Integer::sum);
    seen.merge("units " + job.communication().unitMode(), 1, Integer::sum);
    seen.merge("recompute " + job.recompute(), 1, Integer::sum);
    seen.merge("zero " + p.zero(), 1, Integer::sum);
    seen.merge("shard group", p.sharding().group().isPresent() ? 1 : 0, Integer::sum);
    seen.merge("tensor", p.tensor() > 1 ? 1 : 0, Integer::sum);
    seen.merge("context " + p.contextKind(), p.context() > 1 ? 1 : 0, Integer::sum);
    seen.merge("pipeline", p.pipeline() > 1 ? 1 : 0, Integer::sum);
    seen.merge("expert", p.expert() > 1 ? 1 : 0, Integer::sum);
    seen.merge("expert tensor", p.expertTensor() > 1 ? 1 : 0, Integer::sum);
    seen.merge("folded", p.tensor() > 1 && p.expert() > 1 && p.expertTensor() != p.tensor() ? 1 : 0, Integer::sum);
    seen.merge("uneven experts", job.expertLoad().isUniform() ? 0 : 1, Integer::sum);
    seen.merge("capacity", job.expertLoad().capacity().isPresent() ? 1 : 0, Integer::sum);
    seen.merge("adapters", job.model().lora().isPresent() ? 1 : 0, Integer::sum);
    seen.merge("uneven stages", p.layersPerStage().isEmpty() ? 0 : 1, Integer::sum);
  }
}
