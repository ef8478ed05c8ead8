package org.kilocard.model;

import static org.kilocard.model.KernelList.join;

import java.util.List;
import org.kilocard.hardware.GemmFormat;
import org.kilocard.model.Lora.Target;

/**
 * Attention block with full or grouped key-value heads.
 *
 * <p><b>Model.</b> Norm · QKV · norm of queries and keys where the model has it · rotary positions (unless
 * learned) · {@link AttentionCore} · projection · residual. The selective recomputation is Megatron's: the
 * attention core again.
 *
 * <p><b>Assumes.</b> With more tensor-parallel cards than key-value heads each card keeps one head. Biases
 * are added inside the products.
 */
final class SelfAttention {
  private SelfAttention() {}

  static Block block(ModelSpec model, Shard shard, int index) {
    OperandCasts casts = OperandCasts.of(model, shard.format());
    GemmFormat format = shard.format();
    long tokens = shard.localTokens();
    long hidden = model.hidden();
    long split = shard.splitTokens() * hidden;
    shard.perTensor(model.heads(), "heads");
    CardHeads heads = CardHeads.of(model, shard.tensorParallel());
    long queries = heads.queries();
    long keys = heads.kvHeads() * model.headDim();
    long qkv = queries + 2 * keys;
    AttentionCore core = new AttentionCore(shard, heads, window(model, index));
    double rotated = (double) tokens * (queries + keys);
    boolean rotary = model.learnedPositions() == 0;
    List<Kernel> rope = rotary
        ? List.of(MemoryPass.convert("rotary", rotated, 4))
        : List.of();
    boolean normed = model.style().queryKeyNorm();
    List<Kernel> norm = normed ? List.of(LayerPasses.norm("query-key", rotated)) : List.of();
    List<Kernel> normBackward = normed ? List.of(LayerPasses.normBackward("query-key", rotated)) : List.of();
    Slots forward = new Slots(
        join(
            List.of(LayerPasses.norm("attention", split)),
            casts.normed("qkv input", split, model.adapts(Target.QKV))),
        List.of(Gemm.plain("qkv", tokens, qkv, hidden, format)),
        core.forward().within(join(norm, rope), casts.input("projection input", tokens * queries)),
        List.of(Gemm.plain("projection", tokens, hidden, queries, format)),
        List.of(LayerPasses.residual(model, "attention", split)));
    Slots backward = new Slots(
        join(
            LayerPasses.residualBackward(model, "attention", split),
            casts.gradient("projection gradient", split)),
        List.of(Gemm.plain("projection dgrad", tokens, queries, hidden, format)),
        core.backward().within(
            List.of(), join(rope, normBackward, casts.gradient("qkv gradient", tokens * qkv))),
        List.of(Gemm.plain("qkv dgrad", tokens, hidden, qkv, format)),
        List.of(LayerPasses.normBackward("attention", split)));
    List<Kernel> weightOut = join(
        casts.inputForWeight("projection input", tokens * queries),
        List.of(shard.weightGradient("projection wgrad", queries, hidden, tokens)),
        LayerPasses.biasGradient(model.biases().projection(), "projection", tokens * hidden));
    List<Kernel> weightIn = join(
        casts.inputForWeight("qkv input", tokens * hidden),
        List.of(shard.weightGradient("qkv wgrad", hidden, qkv, tokens)),
        LayerPasses.biasGradient(model.biases().qkv(), "qkv", tokens * qkv));
    return new Block(forward, backward, weightOut, weightIn, core.forward());
  }

  private static long window(ModelSpec model, int index) {
    return model.windowed(index) ? model.style().window().orElseThrow().tokens() : Long.MAX_VALUE;
  }
}
