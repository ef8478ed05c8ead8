package org.kilocard.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kilocard.analytic.AnalyticModel;
import org.kilocard.input.Overrides;
import org.kilocard.input.YamlDocument;
import org.kilocard.job.Job;
import org.kilocard.job.Recompute;
import org.kilocard.report.MemoryUse;
import org.kilocard.report.PlanOption;
import org.kilocard.report.PlanPoint;
import org.kilocard.scenario.Scenario;
import org.kilocard.scenario.ScenarioFile;
import org.kilocard.study.Simulation;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

final class BestLayoutsTest {
  private static double seconds(Scenario scenario) {
    try (Simulator simulator = new Simulator()) {
      return Simulation.run(scenario, simulator, Progress.NONE).result().seconds();
    }
  }

  /** Against the layout that was published, both as simulated. */
  @ParameterizedTest
  @CsvSource({"gpt3-175b-a100-1024, 1024", "llama3.1-405b-h100-16384, 16384"})
  void proposalsComeNearPublishedLayouts(String name, int cards) {
    double published = seconds(ScenarioFile.load(Plans.CATALOGUE, name, Overrides.parse(List.of())));
    PlanPoint point = Plans.layouts(Plans.open(name), Fixed.NOTHING).several(cards, 5);
    assertThat(point.options()).hasSize(5);
    assertThat(point.best().orElseThrow().result().seconds()).isLessThan(1.05 * published);
  }

  @Test
  void proposalsFitDifferAndAreInOrder() {
    PlanPoint point = Plans.layouts(Plans.moe("batch.sequence_length=8192"), Fixed.NOTHING).several(64, 5);
    assertThat(point.options()).hasSizeBetween(2, 5)
        .isSortedAccordingTo(Comparator.comparingDouble(option -> option.result().seconds()))
        .allMatch(option -> option.result().memory().map(MemoryUse::fits).orElse(false));
    assertThat(point.options().stream().map(option -> option.layout().replaceFirst(",.*", "")).distinct())
        .hasSize(point.options().size());
  }

  /** The settings of a proposal make a scenario of exactly the job that was simulated. */
  @Test
  void settingsLeadToTheSameStep() {
    String base = "deepseek-v3-h800-2048";
    List<String> small = List.of("model.layers=7", "batch.global=240");
    Fixed fixed = new Fixed(Map.of("micro", 1), Optional.empty(), Optional.of(Recompute.SELECTIVE), false);
    PlanPoint point = Plans.layouts(Plans.open(base, small.toArray(String[]::new)), fixed).several(64, 3);
    assertThat(point.options()).isNotEmpty();
    for (PlanOption option : point.options()) {
      List<String> settings = new ArrayList<>(small);
      option.settings().forEach((key, value) -> settings.add(key + "=" + value));
      Scenario scenario = ScenarioFile.read(YamlDocument.parse(
          Plans.CATALOGUE.resolve(ScenarioFile.FOLDER, base)), Plans.CATALOGUE, Overrides.parse(settings));
      assertThat(seconds(scenario)).as(option.layout()).isEqualTo(option.result().seconds());
    }
  }

  /** Nothing that fits is faster by the closed form than the first proposal's layout, of all in the space. */
  @Test
  void nothingThatFitsIsFaster() {
    Scenario scenario = Plans.dense();
    Verdict verdict = search(scenario, 16);
    AnalyticModel model = AnalyticModel.of(scenario.cluster(), scenario.job());
    long capacity = Math.round(scenario.job().accelerator().memoryCapacityBytes());
    long fits = 0;
    long fastest = Long.MAX_VALUE;
    long all = 0;
    for (LayoutFamily family : new LayoutSpace(scenario.cluster(), scenario.job(), Fixed.NOTHING).on(16)) {
      for (List<Job> variants : family.variants()) {
        for (Job job : variants) {
          all++;
          if (CardMemory.exact(job) <= capacity) {
            fits++;
            fastest = Math.min(fastest, model.evaluate(job).stepPs());
          }
        }
      }
    }
    assertThat(fits).isBetween(1L, all);
    assertThat(verdict.best().get(0).stepPs()).isLessThanOrEqualTo(fastest);
  }

  private static Verdict search(Scenario scenario, int cards) {
    return new LayoutSearch(AnalyticModel.of(scenario.cluster(), scenario.job()),
        Math.round(scenario.job().accelerator().memoryCapacityBytes()), new Refinement(Fixed.NOTHING))
        .among(new LayoutSpace(scenario.cluster(), scenario.job(), Fixed.NOTHING).on(cards));
  }

  /** GPT-3 on 8 A100: 175 G parameters of 18 bytes do not fit into 640 GiB whatever one does. */
  @Test
  void tooLargeForFewCards() {
    PlanPoint point = Plans.layouts(Plans.open("gpt3-175b-a100-1024"), Fixed.NOTHING).best(8);
    assertThat(point.options()).isEmpty();
    assertThat(point.considered()).isPositive().isEqualTo(point.tooLarge());
  }

  @Test
  void spareMemoryIsLeftFree() {
    Scenario scenario = Plans.dense();
    PlanOption roomy = Plans.layouts(scenario, Fixed.NOTHING).best(16).best().orElseThrow();
    long used = roomy.result().memory().orElseThrow().bytesPerCard();
    long capacity = Math.round(scenario.job().accelerator().memoryCapacityBytes());
    PlanOption tight = new BestLayouts(scenario, Fixed.NOTHING, capacity - used + 1, words -> { }).best(16)
        .best().orElseThrow();
    assertThat(tight.result().memory().orElseThrow().bytesPerCard()).isLessThan(used);
  }

  @Test
  void sameQuestionSameAnswer() {
    Fixed fixed = new Fixed(Map.of("pipeline", 4), Optional.empty(), Optional.empty(), false);
    List<String> first = words(Plans.layouts(Plans.moe(), fixed).several(32, 5));
    assertThat(words(Plans.layouts(Plans.moe(), fixed).several(32, 5))).isEqualTo(first);
  }

  private static List<String> words(PlanPoint point) {
    return point.options().stream().map(option -> option.settings() + " " + option.result().seconds()).toList();
  }
}
