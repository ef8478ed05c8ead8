package org.kilocard.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Mapping;
import org.kilocard.input.Overrides;
import org.kilocard.input.YamlDocument;
import org.kilocard.input.YamlText;

final class ScenarioKeysTest {
  private static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));
  private static final String LEAST = """
      topology: h100-nvl8-ib
      cards: 64
      model: mixtral-8x7b
      batch: {sequence_length: 4096, global: 64}
      """;

  /** A cluster whose stack is a file of its own. */
  private static final String OWN = LEAST.replace("h100-nvl8-ib", "{name: mine, accelerator: h100, stack: "
      + "../topologies/hardware/stacks/megatron-h100-2024.yaml, tiers: [{name: nvlink, kind: switch, cards: 8, "
      + "rate: 450 GB/s, latency: 0.6 us}, {name: ib, kind: clos, rate: 400 Gb/s, latency: 3.7 us, rails: 8}]}");

  static Stream<Mapping> documents() {
    return Stream.concat(Stream.of(LEAST, OWN).map(text -> YamlDocument.parse("least.yaml", text)), CATALOGUE.names(ScenarioFile.FOLDER).stream()
        .map(name -> YamlDocument.parse(CATALOGUE.resolve(ScenarioFile.FOLDER, name))));
  }

  private static Scenario read(Mapping document, String... settings) {
    return ScenarioFile.read(document.unread(), CATALOGUE, Overrides.parse(List.of(settings)));
  }

  private static Mapping complete(Mapping document) {
    Mapping resolved = ScenarioFile.resolved(document.unread(), CATALOGUE, Overrides.parse(List.of()));
    return ScenarioKeys.complete(resolved, ScenarioFile.read(resolved, CATALOGUE));
  }

  /** Also in another folder, for which paths are spelled out, and once more. */
  @ParameterizedTest
  @MethodSource("documents")
  void theTextIsTheSameScenario(Mapping document) {
    String text = YamlText.of(complete(document));
    Mapping again = YamlDocument.parse("elsewhere/other.yaml", text);
    assertThat(read(again)).usingRecursiveComparison().ignoringFields("cluster.stack").isEqualTo(read(document));
    assertThat(YamlText.of(complete(again))).isEqualTo(text);
  }

  /** Whatever is printed behind a key is what --set takes for it. */
  @Test
  void everyPrintedValueCanBeSet() {
    Mapping document = YamlDocument.parse("least.yaml", LEAST);
    Mapping complete = complete(document);
    List<String> settings = new ArrayList<>();
    for (String line : YamlText.of(complete).lines().filter(line -> !line.endsWith(":")).toList()) {
      String[] words = line.split(": ", 2);
      if (!line.startsWith(" ")) {
        settings.add(words[0] + "=" + words[1]);
      }
    }
    for (String section : List.of("parallelism", "batch", "moe")) {
      Mapping keys = complete.unread().mapping(section);
      keys.keys().stream().filter(key -> !key.endsWith("order"))
          .forEach(key -> settings.add(section + "." + key + "=" + keys.text(key)));
    }
    assertThat(settings).hasSizeGreaterThan(25).contains("parallelism.data=auto", "batch.micro=1", "moe.load=uniform",
        "fidelity=flow", "stack=megatron-h100-2024");
    assertThat(read(document, settings.toArray(String[]::new))).usingRecursiveComparison().isEqualTo(read(document));
  }

  /** A key without a value is offered until it has one. */
  @ParameterizedTest
  @CsvSource(delimiter = '=', value = {
      "parallelism.layers_per_stage=[32]", "parallelism.shard=2", "communication.units=16", "moe.node_limit=1",
      "moe.capacity_factor=2", "calibration.compute_scale=1.5", "calibration.communication_scale=1.5",
      "calibration.step_overhead=1 ms", "calibration.pass_overhead=1 us", "training.tokens=1T",
      "economics.card_hour=2 USD", "economics.watts_per_card=700", "economics.pue=1.2",
      "lora={rank: 16, targets: attention}"})
  void whatHasNoValueIsOffered(String key, String value) {
    Mapping document = YamlDocument.parse("least.yaml", LEAST);
    assertThat(offered(document)).contains(key).doesNotHaveDuplicates();
    Mapping set = Overrides.parse(List.of(key + "=" + value)).applyTo(document);
    assertThat(offered(set)).doesNotContain(key).hasSize(offered(document).size() - 1);
    assertThat(YamlText.of(complete(set))).contains(key.substring(key.lastIndexOf('.') + 1) + ": " + value);
  }

  @Test
  void expertsAreOfferedToThoseWhoHaveSome() {
    assertThat(offered(YamlDocument.parse("dense.yaml", LEAST.replace("mixtral-8x7b", "llama2-7b"))))
        .contains("communication.engine").noneMatch(key -> key.startsWith("moe"));
  }

  private static List<String> offered(Mapping document) {
    return ScenarioKeys.others(complete(document), read(document)).stream()
        .map(line -> line.replaceFirst(":.*", "")).toList();
  }
}
