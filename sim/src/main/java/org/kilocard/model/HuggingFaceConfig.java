package org.kilocard.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kilocard.input.DidYouMean;
import org.kilocard.input.Mapping;

/**
 * Reads the shape of a model from the {@code config.json} that Hugging Face publishes with its weights. Keys
 * that say nothing about the shape are passed over, of which such files have many.
 *
 * <p><b>Not modelled.</b> Biases of queries, keys and values (Qwen2), sliding windows, gates of shared
 * experts.
 */
final class HuggingFaceConfig {
  private static final int MOST = 1 << 24;
  private static final List<String> DENSE = List.of("llama", "mistral", "qwen2", "qwen3");
  private static final List<String> ROUTED = List.of("mixtral", "qwen2_moe", "qwen3_moe");
  private static final List<String> LATENT = List.of("deepseek_v2", "deepseek_v3", "kimi_k2");

  private HuggingFaceConfig() {}

  /** Whether a mapping is such a file. */
  static boolean recognises(Mapping config) {
    return config.keys().contains("num_hidden_layers") && !config.keys().contains("family");
  }

  static ModelSpec read(Mapping config) {
    String type = config.text("model_type");
    Family family = family(config, type);
    int heads = size(config, "num_attention_heads");
    int hidden = size(config, "hidden_size");
    Optional<MlaSpec> mla = family == Family.MLA_MOE ? Optional.of(latent(config)) : Optional.empty();
    try {
      return new ModelSpec(
          type.replace('_', '-').toUpperCase(Locale.ROOT),
          family,
          size(config, "num_hidden_layers"),
          hidden,
          heads,
          mla.isPresent() ? heads : size(config, "num_key_value_heads", heads),
          size(config, "head_dim", Math.max(1, hidden / heads)),
          size(config, "intermediate_size"),
          size(config, "vocab_size"),
          true,
          false,
          config.flag("tie_word_embeddings", false),
          0,
          family == Family.LLAMA ? Optional.empty() : Optional.of(experts(config, type)),
          mla,
          size(config, "num_nextn_predict_layers", 0));
    } catch (IllegalArgumentException e) {
      throw config.fail("contradicts itself: " + e.getMessage());
    }
  }

  private static Family family(Mapping config, String type) {
    if (DENSE.contains(type)) {
      return Family.LLAMA;
    }
    if (ROUTED.contains(type)) {
      return Family.MOE;
    }
    if (LATENT.contains(type)) {
      return Family.MLA_MOE;
    }
    List<String> known = List.of(DENSE, ROUTED, LATENT).stream().flatMap(List::stream).toList();
    throw config.fail("model_type", "'" + type + "' is not known",
        DidYouMean.closest(type, known).map(near -> "Did you mean '" + near + "'? ").orElse("")
            + "Known: " + String.join(", ", known) + ". Any other shape can be written in YAML.");
  }

  private static MoeSpec experts(Mapping config, String type) {
    if (config.optionalListing("mlp_only_layers").map(layers -> layers.size() > 0).orElse(false)
        || size(config, "decoder_sparse_step", 1) != 1 || size(config, "moe_layer_freq", 1) != 1) {
      throw config.fail("model_type", "dense layers between layers with experts cannot be described yet");
    }
    String count = config.has("n_routed_experts") ? "n_routed_experts"
        : config.has("num_local_experts") ? "num_local_experts" : "num_experts";
    int ffn = size(config, type.equals("mixtral") ? "intermediate_size" : "moe_intermediate_size");
    int shared = size(config, "shared_expert_intermediate_size", 0) / ffn;
    int groups = size(config, "n_group", 1);
    return new MoeSpec(
        size(config, count),
        size(config, "n_shared_experts", shared),
        size(config, "num_experts_per_tok"),
        ffn,
        size(config, "first_k_dense_replace", 0),
        Math.max(1, groups),
        Math.max(1, size(config, "topk_group", groups)));
  }

  private static MlaSpec latent(Mapping config) {
    return new MlaSpec(
        size(config, "q_lora_rank", 0),
        size(config, "kv_lora_rank"),
        size(config, "qk_nope_head_dim"),
        size(config, "qk_rope_head_dim"),
        size(config, "v_head_dim"));
  }

  private static int size(Mapping config, String key) {
    return (int) config.count(key, 1, MOST);
  }

  private static int size(Mapping config, String key, int fallback) {
    return (int) config.optionalCount(key, 0, MOST).orElse(fallback);
  }
}
