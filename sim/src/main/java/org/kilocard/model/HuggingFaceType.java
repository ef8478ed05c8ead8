package org.kilocard.model;

import static org.kilocard.model.HuggingFaceType.KeyValueHeads.AS_HEADS;
import static org.kilocard.model.HuggingFaceType.KeyValueHeads.WRITTEN;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.kilocard.input.DidYouMean;
import org.kilocard.input.InputException;
import org.kilocard.input.Mapping;

/**
 * A {@code model_type} of Hugging Face, with what its layers have that no key of the {@code config.json} says.
 *
 * <p><b>Source.</b> The modelling files of transformers 4.57 (github.com/huggingface/transformers).
 */
enum HuggingFaceType {
  /** GPT-2: its own keys. */
  GPT2(Family.GPT, Biases.ALL, AS_HEADS, true),
  /** GPT-NeoX and Pythia: rotary, no dropout, but biases and a GELU; one block beside the other. */
  GPT_NEOX(Family.LLAMA, Biases.ALL, AS_HEADS, false),
  /** Llama 1 to 3. */
  LLAMA(Family.LLAMA, Biases.NONE, AS_HEADS, false),
  /** Mistral 7B and its kin. */
  MISTRAL(Family.LLAMA, Biases.NONE, WRITTEN, false),
  /** Qwen2 and 2.5. */
  QWEN2(Family.LLAMA, Biases.QKV, WRITTEN, false),
  /** Qwen3, dense. */
  QWEN3(Family.LLAMA, Biases.NONE, WRITTEN, false),
  /** Gemma 1. */
  GEMMA(Family.LLAMA, Biases.NONE, WRITTEN, true),
  /** Mixtral. */
  MIXTRAL(Family.MOE, Biases.NONE, WRITTEN, false),
  /** Qwen1.5-MoE and Qwen2-57B-A14B. */
  QWEN2_MOE(Family.MOE, Biases.QKV, WRITTEN, false),
  /** Qwen3 with experts. */
  QWEN3_MOE(Family.MOE, Biases.NONE, WRITTEN, false),
  /** gpt-oss. */
  GPT_OSS(Family.MOE, Biases.LINEAR, WRITTEN, false),
  /** DeepSeek-V2. */
  DEEPSEEK_V2(Family.MLA_MOE, Biases.NONE, AS_HEADS, false),
  /** DeepSeek-V3 and R1. */
  DEEPSEEK_V3(Family.MLA_MOE, Biases.NONE, AS_HEADS, false),
  /** Kimi K2. */
  KIMI_K2(Family.MLA_MOE, Biases.NONE, AS_HEADS, false);

  /** What to make of {@code num_key_value_heads}. */
  enum KeyValueHeads {
    /** Must be there: its default in the library is that of one size of the model. */
    WRITTEN,
    /** As many as heads where it is missing. */
    AS_HEADS
  }

  private final Family family;
  private final Biases biases;
  private final KeyValueHeads keyValueHeads;
  private final boolean tied;

  HuggingFaceType(Family family, Biases biases, KeyValueHeads keyValueHeads, boolean tied) {
    this.family = family;
    this.biases = biases;
    this.keyValueHeads = keyValueHeads;
    this.tied = tied;
  }

  /** The type that {@code config} names. */
  static HuggingFaceType of(Mapping config) {
    List<String> known = Arrays.stream(values()).map(HuggingFaceType::word).toList();
    String type = named(config, known);
    int found = known.indexOf(type);
    if (found < 0) {
      throw config.fail("model_type", "'" + type + "' is not known",
          DidYouMean.closest(type, known).map(near -> "Did you mean '" + near + "'? ").orElse("")
              + "Known: " + String.join(", ", known) + ". Any other shape can be written in YAML.");
    }
    return values()[found];
  }

  private static String named(Mapping config, List<String> known) {
    try {
      return config.text("model_type");
    } catch (InputException missing) {
      throw missing.hint().isPresent() ? missing : missing.withHint(
          "In a config.json of Hugging Face it says what the other keys mean: " + String.join(", ", known) + ".");
    }
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  Family family() {
    return family;
  }

  Biases biases() {
    return biases;
  }

  KeyValueHeads keyValueHeads() {
    return keyValueHeads;
  }

  /** Whether the output head is the embedding where nothing is said. */
  boolean tied() {
    return tied;
  }

  boolean queryKeyNorm() {
    return this == QWEN3 || this == QWEN3_MOE;
  }

  boolean gated() {
    return this != GPT2 && this != GPT_NEOX;
  }
}
