package org.kilocard.model;

/** Builds the layers of a model. */
public final class TransformerLayers {
  private TransformerLayers() {}

  /** Layer {@code index}, 0 first, of {@code model} as {@code shard} of it sees one micro-batch. */
  public static Layer layer(ModelSpec model, Shard shard, int index) {
    Layer layer = trained(model, shard, index);
    return model.lora().map(lora -> FrozenLayer.of(layer, lora, shard, model.kind(index).lowest())).orElse(layer);
  }

  private static Layer trained(ModelSpec model, Shard shard, int index) {
    Block attention = attention(model, shard, index);
    if (model.style().parallelBlock()) {
      return new Layer(ParallelBlock.of(attention, DenseMlp.block(model, shard)), new NoFeedForward());
    }
    return new Layer(attention, feedForward(model, shard, index));
  }

  private static Block attention(ModelSpec model, Shard shard, int index) {
    return model.mla().isPresent()
        ? LatentAttention.block(model, shard)
        : SelfAttention.block(model, shard, index);
  }

  private static FeedForward feedForward(ModelSpec model, Shard shard, int index) {
    return model.hasExperts(index) ? RoutedExperts.block(model, shard) : DenseMlp.block(model, shard);
  }
}
