package org.kilocard.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kilocard.input.Catalogue;
import org.kilocard.input.InputException;
import org.kilocard.input.Mapping;
import org.kilocard.input.YamlDocument;

class ModelFileTest {
  private static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));
  private static final String GOOD = """
      name: mine
      family: mla-moe
      layers: 10
      hidden: 1000
      heads: 16
      ffn: 4000
      vocab: 32k
      latent_attention: {q_rank: 0, kv_rank: 512, nope_head_dim: 128, rope_head_dim: 64, v_head_dim: 128}
      experts: {routed: 64, shared: 2, top_k: 6, ffn: 1408, dense_layers: 1, groups: 8, group_limit: 3}
      mtp_depth: 1
      """;

  @Test
  void readsEveryField() {
    assertThat(read(GOOD)).isEqualTo(new ModelSpec(
        "mine", Family.MLA_MOE, 10, 1000, 16, 16, 128, 4000, 32_000, true, false, false, 0,
        Optional.of(new MoeSpec(64, 2, 6, 1408, 1, 8, 3)),
        Optional.of(new MlaSpec(0, 512, 128, 64, 128)), 1));
  }

  @Test
  void aFamilySetsWhatIsUsualForIt() {
    // 12,288 over 96 heads: 128 each. A GPT has a GELU, biases and a tied head; a Llama has none of these.
    ModelSpec gpt =
        read("{family: gpt, layers: 96, hidden: 12288, heads: 96, kv_heads: 96, ffn: 49152, vocab: 51200}");
    assertThat(gpt.name()).isEqualTo("gpt");
    assertThat(gpt.headDim()).isEqualTo(128);
    assertThat(gpt.gated()).isFalse();
    assertThat(gpt.biases()).isEqualTo(Biases.ALL);
    assertThat(gpt.tiedEmbeddings()).isTrue();
    ModelSpec llama =
        read("{family: llama, layers: 2, hidden: 64, heads: 4, kv_heads: 2, ffn: 128, vocab: 100}");
    assertThat(llama.gated()).isTrue();
    assertThat(llama.biases()).isEqualTo(Biases.NONE);
    assertThat(llama.tiedEmbeddings()).isFalse();
    ModelSpec moe = read("{family: moe, layers: 2, hidden: 64, heads: 4, head_dim: 32, vocab: 100,"
        + " experts: {routed: 8, top_k: 2, ffn: 64}}");
    assertThat(moe.headDim()).isEqualTo(32);
    assertThat(moe.ffn()).isZero();
    assertThat(moe.denseLayers()).isZero();
  }

  @Test
  void readsWhatIsUnusualAboutLayers() {
    ModelSpec model = read("{family: moe, layers: 9, hidden: 64, heads: 4, vocab: 100, ffn: 128, biases: linear,"
        + " query_key_norm: true, window: {tokens: 128, full_every: 3},"
        + " experts: {routed: 8, top_k: 2, ffn: 64, dense_layers: 1, every: 2}}");
    assertThat(model.biases()).isEqualTo(Biases.LINEAR);
    assertThat(model.style())
        .isEqualTo(new LayerStyle(false, true, Optional.of(new AttentionWindow(128, 3))));
    // Layer 0 is dense, then the second of every two has experts. Layers 2, 5 and 8 see everything.
    assertThat(IntStream.range(0, 9).filter(model::hasExperts)).containsExactly(2, 4, 6, 8);
    assertThat(model.denseLayers()).isEqualTo(5);
    assertThat(IntStream.range(0, 9).filter(i -> !model.windowed(i))).containsExactly(2, 5, 8);
    assertThat(model.windowedLayers()).isEqualTo(6);
    ModelSpec palm = read("{family: llama, layers: 2, hidden: 64, heads: 4, kv_heads: 1, ffn: 128, vocab: 9,"
        + " biases: true, gated: false, parallel_block: true}");
    assertThat(palm.style().parallelBlock()).isTrue();
    assertThat(palm.biases()).isEqualTo(Biases.ALL);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "family: mla-moe | family: mlamoe   | 2:9: family: unknown value 'mlamoe'",
      "family: mla-moe | family: moe      | latent_attention: family moe has none",
      "family: mla-moe | family: llama    | experts: family llama has none",
      "layers: 10      | layers: 0        | layers: must be a whole number from 1",
      "layers: 10      | layer: 10        | layers: is missing. Is 'layer' a misspelling of it?",
      "hidden: 1000    | hidden: 1000.5   | hidden: must be a whole number",
      "top_k: 6        | top_k: 65        | experts.top_k: a token cannot go to 65 of 64 experts",
      "top_k: 6 | top_k: 25 | group_limit: the 24 experts of 3 groups are fewer than top_k = 25",
      "groups: 8       | groups: 7        | experts.groups: 7 groups do not divide 64 experts",
      "group_limit: 3  | group_limit: 9   | experts.group_limit: 9 of 8 groups",
      "dense_layers: 1 | dense_layers: 11 | experts.dense_layers: must be a whole number from 0 to 10",
      "shared: 2       | shard: 2         | experts.shard: unknown key. Did you mean 'shared'?",
      "mtp_depth: 1    | kv_heads: 8      | kv_heads: latent attention has as many key-value heads as heads",
      "mtp_depth: 1    | head_dim: 64     | head_dim: is not for latent attention",
      "kv_rank: 512    | kv_rank: 0       | latent_attention.kv_rank: must be a whole number from 1",
      "ffn: 4000       | ``               | ffn: is missing",
      "mtp_depth: 1    | window: {tokens: 9} | window: is not for latent attention",
      "mtp_depth: 1    | parallel_block: true | parallel_block: is not for layers with experts",
      "mtp_depth: 1    | biases: some     | biases: unknown value 'some'",
      "shared: 2       | every: 0         | experts.every: must be a whole number from 1",
      "vocab: 32k      | vocab: many      | vocab: 'many' is not a count"
  })
  void badInputIsNamedWithItsPlace(String good, String bad, String message) {
    assertThat(GOOD).contains(good);
    assertThatThrownBy(() -> read(GOOD.replaceFirst(Pattern.quote(good), bad)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("mine.yaml:")
        .hasMessageContaining(message);
  }

  @Test
  void headsMustAgree() {
    String llama = "{family: llama, layers: 2, hidden: 64, heads: 6, kv_heads: 4, ffn: 128, vocab: 100}";
    assertThatThrownBy(() -> read(llama))
        .hasMessageContaining("kv_heads: 4 key-value heads do not divide 6 heads");
    assertThatThrownBy(() -> read(llama.replace("kv_heads: 4", "kv_heads: 3")))
        .hasMessageContaining("heads: 6 heads do not divide hidden = 64");
  }

  @Test
  void aScenarioMayNameOrHoldAModel() {
    Mapping scenario = YamlDocument.parse("scenarios/x.yaml",
        "a: llama2-70b\n"
            + "b: {family: llama, layers: 2, hidden: 64, heads: 4, ffn: 128, vocab: 100}\n"
            + "c: llama2-71b\n");
    Path referrer = Path.of("scenarios/x.yaml");
    assertThat(ModelFile.read(scenario.node("a"), CATALOGUE, referrer, note -> { }).layers()).isEqualTo(80);
    assertThat(ModelFile.read(scenario.node("b"), CATALOGUE, referrer, note -> { }).kvHeads()).isEqualTo(4);
    assertThatThrownBy(() -> ModelFile.read(scenario.node("c"), CATALOGUE, referrer, note -> { }))
        .hasMessageContaining("scenarios/x.yaml:3:4: c: there is no 'llama2-71b' in scenarios/models")
        .hasMessageContaining("Did you mean 'llama2-7");
  }

  private static ModelSpec read(String text) {
    return ModelFile.read(YamlDocument.parse("mine.yaml", text));
  }
}
