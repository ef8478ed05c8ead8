package org.kilocard.program;

import java.util.function.IntUnaryOperator;

/**
 * Emits the forward pass of one micro-batch through one chunk, layer by layer in two halves, so that the halves
 * can be woven with those of a backward pass.
 */
final class ForwardWalk {
  private final ChunkPlan chunk;
  private final Segments to;
  private final TensorBlock block;
  private final ExpertExchange exchange;
  private final IntUnaryOperator parametersOf;
  private int dispatched = -1;

  /**
   * A walk.
   *
   * @param parametersOf op that brings the parameters of a layer (−1 − of the entry, layers − of the exit), or −1
   */
  ForwardWalk(ChunkPlan chunk, Segments to, IntUnaryOperator parametersOf) {
    this.chunk = chunk;
    this.to = to;
    this.block = chunk.tensorBlock();
    exchange = new ExpertExchange(chunk.calls());
    this.parametersOf = parametersOf;
  }

  /** The whole pass. */
  void all() {
    enter();
    for (int i = 0; i < chunk.layers(); i++) {
      attention(i);
      feedForward(i);
    }
    leave();
  }

  int layers() {
    return chunk.layers();
  }

  void giveWay() {
    to.giveWay();
  }

  /** What comes before the layers. */
  void enter() {
    to.after(parametersOf.applyAsInt(-1));
    to.work("pass overhead", chunk.stage().start());
    to.work("embedding", chunk.stage().entry().forward());
  }

  /** What comes after the layers. */
  void leave() {
    to.after(parametersOf.applyAsInt(chunk.layers()));
    to.work("head", chunk.stage().exit().forward());
  }

  /** Attention of a layer and, where there are experts, the router; sends the tokens off. */
  void attention(int layer) {
    to.after(parametersOf.applyAsInt(layer));
    LayerCost cost = chunk.layer(layer);
    block.forward(to, "attention", cost.attention());
    if (cost instanceof LayerCost.Moe moe) {
      to.work("router", moe.router().forward());
      dispatched = exchange.send(to, false);
    }
  }

  /** MLP or experts of a layer; brings the tokens back. */
  void feedForward(int layer) {
    LayerCost cost = chunk.layer(layer);
    if (cost instanceof LayerCost.Dense dense) {
      block.forward(to, "mlp", dense.mlp());
    } else if (cost instanceof LayerCost.Moe moe) {
      experts(moe);
    }
  }

  /** Shared experts run beside the all-to-all that sends tokens off, or with the routed ones. */
  private void experts(LayerCost.Moe moe) {
    boolean beside = chunk.overlap().sharedExpert();
    if (beside) {
      moe.shared().ifPresent(s -> block.forward(to, "shared experts", s));
    }
    to.after(dispatched);
    to.work("experts", moe.routed().forward());
    if (!beside) {
      moe.shared().ifPresent(s -> block.forward(to, "shared experts", s));
    }
    to.after(exchange.bringBack(to, false));
    to.work("merge", moe.merge().forward());
  }
}
