package org.kilocard.model;

import java.util.List;
import java.util.Optional;
import org.kilocard.input.Mapping;

/**
 * The attention window in a {@code config.json} of Hugging Face: {@code sliding_window}, which Qwen2 and Qwen3
 * use only where {@code use_sliding_window} says so, in the layers that {@code layer_types} lists (gpt-oss: every
 * other one without it) or from {@code max_window_layers} on.
 */
final class HuggingFaceWindow {
  private static final int MOST = 1 << 24;

  private final Mapping config;
  private final HuggingFaceType type;
  private final int layers;

  HuggingFaceWindow(Mapping config, HuggingFaceType type, int layers) {
    this.config = config;
    this.type = type;
    this.layers = layers;
  }

  Optional<AttentionWindow> read() {
    int tokens = used() ? (int) config.optionalCount("sliding_window", 0, MOST).orElse(0) : 0;
    if (tokens == 0) {
      return Optional.empty();
    }
    Optional<List<String>> kinds = config.optionalListing("layer_types").map(list -> list.texts());
    if (kinds.isPresent()) {
      return listed(tokens, kinds.get());
    }
    long full = qwen() ? config.optionalCount("max_window_layers", 0, MOST).orElse(0) : 0;
    if (full >= layers) {
      return Optional.empty();
    }
    if (full > 0) {
      throw config.fail("max_window_layers", "full attention in the first " + full + " layers only cannot be"
          + " described");
    }
    return Optional.of(new AttentionWindow(tokens, type == HuggingFaceType.GPT_OSS ? 2 : 0));
  }

  private Optional<AttentionWindow> listed(int tokens, List<String> kinds) {
    if (kinds.size() != layers) {
      throw config.fail("layer_types", "lists " + kinds.size() + " layers, but there are " + layers);
    }
    for (String kind : kinds) {
      if (!kind.equals("full_attention") && !kind.equals("sliding_attention")) {
        throw config.fail("layer_types", "'" + kind + "' is not known",
            "Known: full_attention, sliding_attention.");
      }
    }
    int every = kinds.indexOf("full_attention") + 1;
    if (every == 1 && !kinds.contains("sliding_attention")) {
      return Optional.empty();
    }
    for (int i = 0; i < layers; i++) {
      boolean full = every > 0 && (i + 1) % every == 0;
      if (every == 1 || full != kinds.get(i).equals("full_attention")) {
        throw config.fail("layer_types", "full attention must come in every n-th layer");
      }
    }
    return Optional.of(new AttentionWindow(tokens, every));
  }

  /** Whether the window is in use at all. */
  private boolean used() {
    return type != HuggingFaceType.GPT_NEOX && type != HuggingFaceType.LLAMA
        && (!qwen() || config.flag("use_sliding_window", false));
  }

  private boolean qwen() {
    return switch (type) {
      case QWEN2, QWEN3, QWEN2_MOE, QWEN3_MOE -> true;
      default -> false;
    };
  }
}
