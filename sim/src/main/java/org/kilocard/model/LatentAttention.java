package org.kilocard.model;

import static org.kilocard.model.KernelList.join;

import java.util.ArrayList;
import java.util.List;
import org.kilocard.hardware.GemmFormat;

/**
 * Multi-head latent attention, as DeepSeek-V2 and V3 train it.
 *
 * <p><b>Model.</b> {@code before}: norm, down-projections to the latents, their norms, all on split tokens
 * (they are not split by heads). {@code in}: up-projections to the card's heads. {@code core}: rotary part of
 * the queries, then queries, keys (the heads' own part and the shared rotary part) and values each written
 * contiguously, attention. The selective recomputation is DeepSeek-V3's: norms and up-projections again, and
 * with them rotary and keys.
 *
 * <p>Rotary, concatenation and copies are kernels of their own, or, where the software fuses them, one kernel turns the
 * rotary part of the queries in place and one reads what the up-projection has written and writes keys and values.
 *
 * <p><b>Source.</b> DeepSeek-V3 report (arXiv 2412.19437), sections 2.1.1 and 3.2.3; Megatron Core,
 * fused_mla_yarn_rope_apply.py.
 */
final class LatentAttention {
  private final ModelSpec model;
  private final Shard shard;
  private final MlaSpec mla;
  private final OperandCasts casts;
  private final GemmFormat format;
  private final long tokens;
  private final long split;
  private final long hidden;
  private final long heads;
  private final long queries;
  private final long keyValues;
  private final long values;
  private final long latents;

  private LatentAttention(ModelSpec model, Shard shard) {
    this.model = model;
    this.shard = shard;
    mla = model.mla().orElseThrow();
    casts = OperandCasts.of(model, shard.format());
    format = shard.format();
    tokens = shard.localTokens();
    split = shard.splitTokens();
    hidden = model.hidden();
    heads = shard.perTensor(model.heads(), "heads");
    queries = heads * mla.qkHeadDim();
    keyValues = heads * (mla.nopeHeadDim() + mla.vHeadDim());
    values = heads * mla.vHeadDim();
    latents = mla.qLoraRank() + mla.kvLoraRank();
  }

  static Block block(ModelSpec model, Shard shard) {
    return new LatentAttention(model, shard).block();
  }

  private Block block() {
    AttentionCore core =
        new AttentionCore(shard, CardHeads.of(model, shard.tensorParallel()), Long.MAX_VALUE);
    Slots forward = new Slots(
        join(
            List.of(LayerPasses.norm("attention", split * hidden)),
            casts.normed("latent input", split * hidden, false),
            down(),
            latentNorm()),
        up(),
        core.forward().within(positions(), casts.input("projection input", tokens * values)),
        List.of(Gemm.plain("projection", tokens, hidden, values, format)),
        List.of(LayerPasses.residual(model, "attention", split * hidden)));
    Slots backward = new Slots(
        casts.gradient("projection gradient", split * hidden),
        List.of(Gemm.plain("projection dgrad", tokens, values, hidden, format)),
        core.backward().within(List.of(), join(
            positionsBackward(),
            casts.gradient("query gradient", tokens * queries),
            casts.gradient("key-value gradient", tokens * keyValues))),
        upBackward(),
        join(
            List.of(LayerPasses.normBackward("latent", split * latents)),
            casts.gradient("latent gradient", split * downColumns()),
            downBackward(),
            List.of(LayerPasses.normBackward("attention", split * hidden))));
    List<Kernel> weightOut = join(
        casts.inputForWeight("projection input", tokens * values),
        List.of(shard.weightGradient("projection wgrad", values, hidden, tokens)));
    List<Kernel> selective = join(
        List.of(LayerPasses.norm("attention", split * hidden)), latentNorm(), up(), positions());
    return new Block(forward, backward, weightOut, weightIn(), Core.of(selective));
  }

  /** Columns of the down-projections: latents and the shared rotary key. */
  private long downColumns() {
    return latents + mla.ropeHeadDim();
  }

  private List<Kernel> down() {
    List<Kernel> kernels = new ArrayList<>();
    if (mla.qLoraRank() > 0) {
      kernels.add(Gemm.plain("query down", split, mla.qLoraRank(), hidden, format));
    }
    kernels.add(Gemm.plain("key-value down", split, mla.kvLoraRank() + mla.ropeHeadDim(), hidden, format));
    return kernels;
  }

  private List<Kernel> downBackward() {
    List<Kernel> kernels = new ArrayList<>();
    if (mla.qLoraRank() > 0) {
      kernels.add(Gemm.plain("query down dgrad", split, hidden, mla.qLoraRank(), format));
    }
    kernels.add(
        Gemm.plain("key-value down dgrad", split, hidden, mla.kvLoraRank() + mla.ropeHeadDim(), format));
    return kernels;
  }

  private List<Kernel> latentNorm() {
    return join(
        List.of(LayerPasses.norm("latent", split * latents)), casts.normed("latent", split * latents, false));
  }

  private List<Kernel> up() {
    return List.of(
        Gemm.plain("query up", tokens, queries, queryInputs(), format),
        Gemm.plain("key-value up", tokens, keyValues, mla.kvLoraRank(), format));
  }

  private List<Kernel> upBackward() {
    return List.of(
        Gemm.plain("query up dgrad", tokens, queryInputs(), queries, format),
        Gemm.plain("key-value up dgrad", tokens, mla.kvLoraRank(), keyValues, format));
  }

  private List<Kernel> weightIn() {
    List<Kernel> kernels = new ArrayList<>();
    kernels.addAll(casts.inputForWeight("latents", tokens * latents));
    kernels.add(shard.weightGradient("query up wgrad", queryInputs(), queries, tokens));
    kernels.add(shard.weightGradient("key-value up wgrad", mla.kvLoraRank(), keyValues, tokens));
    kernels.addAll(casts.inputForWeight("latent input", split * hidden));
    if (mla.qLoraRank() > 0) {
      kernels.add(shard.weightGradient("query down wgrad", hidden, mla.qLoraRank(), split));
    }
    kernels.add(
        shard.weightGradient("key-value down wgrad", hidden, mla.kvLoraRank() + mla.ropeHeadDim(), split));
    return kernels;
  }

  private long queryInputs() {
    return mla.qLoraRank() > 0 ? mla.qLoraRank() : hidden;
  }

  /** Rotary in place; queries and values read and written; keys: own part read, whole head written. */
  private List<Kernel> positions() {
    double own = (double) tokens * heads * mla.nopeHeadDim();
    if (shard.software().fusedRotary()) {
      return fusedPositions("");
    }
    return List.of(
        MemoryPass.convert("rotary", (double) tokens * heads * mla.ropeHeadDim(), 4),
        MemoryPass.convert("queries", (double) tokens * queries, 4),
        new MemoryPass("keys", 2 * own + 2.0 * tokens * queries, MemoryPass.Access.CONVERT),
        MemoryPass.convert("values", (double) tokens * values, 4));
  }

  /** The same back: gradients of keys and values read, those of the up-projection written. */
  private List<Kernel> positionsBackward() {
    double read = (double) tokens * (queries + values);
    if (shard.software().fusedRotary()) {
      return fusedPositions(" backward");
    }
    return List.of(
        MemoryPass.convert("rotary backward", (double) tokens * heads * mla.ropeHeadDim(), 4),
        MemoryPass.convert("queries backward", (double) tokens * queries, 4),
        new MemoryPass(
            "keys and values backward", 2 * read + 2.0 * tokens * keyValues, MemoryPass.Access.CONVERT));
  }

  /** What the up-projection wrote is read and keys and values written, or their gradients the other way. */
  private List<Kernel> fusedPositions(String pass) {
    return List.of(
        MemoryPass.convert("rotary" + pass, (double) tokens * heads * mla.ropeHeadDim(), 4),
        MemoryPass.convert("keys and values" + pass, (double) tokens * (keyValues + queries + values), 2));
  }
}
