package org.kilocard.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Overrides;
import org.kilocard.job.GroupLayout;
import org.kilocard.job.Job;
import org.kilocard.job.Role;
import org.kilocard.program.StepSlots;
import org.kilocard.scenario.Scenario;
import org.kilocard.scenario.ScenarioFile;

/**
 * A forward and a backward pass of four MoE layers of DeepSeek-V3 beside each other, as in its own training profile
 * on 64 H800: 129.0 ms on the GPU (profile-data @4496024, train.json), 4,096 tokens per card, 20 of 132 SMs
 * communicate.
 *
 * <p>No constant of a kernel is fitted to that profile. Two of communication are: the efficiencies of dispatch and
 * combine on InfiniBand ({@code deepseek-h800}), whose kernels run beside these and are hidden by them.
 */
class DeepSeekPairTest {
  private static final double MEASURED_MS = 129.0;

  @Test
  void takesAsLongAsInTheProfile() {
    // 64 cards share the experts; four pipeline ranks, so that rank 1 holds MoE layers and nothing else.
    Scenario scenario = ScenarioFile.load(new Catalogue(Path.of("..")), "deepseek-v3-h800-2048", Overrides.parse(
        List.of("cards=256", "model.layers=16", "parallelism.pipeline=4", "parallelism.layers_per_stage=[4, 4, 4, 4]",
            "batch.global=512")));
    Job job = scenario.job();
    AnalyticModel model = AnalyticModel.of(scenario.cluster(), job);
    GroupLayout groups = new GroupLayout(job.parallelism(), job.schedule().copies());
    Place experts = model.place(groups, Role.EXPERT, job, 1).orElseThrow();
    LayerTimes times = model.layers(job, model.book(job.communication(), job), Map.of(Role.EXPERT, experts));
    StepSlots.Stage stage = new StepSlots(job, times.costs(), times.layerCalls()).stage(1);
    LayerTimes.Kind kind = new LayerTimes.Kind(false, false, Collections.nCopies(4, job.model().kind(5)));
    SlotTimes pair = times.pair(kind, stage, kind, stage, false);
    assertThat(pair.endPs() * 1e-9).isCloseTo(MEASURED_MS, within(0.08 * MEASURED_MS));
    // Its main compute stream is busy for 118.2 ms, all compute streams together for 124.3 ms.
    assertThat(pair.computePs() * 1e-9).isBetween(0.92 * 118.2, 1.08 * 124.3);
  }
}
