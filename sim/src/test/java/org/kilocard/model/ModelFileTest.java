package org.kilocard.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
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
    assertThat(gpt.biases()).isTrue();
    assertThat(gpt.tiedEmbeddings()).isTrue();
    ModelSpec llama =
        read("{family: llama, layers: 2, hidden: 64, heads: 4, kv_heads: 2, ffn: 128, vocab: 100}");
    assertThat(llama.gated()).isTrue();
    assertThat(llama.biases()).isFalse();
    assertThat(llama.tiedEmbeddings()).isFalse();
    ModelSpec moe = read("{family: moe, layers: 2, hidden: 64, heads: 4, head_dim: 32, vocab: 100,"
        + " experts: {routed: 8, top_k: 2, ffn: 64}}");
    assertThat(moe.headDim()).isEqualTo(32);
    assertThat(moe.ffn()).isZero();
    assertThat(moe.denseLayers()).isZero();
  }

  @ParameterizedTest(name = "{0}: {1} billion, {2} active")
  @CsvSource({
      // As published: 175 B; 69 B ("70B"); 405 B; 671 B with 37 B active; 718 B with 39 B active.
      // The published active counts leave out the lookup of the embedding (0.9 and 1.2 B).
      "gpt3-175b,            175,  175",
      "llama2-70b,            69,   69",
      "llama3.1-405b,        405.8, 405.8",
      "deepseek-v3,          671,   37.5",
      "pangu-ultra-moe-718b, 719,   40.3"
  })
  void theCatalogueHasThePublishedNumberOfParameters(String name, double billion, double active) {
    Parameters parameters = Parameters.of(ModelFile.load(CATALOGUE, name));
    assertThat(parameters.total() / 1e9).isBetween(0.995 * billion, 1.005 * billion);
    assertThat(parameters.active() / 1e9).isBetween(0.995 * active, 1.005 * active);
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
  void readsTheConfigOfHuggingFace() {
    // The shape in DeepSeek-V3's own config.json, among keys that say nothing about it.
    ModelSpec deepseek = ModelFile.read(YamlDocument.parse("config.json", """
        {"model_type": "deepseek_v3", "architectures": ["DeepseekV3ForCausalLM"], "torch_dtype": "bfloat16",
         "hidden_size": 7168, "num_hidden_layers": 61, "num_attention_heads": 128, "num_key_value_heads": 128,
         "intermediate_size": 18432, "vocab_size": 129280, "tie_word_embeddings": false,
         "q_lora_rank": 1536, "kv_lora_rank": 512, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64,
         "v_head_dim": 128, "n_routed_experts": 256, "n_shared_experts": 1, "num_experts_per_tok": 8,
         "moe_intermediate_size": 2048, "first_k_dense_replace": 3, "moe_layer_freq": 1, "n_group": 8,
         "topk_group": 4, "num_nextn_predict_layers": 1}
        """));
    ModelSpec ours = ModelFile.load(CATALOGUE, "deepseek-v3");
    assertThat(deepseek.moe()).isEqualTo(ours.moe());
    assertThat(deepseek.mla()).isEqualTo(ours.mla());
    assertThat(Parameters.of(deepseek).total()).isEqualTo(Parameters.of(ours).total());
    assertThat(Parameters.of(deepseek).mtp()).isEqualTo(Parameters.of(ours).mtp());
  }

  @Test
  void saysWhichConfigsItKnows() {
    String config = "{model_type: lama, num_hidden_layers: 2, hidden_size: 64, num_attention_heads: 6,"
        + " num_key_value_heads: 4, intermediate_size: 128, vocab_size: 100}";
    assertThatThrownBy(() -> read(config))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("model_type: 'lama' is not known")
        .hasMessageContaining("Did you mean 'llama'?");
    assertThatThrownBy(() -> read(config.replace("lama", "llama")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("contradicts itself")
        .hasMessageContaining("4 key heads do not divide 6 heads");
  }

  @Test
  void aScenarioMayNameOrHoldAModel() {
    Mapping scenario = YamlDocument.parse("scenarios/x.yaml",
        "a: llama2-70b\n"
            + "b: {family: llama, layers: 2, hidden: 64, heads: 4, ffn: 128, vocab: 100}\n"
            + "c: llama2-7b\n");
    Path referrer = Path.of("scenarios/x.yaml");
    assertThat(ModelFile.read(scenario.node("a"), CATALOGUE, referrer).layers()).isEqualTo(80);
    assertThat(ModelFile.read(scenario.node("b"), CATALOGUE, referrer).kvHeads()).isEqualTo(4);
    assertThatThrownBy(() -> ModelFile.read(scenario.node("c"), CATALOGUE, referrer))
        .hasMessageContaining("scenarios/x.yaml:3:4: c: there is no 'llama2-7b' in scenarios/models")
        .hasMessageContaining("Did you mean 'llama2-70b'?");
  }

  private static ModelSpec read(String text) {
    return ModelFile.read(YamlDocument.parse("mine.yaml", text));
  }
}
