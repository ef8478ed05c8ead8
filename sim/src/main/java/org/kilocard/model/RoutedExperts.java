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
 * quantisation for the dispatch when tokens travel in FP8, else where they arrive. Routed: {@link TokenPermutation},
 * one grouped product per matrix, activation, {@link ExpertBias} where there are biases. Gradients travel back the same
 * way.
 *
 * The selective recomputation is DeepSeek-V3's: norm and activation again; other families recompute nothing
 * here.
 *
 * <p><b>Source.</b> DeepSeek-V3 report (arXiv 2412.19437), sections 2.1.2, 3.2.2 and 3.3.
 */
final class RoutedExperts {
  private static final GemmFormat BF16 = GemmFormat.of(Precision.BF16);

  private final ModelSpec model;
  private final Shard shard;
  private final MoeSpec moe;
  private final OperandCasts casts;
  /** Whether tokens and the gradients of results travel in the format of the products. */
  private final boolean narrow;
  private final TokenPermutation permutation;
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
    narrow = casts.way() == OperandCasts.Way.BLOCK && shard.software().narrowTokens();
    permutation = new TokenPermutation(shard, moe, hidden, rows, narrow);
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
    List<Kernel> forward = join(
        List.of(
            LayerPasses.norm("mlp", split * hidden),
            new Gemm("router", split, moe.routedExperts(), hidden, BF16, 4, 0),
            MemoryPass.stream("gating", logits, 16)),
        narrow ? casts.input("dispatch", split * hidden) : List.of(),
        permutation.beforeSending());
    // The norm's backward also adds up the gradients of routed and shared experts: 4 bytes more.
    List<Kernel> backward = join(
        permutation.returnedGradients(),
        List.of(
            MemoryPass.stream("gating backward", logits, 16),
            Gemm.plain("router dgrad", split, hidden, moe.routedExperts(), BF16),
            MemoryPass.stream("mlp norm backward", split * hidden, 12)));
    List<Kernel> weight =
        List.of(new Gemm("router wgrad", hidden, moe.routedExperts(), split, BF16, 4, 0));
    return new Passes(forward, backward, weight);
  }

  private Passes routed() {
    double elements = (double) allRows * hidden;
    double inside = (double) allRows * inner;
    boolean biases = model.biases().mlp();
    List<Kernel> forward = join(
        permutation.received(),
        narrow ? List.of() : casts.input("expert input", elements),
        List.of(perExpert("expert fc1", wide, hidden), DenseMlp.activation(inside, model.gated())),
        casts.activated("expert fc2 input", inside, false),
        List.of(perExpert("expert fc2", hidden, inner)),
        biases ? ExpertBias.forward(rows, hidden) : List.of(),
        permutation.beforeReturning());
    List<Kernel> backward = join(
        permutation.receivedGradients(),
        biases ? ExpertBias.backward(rows, hidden) : List.of(),
        narrow ? casts.inputForWeight("expert gradient", elements) : casts.gradient("expert gradient", elements),
        List.of(
            perExpert("expert fc2 dgrad", inner, hidden),
            DenseMlp.activationBackward(inside, model.gated())),
        casts.activatedGradient("expert fc1 gradient", (double) allRows * wide),
        List.of(perExpert("expert fc1 dgrad", hidden, wide)),
        permutation.beforeReturningGradients());
    List<Kernel> weight = join(
        casts.inputForWeight("expert fc2 input", inside),
        List.of(weights("expert fc2 wgrad", inner, hidden)),
        casts.inputForWeight("expert fc1 input", elements),
        List.of(weights("expert fc1 wgrad", hidden, wide)),
        LayerPasses.biasGradient(biases, "expert fc1", (double) allRows * wide));
    return new Passes(forward, backward, weight);
  }

  /** Combined rows, shared output and residual added; gradients cast before they are dispatched. */
  private Passes after() {
    double elements = (double) split * hidden;
    double bytes = moe.sharedExperts() > 0 ? 8 : 6;
    return new Passes(
        join(permutation.returned(), List.of(MemoryPass.stream("mlp residual", elements, bytes))),
        join(
            narrow ? casts.gradient("dispatch gradient", elements) : List.of(),
            permutation.beforeSendingGradients()),
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
        rows.stream().map(row -> shard.weightGradient(name, inputs, outputs, row)).toList());
  }
}
