package org.kilocard.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kilocard.hardware.Precision;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Overrides;
import org.kilocard.input.YamlDocument;
import org.kilocard.job.Dimension;
import org.kilocard.job.Job;
import org.kilocard.job.LayerSplit;
import org.kilocard.job.Overlap;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Recompute;
import org.kilocard.job.UnitMode;
import org.kilocard.model.Lora;
import org.kilocard.model.Lora.Target;
import org.kilocard.model.ModelSpec;

final class ScenarioFileTest {
  private static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));

  private static Scenario read(String text, String... settings) {
    return ScenarioFile.read(YamlDocument.parse("s.yaml", text), CATALOGUE,
        Overrides.parse(List.of(settings)));
  }

  private static Scenario load(String name, String... settings) {
    return ScenarioFile.load(CATALOGUE, name, Overrides.parse(List.of(settings)));
  }

  @Test
  void defaultsAreAsTheTableSays() {
    Scenario scenario = read("""
        topology: h100-nvl8-ib
        cards: 64
        model: gpt3-175b
        batch: {sequence_length: 2048, global: 64}
        parallelism: {tensor: 8}
        """);
    Job job = scenario.job();
    // 64 cards / tensor 8 leave data 8; the stack is the topology's.
    assertThat(job.parallelism()).isEqualTo(new Parallelism(8, 1, 1, 1, 1, 1, 8, 1, true,
        List.of(Dimension.TENSOR, Dimension.CONTEXT, Dimension.DATA, Dimension.PIPELINE), List.of()));
    assertThat(job.stack().id()).isEqualTo("megatron-h100-2024");
    assertThat(job.precision()).isEqualTo(Precision.BF16);
    assertThat(job.schedule().name()).isEqualTo("1f1b");
    assertThat(job.batch().micro()).isEqualTo(1);
    assertThat(job.recompute()).isEqualTo(Recompute.NONE);
    assertThat(job.communication().unitMode()).isEqualTo(UnitMode.SHARED);
    assertThat(job.communication().units()).isZero();
    assertThat(job.communication().overlap()).isEqualTo(new Overlap(false, true, true, true, true));
    assertThat(job.communication().algorithms()).isEmpty();
    assertThat(job.nodeLimit()).isEmpty();
    assertThat(scenario.name()).isEqualTo("s");
    assertThat(scenario.fidelity()).isEqualTo(Fidelity.FLOW);
    assertThat(scenario.fold()).isTrue();
    assertThat(scenario.seed()).isEqualTo(1);
    assertThat(scenario.training()).isEmpty();
    assertThat(scenario.warnings()).isEmpty();
  }

  @Test
  void adaptersAreOnTheAttentionUnlessSaid() {
    ModelSpec model = load("llama2-70b-lora-h100-8").job().model();
    assertThat(model.lora()).contains(new Lora(16, Set.of(Target.QKV, Target.PROJECTION)));
    assertThat(load("llama2-70b-lora-h100-8", "lora={rank: 8}").job().model().lora())
        .contains(new Lora(8, Set.of(Target.QKV, Target.PROJECTION)));
    assertThat(load("llama2-70b-lora-h100-8", "lora.targets=[mlp, qkv]", "lora.rank=64").job().model().lora())
        .contains(new Lora(64, Set.of(Target.QKV, Target.FC1, Target.FC2)));
    assertThat(load("deepseek-v3-h800-2048", "lora={rank: 8, targets: projection}").job().model().lora()).isPresent();
    assertThat(load("deepseek-v3-h800-2048").job().model().lora()).isEmpty();
  }

  @Test
  void numberOfCardsFollowsFromTheLayout() {
    // tensor 8 × pipeline 4 × data 3 = 96 cards
    Scenario scenario = read("""
        topology: h100-nvl8-ib
        model: gpt3-175b
        batch: {sequence_length: 2048, global: 24}
        parallelism: {tensor: 8, pipeline: 4, data: 3}
        """);
    assertThat(scenario.cards()).isEqualTo(96);
  }

  @Test
  void everythingWrittenIsRead() {
    Job job = load("deepseek-v3-h800-2048").job();
    // 2048 cards / pipeline 16 = data 128; 15,360 sequences / 128 = 120 micro-batches; two chunks per rank
    assertThat(job.parallelism().data()).isEqualTo(128);
    assertThat(job.microBatches()).isEqualTo(120);
    assertThat(job.chunksPerRank()).isEqualTo(2);
    assertThat(job.gemmFormat()).hasToString("fp8-block");
    assertThat(job.communication().unitMode()).isEqualTo(UnitMode.RESERVED);
    assertThat(job.communication().units()).isEqualTo(20);
    assertThat(job.nodeLimit()).hasValue(4);
    Training training = load("deepseek-v3-h800-2048").training().orElseThrow();
    // 14.8 T tokens at 2 USD; the card's 700 W and a PUE of 1 are what is left out
    assertThat(training.tokens()).isEqualTo(14.8e12);
    assertThat(training.cardHourPrice()).hasValue(2);
    assertThat(training.wattsPerCard()).hasValue(700);
    assertThat(training.pue()).isEqualTo(1);
  }

  @Test
  void everyScenarioIsLegal() {
    List<String> names = CATALOGUE.names(ScenarioFile.FOLDER);
    assertThat(names).hasSizeGreaterThanOrEqualTo(7);
    for (String name : names) {
      // The name of the file ends in the number of cards.
      assertThat(load(name).cards()).as(name).hasToString(name.substring(name.lastIndexOf('-') + 1));
      assertThat(load(name).warnings()).as(name).isEmpty();
    }
  }

  @Test
  void keysBelowNamesCanBeSet() {
    Scenario scenario = load("gpt3-175b-h100-10752", "model.layers=192", "topology.tiers[1].rate=800 Gb/s",
        "stack.kernel_gap=5 us", "topology.accelerator.memory.capacity=94 GiB",
        "economics.watts_per_card=1 kW",
        "training.tokens=1T", "name=changed");
    assertThat(scenario.name()).isEqualTo("changed");
    assertThat(scenario.job().model().layers()).isEqualTo(192);
    assertThat(scenario.cluster().tiers().get(1).bytesPerSecond()).isEqualTo(100e9);
    assertThat(scenario.job().stack().kernelGapPs().value()).isEqualTo(5e6);
    assertThat(scenario.job().stack().id()).isEqualTo("megatron-h100-2023");
    assertThat(scenario.job().accelerator().memoryCapacityBytes()).isEqualTo(94.0 * (1L << 30));
    assertThat(scenario.training().orElseThrow().wattsPerCard()).hasValue(1000);
  }

  @Test
  void keysOfTheDefaultStackCanBeSet() {
    // This scenario names no stack, so what changes is the topology's.
    Scenario scenario = load("pangu-ultra-moe-910b-6144", "stack.kernel_gap=5 us");
    assertThat(scenario.job().stack().id()).isEqualTo("mindspeed-910b");
    assertThat(scenario.job().stack().kernelGapPs().value()).isEqualTo(5e6);
  }

  @Test
  void algorithmOfAllToAllsHoldsForTokensToo() {
    Job job = load("deepseek-v3-h800-2048", "communication.algorithm.all_to_all=deduplicated",
        "communication.algorithm.all_reduce=auto").job();
    assertThat(job.communication().algorithms())
        .containsOnlyKeys("all_to_all", "dispatch", "combine")
        .containsValue("deduplicated");
  }

  @Test
  void economicsWithoutTrainingWarns() {
    Scenario scenario = load("pangu-ultra-moe-910b-6144", "economics.pue=1.2");
    assertThat(scenario.training()).isEmpty();
    assertThat(scenario.warnings()).singleElement().asString().contains("training: {tokens");
  }

  @Test
  void layersAreSplitWithLighterEnds() {
    // 126 layers of one per stage on 128 stages: the two ends go without.
    int[] llama = LayerSplit.split(126, 128, List.of());
    assertThat(llama[0] + llama[127]).isZero();
    assertThat(llama[1]).isEqualTo(1);
    // 61 layers of at most 4 on 16 stages: 3 too few, taken from the last, the first and the last but one.
    assertThat(LayerSplit.split(61, 16, List.of())).containsExactly(3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4,
    3, 3);
    assertThat(LayerSplit.split(5, 2, List.of(2, 3))).containsExactly(2, 3);
  }
}
