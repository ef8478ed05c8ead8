package org.kilocard.program;

import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import org.kilocard.job.Recompute;

/**
 * Emits the backward pass of one micro-batch through one chunk, last layer first, in pieces that can be woven with
 * those of a forward pass.
 */
final class BackwardWalk {
  private final ChunkPlan chunk;
  private final Segments to;
  private final TensorBlock block;
  private final ExpertExchange exchange;
  private final boolean weights;
  private final IntConsumer weightsDone;
  private final IntUnaryOperator parametersOf;
  private int dispatched = -1;
  private int combined = -1;

  /**
   * A walk.
   *
   * @param weights whether gradients of the weights are computed on the way
   * @param weightsDone is called when those of a layer (layers − of the exit, −1 − of the entry) are complete
   * @param parametersOf op that brings the parameters of a layer, or −1
   */
  BackwardWalk(
      ChunkPlan chunk, Segments to, boolean weights, IntConsumer weightsDone, IntUnaryOperator parametersOf) {
    this.chunk = chunk;
    this.to = to;
    this.block = chunk.tensorBlock();
    exchange = new ExpertExchange(chunk.calls());
    this.weights = weights;
    this.weightsDone = weightsDone;
    this.parametersOf = parametersOf;
  }

  /** The gradients of a layer are complete. */
  private void completed(int layer) {
    to.work("gradients copied", chunk.stage().copy(layer));
    weightsDone.accept(layer);
  }

  /** The whole pass. */
  void all() {
    enter();
    for (int i = chunk.layers() - 1; i >= 0; i--) {
      feedForward(i);
      feedForwardWeight(i);
      attention(i);
      attentionWeight(i);
    }
    leave();
  }

  int layers() {
    return chunk.layers();
  }

  void giveWay() {
    to.giveWay();
  }

  /** Only the gradients of the weights, after a pass without them. */
  void weightsOnly() {
    to.work("head weights", chunk.stage().exit().weight());
    completed(chunk.layers());
    for (int i = chunk.layers() - 1; i >= 0; i--) {
      feedForwardWeights(i);
      attentionWeights(i);
      completed(i);
    }
    to.work("embedding weights", chunk.stage().entry().weight());
    completed(-1);
  }

  /** What comes behind the layers, up to sending the first gradients to the experts. */
  void enter() {
    to.work("pass overhead", chunk.stage().start());
    to.work("head backward", chunk.stage().exit().backward());
    if (weights) {
      to.work("head weights", chunk.stage().exit().weight());
      completed(chunk.layers());
    }
    sendOff(chunk.layers() - 1);
  }

  /** What comes before the layers. */
  void leave() {
    to.work("embedding backward", chunk.stage().entry().backward());
    if (weights) {
      to.work("embedding weights", chunk.stage().entry().weight());
      completed(-1);
    }
  }

  /** Emits what is left of the pass, even if it must wait. */
  void end() {
    to.flush();
  }

  /** Starts a layer: recomputes it if asked, and sends its gradients to the experts. */
  private void sendOff(int layer) {
    if (layer < 0) {
      return;
    }
    if (chunk.recompute() == Recompute.FULL) {
      to.after(parametersOf.applyAsInt(layer));
      ForwardWalk again = new ForwardWalk(chunk, to, i -> -1);
      again.attention(layer);
      again.feedForward(layer);
    }
    if (chunk.layer(layer) instanceof LayerCost.Moe moe) {
      to.work("merge backward", moe.merge().backward());
      dispatched = exchange.send(to, true);
    }
  }

  /** MLP or experts of a layer. */
  void feedForward(int layer) {
    to.after(parametersOf.applyAsInt(layer));
    LayerCost cost = chunk.layer(layer);
    if (cost instanceof LayerCost.Dense dense) {
      block.backward(to, "mlp backward", dense.mlp(), weights && !apart());
    } else if (cost instanceof LayerCost.Moe moe) {
      experts(layer, moe);
    }
  }

  /** Shared experts as in the forward pass. */
  private void experts(int layer, LayerCost.Moe moe) {
    boolean beside = chunk.overlap().sharedExpert();
    if (beside) {
      moe.shared().ifPresent(s -> block.backward(to, "shared experts backward", s, false));
    }
    to.after(dispatched);
    to.work("experts backward", moe.routed().backward());
    if (!beside) {
      moe.shared().ifPresent(s -> block.backward(to, "shared experts backward", s, false));
    }
    if (weights && !hides()) {
      feedForwardWeights(layer);
    }
    combined = exchange.bringBack(to, true);
  }

  /** Gradients of the weights of {@link #feedForward}, where they are computed apart from it. */
  void feedForwardWeight(int layer) {
    boolean experts = chunk.layer(layer) instanceof LayerCost.Moe;
    if (weights && (experts ? hides() : apart())) {
      feedForwardWeights(layer);
    }
  }

  /** Attention of a layer; then sends off the layer before. */
  void attention(int layer) {
    LayerCost cost = chunk.layer(layer);
    if (cost instanceof LayerCost.Moe moe) {
      to.after(combined);
      to.work("router backward", moe.router().backward());
    }
    block.backward(to, "attention backward", cost.attention(), weights && !apart());
    if (apart()) {
      sendOff(layer - 1);
    }
  }

  /** Gradients of the weights of {@link #attention}, where they are computed apart from it. */
  void attentionWeight(int layer) {
    if (weights) {
      if (apart()) {
        attentionWeights(layer);
      } else if (chunk.layer(layer) instanceof LayerCost.Moe moe) {
        to.work("router weights", moe.router().weight());
      }
      completed(layer);
    }
    if (!apart()) {
      sendOff(layer - 1);
    }
  }

  /**
   * Whether the gradients of the weights are kept apart from the backward pass. Without tensor-parallel calls they
   * come after it, to hide the all-to-alls of the experts; with them they hide these calls instead.
   */
  private boolean apart() {
    return block.silent() && hides();
  }

  /**
   * Whether all-to-alls of experts may run beside gradients of weights; else these are made first, as autograd does.
   */
  private boolean hides() {
    return chunk.overlap().expert();
  }

  private void feedForwardWeights(int layer) {
    LayerCost cost = chunk.layer(layer);
    if (cost instanceof LayerCost.Dense dense) {
      block.weight(to, "mlp weights", dense.mlp());
    } else if (cost instanceof LayerCost.Moe moe) {
      to.work("experts weights", moe.routed().weight());
      moe.shared().ifPresent(s -> block.weight(to, "experts weights", s));
    }
  }

  private void attentionWeights(int layer) {
    block.weight(to, "attention weights", chunk.layer(layer).attention());
    if (chunk.layer(layer) instanceof LayerCost.Moe moe) {
      to.work("router weights", moe.router().weight());
    }
  }
}
