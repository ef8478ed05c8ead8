package org.kilocard.model;

import java.util.List;
import org.kilocard.input.Mapping;

/** The routed and shared experts in a {@code config.json} of Hugging Face, which have many names there. */
final class HuggingFaceExperts {
  private static final int MOST = 1 << 24;

  private final Mapping config;
  private final HuggingFaceType type;
  private final int layers;

  HuggingFaceExperts(Mapping config, HuggingFaceType type, int layers) {
    this.config = config;
    this.type = type;
    this.layers = layers;
  }

  MoeSpec read() {
    boolean inMlp = type == HuggingFaceType.MIXTRAL || type == HuggingFaceType.GPT_OSS;
    String ffnKey = inMlp ? "intermediate_size" : "moe_intermediate_size";
    int ffn = size(ffnKey);
    int routed = size(countKey());
    int topK = size("num_experts_per_tok");
    if (topK > routed) {
      throw config.fail("num_experts_per_tok", "a token cannot go to " + topK + " of " + routed + " experts");
    }
    int groups = Math.max(1, size("n_group", 1));
    int limit = Math.max(1, size("topk_group", groups));
    if (routed % groups != 0) {
      throw config.fail("n_group", groups + " groups do not divide " + routed + " experts");
    }
    if (limit > groups || topK > limit * (routed / groups)) {
      throw config.fail("topk_group", topK + " experts cannot lie in " + limit + " of " + groups + " groups");
    }
    int dense = denseFirst();
    int every = every(dense);
    return new MoeSpec(routed, shared(ffn), topK, ffn, dense, groups, limit, every);
  }

  private String countKey() {
    return switch (type) {
      case MIXTRAL, GPT_OSS -> "num_local_experts";
      case DEEPSEEK_V2, DEEPSEEK_V3, KIMI_K2 -> "n_routed_experts";
      default -> "num_experts";
    };
  }

  /** Shared experts as so many of the size of a routed one. */
  private int shared(int ffn) {
    String key = "shared_expert_intermediate_size";
    int together = size(key, 0);
    if (together % ffn != 0) {
      throw config.fail(key, "shared experts of " + together + " are not whole experts of " + ffn);
    }
    return size("n_shared_experts", together / ffn);
  }

  /** Layers in front without experts: said by their number, or listed. */
  private int denseFirst() {
    int first = size("first_k_dense_replace", 0);
    if (first > layers) {
      throw config.fail("first_k_dense_replace", first + " dense layers of " + layers);
    }
    List<Long> listed =
        config.optionalListing("mlp_only_layers").map(list -> list.counts(0, MOST)).orElse(List.of());
    for (int i = 0; i < listed.size(); i++) {
      if (listed.get(i) != i) {
        throw config.fail("mlp_only_layers", "only the first layers may be dense, got " + listed);
      }
    }
    return Math.max(first, listed.size());
  }

  private int every(int dense) {
    String key = config.has("moe_layer_freq") ? "moe_layer_freq" : "decoder_sparse_step";
    int every = size(key, 1);
    boolean theirs = key.equals("decoder_sparse_step") && every >= 1 && dense == 0;
    if (every != 1 && !theirs) {
      throw config.fail(key, "experts in one of " + every + " layers cannot be described here");
    }
    return every;
  }

  private int size(String key) {
    return (int) config.count(key, 1, MOST);
  }

  private int size(String key, int fallback) {
    return (int) config.optionalCount(key, 0, MOST).orElse(fallback);
  }
}
