package org.kilocard.model;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Mapping;
import org.kilocard.input.Node;
import org.kilocard.input.Spelled;
import org.kilocard.input.YamlDocument;

/**
 * Reads a model: a file in {@link #FOLDER}, a {@code config.json} as Hugging Face publishes them, or a
 * mapping inside a scenario.
 *
 * <pre>{@code
 * name: Mine
 * family: moe                # gpt | llama | moe | mla-moe
 * layers: 36
 * hidden: 2880
 * heads: 64
 * kv_heads: 8                # as many as heads
 * head_dim: 64               # hidden / heads
 * ffn: 11520                 # of dense layers
 * vocab: 201088
 * gated: true                # false: two matrices per MLP; false for gpt
 * biases: linear             # none | qkv | attention | linear | all; all for gpt, else none
 * tied_embeddings: false     # true for gpt
 * learned_positions: 0       # rows; 0: rotary
 * parallel_block: false      # attention beside the MLP
 * query_key_norm: false
 * window: {tokens: 128, full_every: 2}                         # without full_every in all layers
 * experts: {routed: 128, shared: 0, top_k: 4, ffn: 2880, dense_layers: 0, every: 1, groups: 1, group_limit: 1}
 * latent_attention: {q_rank: 1536, kv_rank: 512, nope_head_dim: 128, rope_head_dim: 64, v_head_dim: 128}
 * mtp_depth: 0
 * }</pre>
 */
public final class ModelFile {
  /** Where the catalogue keeps models. */
  public static final String FOLDER = "scenarios/models";

  private static final int MOST = 1 << 24;
  private static final int MOST_LAYERS = 1 << 14;

  private ModelFile() {}

  /** The model of that name, or in the file at that path. */
  public static ModelSpec load(Catalogue catalogue, String nameOrPath) {
    return load(catalogue, nameOrPath, note -> { });
  }

  /** The same, where {@code notes} is told in clauses what the file says and the model leaves out. */
  public static ModelSpec load(Catalogue catalogue, String nameOrPath, Consumer<String> notes) {
    return read(YamlDocument.parse(catalogue.resolve(FOLDER, nameOrPath)), notes);
  }

  /**
   * The model that a value stands for: a name, a path, or the model itself.
   *
   * @param referrer file in which the value is written
   * @param notes is told in clauses what is written and the model leaves out
   */
  public static ModelSpec read(Node written, Catalogue catalogue, Path referrer, Consumer<String> notes) {
    return written instanceof Mapping inline
        ? read(inline, notes)
        : read(YamlDocument.parse(catalogue.resolve(FOLDER, written.asScalar(), referrer)), notes);
  }

  /** The model that a mapping describes. */
  public static ModelSpec read(Mapping written) {
    return read(written, note -> { });
  }

  private static ModelSpec read(Mapping written, Consumer<String> notes) {
    if (HuggingFaceConfig.recognises(written)) {
      return HuggingFaceConfig.read(written, notes);
    }
    Family family = written.choice("family", Family.class);
    int layers = (int) written.count("layers", 1, MOST_LAYERS);
    int heads = size(written, "heads");
    Optional<MoeSpec> moe = experts(written, family, layers);
    Optional<MlaSpec> mla = latent(written, family);
    int hidden = size(written, "hidden");
    ModelSpec model = new ModelSpec(
        written.text("name", Spelled.of(family)),
        family,
        layers,
        hidden,
        heads,
        kvHeads(written, heads, mla.isPresent()),
        headDim(written, hidden, heads, mla),
        ffn(written, layers, moe),
        size(written, "vocab"),
        written.flag("gated", family != Family.GPT),
        biases(written, family),
        written.flag("tied_embeddings", family == Family.GPT),
        (int) written.optionalCount("learned_positions", 0, MOST).orElse(0),
        moe,
        mla,
        (int) written.optionalCount("mtp_depth", 0, layers).orElse(0),
        style(written, family, layers),
        Optional.empty());
    written.done();
    return model;
  }

  /** {@code true}, {@code false}, or a word for which. */
  private static Biases biases(Mapping written, Family family) {
    Optional<String> said = written.optionalText("biases");
    if (said.isEmpty()) {
      return family == Family.GPT ? Biases.ALL : Biases.NONE;
    }
    if (said.get().equals("true") || said.get().equals("false")) {
      return written.flag("biases") ? Biases.ALL : Biases.NONE;
    }
    return written.choice("biases", Biases.class);
  }

  private static LayerStyle style(Mapping written, Family family, int layers) {
    boolean parallel = written.flag("parallel_block", false);
    if (parallel && (family == Family.MOE || family == Family.MLA_MOE)) {
      throw written.fail("parallel_block", "is not for layers with experts");
    }
    return new LayerStyle(parallel, written.flag("query_key_norm", false), window(written, family, layers));
  }

  private static Optional<AttentionWindow> window(Mapping written, Family family, int layers) {
    Optional<Mapping> section = written.optionalMapping("window");
    if (section.isPresent() && family == Family.MLA_MOE) {
      throw written.fail("window", "is not for latent attention");
    }
    return section.map(window -> {
      AttentionWindow read = new AttentionWindow(
          size(window, "tokens"), (int) window.optionalCount("full_every", 2, layers).orElse(0));
      window.done();
      return read;
    });
  }

  private static int kvHeads(Mapping written, int heads, boolean latent) {
    OptionalLong given = written.optionalCount("kv_heads", 1, MOST);
    int kvHeads = (int) given.orElse(heads);
    if (heads % kvHeads != 0) {
      throw written.fail("kv_heads", kvHeads + " key-value heads do not divide " + heads + " heads");
    }
    if (latent && kvHeads != heads) {
      throw written.fail("kv_heads", "latent attention has as many key-value heads as heads, " + heads,
          "Leave it out.");
    }
    return kvHeads;
  }

  private static int headDim(Mapping written, int hidden, int heads, Optional<MlaSpec> mla) {
    OptionalLong given = written.optionalCount("head_dim", 1, MOST);
    if (mla.isPresent()) {
      if (given.isPresent()) {
        throw written.fail("head_dim", "is not for latent attention",
            "Its heads are described under latent_attention.");
      }
      return mla.get().vHeadDim();
    }
    if (given.isEmpty() && hidden % heads != 0) {
      throw written.fail("heads", heads + " heads do not divide hidden = " + hidden,
          "Write head_dim if the heads do not share the hidden size.");
    }
    return (int) given.orElse(hidden / heads);
  }

  /** Models whose layers all have experts have no dense MLP. */
  private static int ffn(Mapping written, int layers, Optional<MoeSpec> moe) {
    boolean dense = moe.map(experts -> layers > experts.layersOf(layers)).orElse(true);
    return dense ? size(written, "ffn") : (int) written.optionalCount("ffn", 0, MOST).orElse(0);
  }

  private static Optional<MoeSpec> experts(Mapping written, Family family, int layers) {
    boolean routed = family == Family.MOE || family == Family.MLA_MOE;
    if (!agrees(written, "experts", family, routed)) {
      return Optional.empty();
    }
    Mapping experts = written.mapping("experts");
    int count = size(experts, "routed");
    int topK = size(experts, "top_k");
    int groups = (int) experts.optionalCount("groups", 1, count).orElse(1);
    int limit = (int) experts.optionalCount("group_limit", 1, MOST).orElse(groups);
    if (topK > count) {
      throw experts.fail("top_k", "a token cannot go to " + topK + " of " + count + " experts");
    }
    if (count % groups != 0) {
      throw experts.fail("groups", groups + " groups do not divide " + count + " experts");
    }
    if (limit > groups) {
      throw experts.fail("group_limit", limit + " of " + groups + " groups");
    }
    if (topK > limit * (count / groups)) {
      throw experts.fail("group_limit", "the " + limit * (count / groups) + " experts of " + limit
          + " groups are fewer than top_k = " + topK);
    }
    int dense = (int) experts.optionalCount("dense_layers", 0, layers).orElse(0);
    MoeSpec moe = new MoeSpec(
        count,
        (int) experts.optionalCount("shared", 0, MOST).orElse(0),
        topK,
        size(experts, "ffn"),
        dense,
        groups,
        limit,
        (int) experts.optionalCount("every", 1, Math.max(1, layers - dense)).orElse(1));
    experts.done();
    return Optional.of(moe);
  }

  private static Optional<MlaSpec> latent(Mapping written, Family family) {
    if (!agrees(written, "latent_attention", family, family == Family.MLA_MOE)) {
      return Optional.empty();
    }
    Mapping latent = written.mapping("latent_attention");
    MlaSpec mla = new MlaSpec(
        (int) latent.count("q_rank", 0, MOST),
        size(latent, "kv_rank"),
        size(latent, "nope_head_dim"),
        (int) latent.count("rope_head_dim", 0, MOST),
        size(latent, "v_head_dim"));
    latent.done();
    return Optional.of(mla);
  }

  /** Whether the section is due; complains if it is there without. */
  private static boolean agrees(Mapping written, String section, Family family, boolean due) {
    if (!due && written.has(section)) {
      throw written.fail(section, "family " + Spelled.of(family) + " has none",
          "Families: gpt, llama, moe (experts), mla-moe (experts, latent_attention).");
    }
    return due;
  }

  private static int size(Mapping mapping, String key) {
    return (int) mapping.count(key, 1, MOST);
  }
}
