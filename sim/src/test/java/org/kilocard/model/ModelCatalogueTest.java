package org.kilocard.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.kilocard.input.Catalogue;

/** The models of the catalogue have as many parameters as was published. */
class ModelCatalogueTest {
  private static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));

  /** How a published number of active parameters counts an embedding that is only looked up. */
  enum Lookup {
    LEFT_OUT,
    COUNTED
  }

  /**
   * Numbers as published, in billions, so rounded to half of the last digit; where weights are published, the
   * number of elements in their files.
   */
  @ParameterizedTest(name = "{0}: {1} billion")
  @CsvFileSource(resources = "/models/published-parameters.csv", useHeadersInDisplayName = true)
  void total(String name, double billion, double withinPercent) {
    assertThat(of(name).total() / 1e9).isCloseTo(billion, withinPercentage(withinPercent));
  }

  @ParameterizedTest(name = "{0}: {1} billion active, embedding {2}")
  @CsvSource({
      "deepseek-v2,          21,   LEFT_OUT, 1",
      "deepseek-v2-lite,      2.4, LEFT_OUT, 2.5",
      "deepseek-v3,          37,   LEFT_OUT, 1.1",
      "pangu-ultra-moe-718b, 39,   LEFT_OUT, 0.6",
      "gpt-oss-120b,          5.13, LEFT_OUT, 0.1",
      "gpt-oss-20b,           3.61, LEFT_OUT, 0.1",
      "mixtral-8x7b,         12.9, COUNTED,  0.2",
      "mixtral-8x22b,        39,   COUNTED,  0.5",
      "qwen3-235b,           22,   COUNTED,  1",
      "qwen3-30b-a3b,         3.3, COUNTED,  2",
      // 32.6 billion in the report, 32 in the model card.
      "kimi-k2,              32.6, COUNTED,  1",
  })
  void active(String name, double billion, Lookup lookup, double withinPercent) {
    Parameters parameters = of(name);
    long active = lookup == Lookup.COUNTED ? parameters.activeAndLookup() : parameters.active();
    assertThat(active / 1e9).isCloseTo(billion, withinPercentage(withinPercent));
  }

  /** llm-foundry prints its counts; its models of 7 to 30 billion are run with 8,192 positions. */
  @ParameterizedTest(name = "{0} with {1} positions: {2}")
  @CsvSource({
      "mpt-7b,  8192,  6684024832",
      "mpt-13b, 8192, 12885411840",
      "mpt-30b, 8192, 30019254272",
      "mpt-70b, 2048, 64862437376",
  })
  void mptExactly(String name, int positions, long parameters) {
    ModelSpec model = ModelFile.load(CATALOGUE, name);
    long others = of(name).total() - (long) model.learnedPositions() * model.hidden();
    assertThat(others + (long) positions * model.hidden()).isEqualTo(parameters);
  }

  /** No model stands in the catalogue without a published count here. */
  @Test
  void everyModelIsInTheTable() throws Exception {
    try (var lines = getClass().getResourceAsStream("/models/published-parameters.csv")) {
      List<String> named = new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines()
          .skip(1).map(line -> line.substring(0, line.indexOf(',')).strip()).toList();
      assertThat(named).containsExactlyInAnyOrderElementsOf(CATALOGUE.names(ModelFile.FOLDER));
    }
  }

  private static Parameters of(String name) {
    return Parameters.of(ModelFile.load(CATALOGUE, name));
  }
}
