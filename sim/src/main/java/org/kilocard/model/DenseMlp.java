package org.kilocard.model;

import static org.kilocard.model.KernelList.join;

import java.util.List;
import org.kilocard.hardware.GemmFormat;
import org.kilocard.model.Lora.Target;

/**
 * Dense MLP: the MLP block of a dense layer, or the shared experts beside routed ones.
 *
 * <p><b>Model.</b> Norm · FC1 (with gate) · activation · FC2 · residual. Activation per element of its
 * output: gated reads two values and writes one (6 bytes), backward reads three and writes two (10); GELU 4
 * and 6.
 */
final class DenseMlp {
  private DenseMlp() {}

  /** MLP block of a dense layer. */
  static Block block(ModelSpec model, Shard shard) {
    return block(model, shard, model.ffn(), true);
  }

  /** Shared experts; the router's block has the norm and the residual. */
  static Block shared(ModelSpec model, Shard shard) {
    MoeSpec moe = model.moe().orElseThrow();
    return block(model, shard, moe.sharedExperts() * moe.expertFfn(), false);
  }

  private static Block block(ModelSpec model, Shard shard, int ffn, boolean ownNorm) {
    OperandCasts casts = OperandCasts.of(model, shard.format());
    GemmFormat format = shard.format();
    long tokens = shard.localTokens();
    long hidden = model.hidden();
    long split = shard.splitTokens() * hidden;
    long inner = shard.perTensor(ffn, "inner columns");
    long wide = model.gated() ? 2 * inner : inner;
    Slots forward = new Slots(
        ownNorm
            ? join(
                List.of(LayerPasses.norm("mlp", split)),
                casts.normed("fc1 input", split, model.adapts(Target.FC1)))
            : List.of(),
        List.of(Gemm.plain("fc1", tokens, wide, hidden, format)),
        Core.of(join(
            List.of(activation(tokens * inner, model.gated())),
            casts.activated("fc2 input", tokens * inner, model.adapts(Target.FC2)))),
        List.of(Gemm.plain("fc2", tokens, hidden, inner, format)),
        ownNorm ? List.of(LayerPasses.residual(model, "mlp", split)) : List.of());
    Slots backward = new Slots(
        ownNorm
            ? join(LayerPasses.residualBackward(model, "mlp", split), casts.gradient("fc2 gradient", split))
            : List.of(),
        List.of(Gemm.plain("fc2 dgrad", tokens, inner, hidden, format)),
        Core.of(join(
            List.of(activationBackward(tokens * inner, model.gated())),
            casts.activatedGradient("fc1 gradient", tokens * wide))),
        List.of(Gemm.plain("fc1 dgrad", tokens, hidden, wide, format)),
        ownNorm ? List.of(LayerPasses.normBackward("mlp", split)) : List.of());
    List<Kernel> weightOut = join(
        casts.inputForWeight("fc2 input", tokens * inner),
        List.of(shard.weightGradient("fc2 wgrad", inner, hidden, tokens)),
        LayerPasses.biasGradient(model.biases().mlp(), "fc2", tokens * hidden));
    List<Kernel> weightIn = join(
        casts.inputForWeight("fc1 input", tokens * hidden),
        List.of(shard.weightGradient("fc1 wgrad", hidden, wide, tokens)),
        LayerPasses.biasGradient(model.biases().mlp(), "fc1", tokens * wide));
    return new Block(forward, backward, weightOut, weightIn, Core.of(List.of()));
  }

  static Kernel activation(double outputs, boolean gated) {
    return MemoryPass.stream("activation", outputs, gated ? 6 : 4);
  }

  static Kernel activationBackward(double outputs, boolean gated) {
    return MemoryPass.stream("activation backward", outputs, gated ? 10 : 6);
  }
}
