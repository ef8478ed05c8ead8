package org.kilocard.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.kilocard.input.Mapping;

/**
 * Reads the shape of a model from the {@code config.json} that Hugging Face publishes with its weights. Keys
 * that say nothing about the shape are passed over, of which such files have many. Of a model of texts and pictures
 * the language model is read, which is described inside.
 *
 * <p><b>Not modelled.</b> The gate of shared experts (Qwen2-MoE) and attention sinks (gpt-oss), a vector per
 * layer each; rotary positions on a part of a head (GPT-NeoX); scaling of positions.
 */
final class HuggingFaceConfig {
  private static final int MOST = 1 << 24;
  private static final String LANGUAGE_MODEL = "text_config";
  private static final String QUANTIZATION = "quantization_config";
  private static final List<String> THEIRS = List.of("model_type", "architectures", LANGUAGE_MODEL, "hidden_size",
      "num_hidden_layers", "num_attention_heads", "intermediate_size", "vocab_size", "n_embd", "n_layer", "n_head");
  private static final List<String> OURS = List.of("family", "layers", "hidden", "heads", "ffn", "vocab");
  /** Parts of models that do more than continue a text. */
  private static final List<String> OTHER_PARTS = List.of("vision_config", "audio_config");
  private static final List<String> OTHER_BLOCKS = List.of("is_encoder_decoder", "add_cross_attention");

  private final Mapping config;
  private final HuggingFaceType type;

  private HuggingFaceConfig(Mapping config) {
    this.config = config;
    type = HuggingFaceType.of(config);
  }

  /** Whether a mapping is such a file. */
  static boolean recognises(Mapping config) {
    List<String> keys = config.keys();
    return keys.stream().anyMatch(THEIRS::contains) && !keys.contains("family")
        || config.location().file().endsWith(".json") && keys.stream().noneMatch(OURS::contains);
  }

  /**
   * The model that the file describes.
   *
   * @param notes is told what is in the file and not in the model
   */
  static ModelSpec read(Mapping config, Consumer<String> notes) {
    Optional<Mapping> inner = config.optionalMapping(LANGUAGE_MODEL);
    Mapping model = inner.orElse(config);
    OTHER_BLOCKS.stream().filter(block -> model.flag(block, false)).findFirst().ifPresent(block -> {
      throw model.fail(block, "blocks with cross attention are not modelled");
    });
    leftOut(config, inner).forEach(note -> notes.accept(config.location().file() + ": " + note));
    HuggingFaceConfig file = new HuggingFaceConfig(model);
    return file.type == HuggingFaceType.GPT2 ? file.gpt2() : file.model();
  }

  private static List<String> leftOut(Mapping config, Optional<Mapping> inner) {
    List<String> notes = new ArrayList<>();
    inner.ifPresent(text -> notes.add("of this " + config.text("model_type", "model") + ", " + LANGUAGE_MODEL
        + " is read, the language model (" + text.text("model_type") + "), and no other part"));
    OTHER_PARTS.stream().filter(part -> inner.isEmpty() && config.has(part))
        .forEach(part -> notes.add(part + " is no part of the model here"));
    config.optionalMapping(QUANTIZATION).or(() -> inner.flatMap(text -> text.optionalMapping(QUANTIZATION)))
        .ifPresent(weights -> notes.add(QUANTIZATION + weights.optionalText("quant_method")
            .map(method -> " (" + method + ")").orElse("") + " says how the weights are stored, and is not read: what a "
            + "training computes in is precision of the scenario"));
    return notes;
  }

  private ModelSpec gpt2() {
    int hidden = size("n_embd");
    int heads = size("n_head");
    return new ModelSpec(
        name(), type.family(), size("n_layer"), hidden, heads, heads, headDim(hidden, heads, "n_head"),
        size("n_inner", 4 * hidden), size("vocab_size"), false, type.biases(),
        config.flag("tie_word_embeddings", true), size("n_positions"), Optional.empty(), Optional.empty(), 0,
        LayerStyle.USUAL, Optional.empty());
  }

  private ModelSpec model() {
    int layers = size("num_hidden_layers");
    int hidden = size("hidden_size");
    int heads = size("num_attention_heads");
    Optional<MlaSpec> mla = type.family() == Family.MLA_MOE ? Optional.of(latent()) : Optional.empty();
    Optional<MoeSpec> moe = type.family() == Family.LLAMA
        ? Optional.empty()
        : Optional.of(new HuggingFaceExperts(config, type, layers).read());
    return new ModelSpec(
        name(),
        type.family(),
        layers,
        hidden,
        heads,
        mla.isPresent() ? heads : keyValueHeads(heads),
        mla.isPresent() ? mla.get().vHeadDim() : headDim(hidden, heads, "num_attention_heads"),
        size("intermediate_size"),
        size("vocab_size"),
        type.gated(),
        biases(),
        config.flag("tie_word_embeddings", type.tied()),
        0,
        moe,
        mla,
        size("num_nextn_predict_layers", 0),
        new LayerStyle(
            type == HuggingFaceType.GPT_NEOX && config.flag("use_parallel_residual", true),
            type.queryKeyNorm(),
            mla.isPresent() ? Optional.empty() : new HuggingFaceWindow(config, type, layers).read()),
        Optional.empty());
  }

  private String name() {
    return config.optionalText("_name_or_path").filter(path -> !path.isBlank())
        .map(path -> path.substring(path.lastIndexOf('/') + 1))
        .orElse(config.text("model_type"));
  }

  /** The key may switch on biases of the attention, and off those that GPT-NeoX and gpt-oss usually have. */
  private Biases biases() {
    boolean usual = type.biases().projection();
    boolean attention = config.flag("attention_bias", usual);
    boolean mlp = config.flag("mlp_bias", type.biases().mlp());
    if (attention == usual && mlp == type.biases().mlp()) {
      return type.biases();
    }
    if (usual || mlp && !attention) {
      throw config.fail(usual ? "attention_bias" : "mlp_bias",
          "biases of the MLP without those of the attention cannot be described");
    }
    return mlp ? Biases.LINEAR : Biases.ATTENTION;
  }

  private int keyValueHeads(int heads) {
    String key = "num_key_value_heads";
    int kvHeads = type.keyValueHeads() == HuggingFaceType.KeyValueHeads.WRITTEN ? size(key) : size(key, heads);
    if (kvHeads < 1 || heads % kvHeads != 0) {
      throw config.fail(key, kvHeads + " key-value heads do not divide " + heads + " heads");
    }
    return kvHeads;
  }

  private int headDim(int hidden, int heads, String key) {
    int headDim = size("head_dim", 0);
    if (headDim == 0 && hidden % heads != 0) {
      throw config.fail(key, heads + " heads do not divide the hidden size of " + hidden,
          "Write head_dim if the heads do not share the hidden size.");
    }
    return headDim == 0 ? hidden / heads : headDim;
  }

  private MlaSpec latent() {
    return new MlaSpec(
        size("q_lora_rank", 0),
        size("kv_lora_rank"),
        size("qk_nope_head_dim"),
        size("qk_rope_head_dim", 0),
        size("v_head_dim"));
  }

  private int size(String key) {
    return (int) config.count(key, 1, MOST);
  }

  private int size(String key, int fallback) {
    return (int) config.optionalCount(key, 0, MOST).orElse(fallback);
  }
}
