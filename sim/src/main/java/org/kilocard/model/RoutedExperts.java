package org.kilocard.model;

import static org.kilocard.model.KernelList.join;

import java.util.List;
import java.util.Optional;
import org.kilocard.hardware.GemmFormat;
import org.kilocard.hardware.Precision;

/**
 * Router, routed experts and shared experts of a layer.
 *
 * <p><b>Model.</b> Router: norm, a BF16 product with FP32 logits, gating (four passes over the logits),
 * quantisation for the dispatch when tokens travel in FP8. Routed: rows sorted by expert (read and written),
 * one grouped product per matrix, activation, rows summed back per token (read and written). Gradients travel
 * back the same way.
 *
 * The selective recomputation is DeepSeek-V3's: norm and activation again; other families recompute nothing
 * here.
 *
 * <p><b>Assumes.</b> Each received row counts once per expert: a token that two experts of a card share is
 * moved twice by the sorting passes.
 *
 * <p><b>Source.</b> DeepSeek-V3 report (arXiv 2412.19437), sections 2.1.2, 3.2.2 and 3.3.
 */
final class RoutedExperts {
  private static final GemmFormat BF16 = GemmFormat.of(Precision.BF16);

  private final ModelSpec model;
  private final Shard shard;
  private final MoeSpec moe;
  private final OperandCasts casts;
  private final long hidden;
  private final long split;
  private final List<Long> rows;
  private final long allRows;
  private final long inner;
  private final long wide;

  private RoutedExperts(ModelSpec model, Shard shard) {
    this.model = model;
    this.shard = shard;
    moe = model.moe().orElseThrow();
    casts = OperandCasts.of(model, shard.format());
    hidden = model.hidden();
    split = shard.splitTokens();
    rows = shard.rowsOfExperts(moe);
    allRows = rows.stream().mapToLong(Long::longValue).sum();
    if (moe.expertFfn() % shard.expertTensorParallel() != 0) {
      throw new IllegalArgumentException(
          "expert tensor parallelism " + shard.expertTensorParallel()
              + " does not divide " + moe.expertFfn());
    }
    inner = moe.expertFfn() / shard.expertTensorParallel();
    wide = model.gated() ? 2 * inner : inner;
  }

  static MoeBlock block(ModelSpec model, Shard shard) {
    return new RoutedExperts(model, shard).block();
  }

  private MoeBlock block() {
    List<Kernel> again = model.family() == Family.MLA_MOE
        ? List.of(
            LayerPasses.norm("mlp", split * hidden),
            DenseMlp.activation((double) allRows * inner, model.gated()))
        : List.of();
    return new MoeBlock(
        router(),
        routed(),
        moe.sharedExperts() > 0 ? Optional.of(DenseMlp.shared(model, shard)) : Optional.empty(),
        after(),
        again);
  }

  private Passes router() {
    double logits = (double) split * moe.routedExperts();
    List<Kernel> dispatchCast = casts.way() == OperandCasts.Way.BLOCK
        ? casts.input("dispatch", split * hidden)
        : List.of();
    List<Kernel> forward = join(
        List.of(
            LayerPasses.norm("mlp", split * hidden),
            new Gemm("router", split, moe.routedExperts(), hidden, BF16, 4, 0),
            MemoryPass.stream("gating", logits, 16)),
        dispatchCast);
    // The norm's backward also adds up the gradients of routed and shared experts: 4 bytes more.
    List<Kernel> backward = List.of(
        MemoryPass.stream("gating backward", logits, 16),
        Gemm.plain("router dgrad", split, hidden, moe.routedExperts(), BF16),
        MemoryPass.stream("mlp norm backward", split * hidden, 12));
    List<Kernel> weight =
        List.of(new Gemm("router wgrad", hidden, moe.routedExperts(), split, BF16, 4, 0));
    return new Passes(forward, backward, weight);
  }

  private Passes routed() {
    double elements = (double) allRows * hidden;
    double travel = 2 * casts.dispatchBytes();
    List<Kernel> tensorCast = casts.way() == OperandCasts.Way.TENSOR
        ? casts.input("expert input", elements)
        : List.of();
    List<Kernel> forward = join(
        List.of(MemoryPass.convert("permute", elements, travel)),
        tensorCast,
        List.of(
            perExpert("expert fc1", wide, hidden),
            DenseMlp.activation((double) allRows * inner, model.gated()),
            perExpert("expert fc2", hidden, inner),
            MemoryPass.convert("unpermute", elements, 4)));
    List<Kernel> gradientCast = casts.way() == OperandCasts.Way.TENSOR
        ? casts.gradient("expert gradient", elements)
        : casts.inputForWeight("expert gradient", elements);
    List<Kernel> backward = join(
        List.of(MemoryPass.convert("permute gradient", elements, travel)),
        gradientCast,
        List.of(
            perExpert("expert fc2 dgrad", inner, hidden),
            DenseMlp.activationBackward((double) allRows * inner, model.gated()),
            perExpert("expert fc1 dgrad", hidden, wide),
            MemoryPass.convert("unpermute gradient", elements, 4)));
    List<Kernel> weight = join(
        casts.inputForWeight("expert fc2 input", (double) allRows * inner),
        List.of(weights("expert fc2 wgrad", inner, hidden)),
        casts.inputForWeight("expert fc1 input", elements),
        List.of(weights("expert fc1 wgrad", hidden, wide)));
    return new Passes(forward, backward, weight);
  }

  /** Combined rows, shared output and residual added; gradients cast before they are dispatched. */
  private Passes after() {
    double elements = (double) split * hidden;
    double bytes = moe.sharedExperts() > 0 ? 8 : 6;
    return new Passes(
        List.of(MemoryPass.stream("mlp residual", elements, bytes)),
        casts.way() == OperandCasts.Way.BLOCK ? casts.gradient("dispatch gradient", elements) : List.of(),
        List.of());
  }

  private GroupedGemm perExpert(String name, long columns, long depth) {
    return new GroupedGemm(
        name,
        rows.stream()
            .map(row -> Gemm.plain(name, row, columns, depth, shard.format()))
            .toList());
  }

  private GroupedGemm weights(String name, long inputs, long outputs) {
    return new GroupedGemm(
        name,
        rows.stream().map(row -> SelfAttention.weight(name, inputs, outputs, row, shard)).toList());
  }
}
