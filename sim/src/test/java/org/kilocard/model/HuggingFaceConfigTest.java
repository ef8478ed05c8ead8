package org.kilocard.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kilocard.input.Catalogue;
import org.kilocard.input.InputException;
import org.kilocard.input.YamlDocument;

/** Published {@code config.json} files, of which the resources hold what concerns the shape. */
class HuggingFaceConfigTest {
  private static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));
  private static final Path CONFIGS = Path.of("src/test/resources/huggingface");

  /** Elements in the published weights; one vector per layer is not modelled in two of them. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
      "llama-2-7b,          6738415616, 0",
      "llama-3.1-8b,        8030261248, 0",
      "mistral-7b,          7241732096, 0",
      "mixtral-8x7b,       46702792704, 0",
      "qwen2-7b,            7615616512, 0",
      "qwen2.5-0.5b,         494032768, 0",
      "qwen3-8b,            8190735360, 0",
      "qwen3-30b-a3b,      30532122624, 0",
      "qwen3-235b,        235093634560, 0",
      "gemma-7b,            8537680896, 0",
      "gpt2,                 124439808, 0",
      "gpt-neox-20b,       20554567680, 0",
      // Without the gate of the shared experts, 24 x 2,048.
      "qwen1.5-moe-a2.7b,  14315784192, 0.001",
      // Without the attention sinks, 36 x 64.
      "gpt-oss-120b,      116829156672, 0.00001",
  })
  void hasAsManyParametersAsTheWeights(String name, long parameters, double withinPercent) {
    assertThat((double) Parameters.of(config(name)).total())
        .isCloseTo(parameters, withinPercentage(withinPercent));
  }

  /** The report counts 671 billion, of which 37 active. */
  @Test
  void deepSeekV3() {
    Parameters parameters = Parameters.of(config("deepseek-v3"));
    assertThat(Math.round(parameters.total() / 1e9)).isEqualTo(671);
    assertThat(Math.round(parameters.active() / 1e9)).isEqualTo(37);
  }

  /** The same model from a config.json and from the catalogue, but for its name. */
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
      "deepseek-v3,      deepseek-v3",
      "deepseek-v2,      deepseek-v2",
      "deepseek-v2-lite, deepseek-v2-lite",
      "kimi-k2,          kimi-k2",
      "llama-2-7b,       llama2-7b",
      "llama-3.1-8b,     llama3.1-8b",
      "mistral-7b,       mistral-7b",
      "mixtral-8x7b,     mixtral-8x7b",
      "qwen3-235b,       qwen3-235b",
      "qwen3-30b-a3b,    qwen3-30b-a3b",
      "gpt-oss-120b,     gpt-oss-120b"
  })
  void isTheModelOfTheCatalogue(String config, String catalogue) {
    ModelSpec theirs = config(config);
    ModelSpec ours = ModelFile.load(CATALOGUE, catalogue);
    assertThat(theirs).usingRecursiveComparison().ignoringFields("name", "ffn").isEqualTo(ours);
    if (ours.denseLayers() > 0) {
      assertThat(theirs.ffn()).isEqualTo(ours.ffn());
    }
  }

  @Test
  void knowsWhatEachArchitectureAdds() {
    assertThat(config("llama-2-7b").name()).isEqualTo("Llama-2-7b-hf");
    assertThat(config("qwen2-7b").biases()).isEqualTo(Biases.QKV);
    assertThat(config("qwen2-7b").style().window()).isEmpty();
    assertThat(config("qwen2.5-0.5b").tiedEmbeddings()).isTrue();
    assertThat(config("gpt-neox-20b").style().parallelBlock()).isTrue();
    assertThat(config("gpt-neox-20b").gated()).isFalse();
    assertThat(config("gpt2").learnedPositions()).isEqualTo(1024);
    assertThat(config("gpt2").ffn()).isEqualTo(4 * 768);
    assertThat(config("gemma-7b").tiedEmbeddings()).isTrue();
    assertThat(config("qwen1.5-moe-a2.7b").moe().orElseThrow().sharedExperts()).isEqualTo(4);
  }

  /** Without layer_types, as first published; and Qwen2 with its window switched on in all layers. */
  @Test
  void windows() {
    String oss = text("gpt-oss-120b").replaceAll("(?s)\"layer_types\": \\[.*?\\],", "");
    assertThat(oss).doesNotContain("layer_types");
    assertThat(read(oss)).isEqualTo(config("gpt-oss-120b"));
    String qwen = text("qwen2-7b").replace("\"use_sliding_window\": false", "\"use_sliding_window\": true");
    assertThat(read(qwen).windowedLayers()).isZero();
    String all = qwen.replace("\"max_window_layers\": 28", "\"max_window_layers\": 0");
    assertThat(read(all).windowedLayers()).isEqualTo(28);
    assertThatThrownBy(() -> read(qwen.replace("\"max_window_layers\": 28", "\"max_window_layers\": 14")))
        .hasMessageContaining("max_window_layers: full attention in the first 14 layers only");
  }

  /** Layers 0 and 1 dense; and experts in every second layer only. */
  @Test
  void denseLayersBetween() {
    String qwen = text("qwen3-30b-a3b");
    ModelSpec first = read(qwen.replace("\"mlp_only_layers\": []", "\"mlp_only_layers\": [0, 1]"));
    assertThat(first.denseLayers()).isEqualTo(2);
    assertThat(first.hasExperts(1)).isFalse();
    ModelSpec second =
        read(qwen.replace("\"decoder_sparse_step\": 1", "\"decoder_sparse_step\": 2"));
    assertThat(second.denseLayers()).isEqualTo(24);
    assertThat(second.hasExperts(0)).isFalse();
    assertThat(second.hasExperts(1)).isTrue();
  }

  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "llama-2-7b | \"llama\" | \"lama\" | model_type: 'lama' is not known",
      "llama-2-7b | \"hidden_size\" | \"hiden_size\" | hidden_size: is missing. Is 'hiden_size' a misspelling",
      "llama-2-7b | \"model_type\": \"llama\", | `` | model_type: is missing",
      "gpt2 | n_head\": 12 | n_head\": 11 | n_head: 11 heads do not divide the hidden size of 768",
      "llama-2-7b | _heads\": 32 | _heads\": 31 | num_key_value_heads: 32 key-value heads do not divide 31",
      "llama-3.1-8b | value_heads\": 8 | value_heads\": 5 | num_key_value_heads: 5 key-value heads do not divide 32",
      "llama-3.1-8b | \"mlp_bias\": false | \"mlp_bias\": true | mlp_bias: biases of the MLP without those",
      "mistral-7b | num_key_value_heads | num_kv_heads | num_key_value_heads: is missing",
      "mixtral-8x7b | per_tok\": 2 | per_tok\": 9 | num_experts_per_tok: a token cannot go to 9 of 8 experts",
      "mixtral-8x7b | num_local_experts | num_experts | num_local_experts: is missing",
      "qwen3-235b | layers\": [] | layers\": [7] | mlp_only_layers: only the first layers may be dense, got [7]",
      "qwen1.5-moe-a2.7b | e\": 1408 | e\": 1400 | shared experts of 5632 are not whole experts of 1400",
      "deepseek-v3 | layer_freq\": 1 | layer_freq\": 2 | moe_layer_freq: experts in one of 2 layers cannot",
      "deepseek-v3 | replace\": 3 | replace\": 99 | first_k_dense_replace: 99 dense layers of 61",
      "deepseek-v3 | n_group\": 8 | n_group\": 7 | n_group: 7 groups do not divide 256 experts",
      "deepseek-v3 | \"kv_lora_rank\": 512 | \"x\": 512 | kv_lora_rank: is missing",
      "gpt-oss-120b | \"full_attention\" | \"chunked_attention\" | layer_types: 'chunked_attention' is not known",
      "gpt-oss-120b | layers\": 36 | layers\": 35 | layer_types: lists 36 layers, but there are 35",
  })
  void badInputIsNamedWithItsPlace(String name, String good, String bad, String message) {
    String text = text(name).replaceAll("\\s*\\n\\s*", " ");
    assertThat(text).contains(good);
    assertThatThrownBy(() -> read(text.replaceFirst(Pattern.quote(good), bad)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("config.json:1:")
        .hasMessageContaining(message);
  }

  /** Not the words of our own format, which has a family. */
  @ParameterizedTest
  @ValueSource(strings = {"{\"hidden_size\": 4096}", "{\"architectures\": [\"X\"]}", "{\"n_embd\": 768}", "{}"})
  void withoutATypeItIsAskedFor(String text) {
    assertThatThrownBy(() -> read(text))
        .hasMessageContaining("config.json:1:1: model_type: is missing")
        .hasMessageContaining("config.json of Hugging Face").hasMessageContaining("llama");
    assertThatThrownBy(() -> read("{\"modle_type\": \"llama\", \"hidden_size\": 4096}"))
        .hasMessageContaining("Is 'modle_type' a misspelling");
    assertThatThrownBy(() -> ModelFile.read(YamlDocument.parse("mine.yaml", "hidden: 4096")))
        .hasMessageContaining("family: is missing");
    assertThatThrownBy(() -> read("{\"hidden\": 4096}")).hasMessageContaining("family: is missing");
  }

  /** The language model inside of a model of texts and pictures; what is beside it is told. */
  @Test
  void languageModelOfALargerOne() {
    String llava = "{\"model_type\": \"llava\", \"vision_config\": {\"model_type\": \"clip_vision_model\"}, \"text_config\": ";
    List<String> notes = new ArrayList<>();
    assertThat(read(llava + text("llama-2-7b") + "}", notes)).isEqualTo(config("llama-2-7b"));
    assertThat(notes).containsExactly(
        "config.json: of this llava, text_config is read, the language model (llama), and no other part");
    assertThatThrownBy(() -> read(llava + "{\"model_type\": \"vicuna\"}}"))
        .hasMessageContaining("text_config.model_type: 'vicuna' is not known");
    assertThatThrownBy(() -> read(llava + "{\"model_type\": \"llama\"}}"))
        .hasMessageContaining("text_config.num_hidden_layers: is missing");
    assertThatThrownBy(() -> read("{\"model_type\": \"llava\"}")).hasMessageContaining("'llava' is not known");
  }

  @Test
  void whatIsLeftOutIsTold() {
    List<String> notes = new ArrayList<>();
    read(text("deepseek-v3"), notes);
    assertThat(notes).singleElement().asString()
        .startsWith("config.json: quantization_config (fp8) says how the weights are stored, and is not read");
    notes.clear();
    read(text("llama-2-7b").replaceFirst("\\{", "{\"vision_config\": {\"depth\": 32}, "), notes);
    assertThat(notes).containsExactly("config.json: vision_config is no part of the model here");
    notes.clear();
    read(text("llama-2-7b"), notes);
    assertThat(notes).isEmpty();
    assertThatThrownBy(() -> read(text("gpt2").replaceFirst("\\{", "{\"add_cross_attention\": true, ")))
        .hasMessageContaining("add_cross_attention: blocks with cross attention are not modelled");
  }

  private static ModelSpec config(String name) {
    return ModelFile.load(CATALOGUE, CONFIGS.resolve(name + ".json").toAbsolutePath().toString());
  }

  private static ModelSpec read(String text) {
    return ModelFile.read(YamlDocument.parse("config.json", text));
  }

  private static ModelSpec read(String text, List<String> notes) {
    return ModelFile.read(YamlDocument.parse("config.json", text), CATALOGUE, Path.of(""), notes::add);
  }

  private static String text(String name) {
    try {
      return Files.readString(CONFIGS.resolve(name + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
