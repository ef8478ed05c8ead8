package org.kilocard.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Overrides;
import org.kilocard.input.YamlDocument;
import org.kilocard.report.PlanReport;
import org.kilocard.scenario.OpenScenario;
import org.kilocard.scenario.Scenario;
import org.kilocard.scenario.ScenarioFile;

/** Plans for small models, and for the catalogue's. */
final class Plans {
  static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));

  private static final String DENSE = "{name: small, family: gpt, layers: 12, hidden: 2048, heads: 16, kv_heads: 16,"
      + " ffn: 8192, vocab: 51200}";
  private static final String MOE = "{name: small moe, family: moe, layers: 6, hidden: 2048, heads: 16, kv_heads: 8,"
      + " ffn: 8192, vocab: 51200, experts: {routed: 8, shared: 1, top_k: 2, ffn: 2048, dense_layers: 1}}";

  private Plans() {}

  /** A dense model of 0.8 G parameters on DGX H100, 96 sequences of 2,048 tokens. */
  static Scenario dense(String... settings) {
    return small(DENSE, settings);
  }

  /** Half as many layers, with experts. */
  static Scenario moe(String... settings) {
    return small(MOE, settings);
  }

  private static Scenario small(String model, String... settings) {
    String text = "name: small\ntopology: h100-nvl8-ib\nmodel: " + model + "\nbatch: {sequence_length: 2048, global: 96}"
        + "\ntraining: {tokens: 20G}\neconomics: {card_hour: 2 USD}\n";
    return OpenScenario.read(
        YamlDocument.parse("small.yaml", text), CATALOGUE, Overrides.parse(List.of(settings))).scenario();
  }

  /** What a scenario of the catalogue trains on what. */
  static Scenario open(String name, String... settings) {
    return OpenScenario.read(YamlDocument.parse(CATALOGUE.resolve(ScenarioFile.FOLDER, name)), CATALOGUE,
        Overrides.parse(List.of(settings))).scenario();
  }

  static BestLayouts layouts(Scenario open, Fixed fixed) {
    return new BestLayouts(open, fixed, 0, words -> { });
  }

  static PlanReport answer(Scenario open, Goal goal) {
    return Planner.answer(
        new PlanQuestion(open, Fixed.NOTHING, 0, goal, Optional.empty(), List.of()), words -> { });
  }
}
