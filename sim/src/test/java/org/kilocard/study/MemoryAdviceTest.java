package org.kilocard.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Overrides;
import org.kilocard.input.YamlDocument;
import org.kilocard.job.MemoryEstimate;
import org.kilocard.report.Remedy;
import org.kilocard.scenario.Scenario;
import org.kilocard.scenario.ScenarioFile;

class MemoryAdviceTest {
  /** 70 B parameters on 64 cards of 80 GiB. */
  private static Scenario read(String... settings) {
    return ScenarioFile.read(YamlDocument.parse("large.yaml", """
        topology: h100-nvl8-ib
        cards: 64
        model: llama3-70b
        parallelism: {tensor: 8}
        batch: {sequence_length: 8192, global: 64, micro: 2}
        """), new Catalogue(Path.of("..")), Overrides.parse(List.of(settings)));
  }

  private static long most(Scenario scenario) {
    return MemoryEstimate.of(scenario.job()).stream().map(Map::values)
        .mapToLong(parts -> parts.stream().mapToLong(Long::longValue).sum()).max().orElseThrow();
  }

  @Test
  void whatIsAdvisedFitsWhenItIsSet() {
    // Parameters and gradients alone are 6 bytes times 70.6 B / 8, 49 GiB; the activations of 16,384 tokens are more
    // than the rest.
    Scenario scenario = read();
    double capacity = scenario.job().accelerator().memoryCapacityBytes();
    assertThat(most(scenario)).isGreaterThan(Math.round(capacity));
    List<Remedy> remedies = MemoryAdvice.of(scenario);
    assertThat(remedies).hasSize(2).isSortedAccordingTo((a, b) -> Double.compare(a.slowdown(), b.slowdown()));
    for (Remedy remedy : remedies) {
      Scenario changed = read(remedy.change().split(", "));
      assertThat(most(changed)).as(remedy.change()).isEqualTo(remedy.bytesPerCard()).isLessThanOrEqualTo(
          Math.round(capacity));
    }
  }

  @Test
  void twoChangesWhereOneIsNotEnough() {
    List<Remedy> remedies = MemoryAdvice.of(read("parallelism.tensor=2", "batch.global=128"));
    assertThat(remedies).isNotEmpty();
    List<String> keys = new ArrayList<>(Arrays.asList(remedies.get(0).change().split(", ")));
    keys.removeIf(key -> key.startsWith("parallelism.data="));
    assertThat(keys).hasSize(2);
  }

  @Test
  void nothingIsAdvisedToAJobThatFits() {
    assertThat(MemoryAdvice.of(read("recompute=full", "batch.micro=1"))).isEmpty();
    Scenario huge = read("model=llama3.1-405b", "cards=8", "batch.global=2");
    assertThat(MemoryAdvice.of(huge)).as("405 B parameters on eight cards").isEmpty();
  }
}
