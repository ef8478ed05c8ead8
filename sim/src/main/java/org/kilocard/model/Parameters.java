package org.kilocard.model;

/**
 * Counts of the weights of a model.
 *
 * <p>Counted are matrices, biases and norms. Adapters are counted by {@link #adapters} alone, and multi-token
 * prediction is apart, since published totals leave both out.
 */
public final class Parameters {
  private final ModelSpec model;

  private Parameters(ModelSpec model) {
    this.model = model;
  }

  /** The counts of {@code model}. */
  public static Parameters of(ModelSpec model) {
    return new Parameters(model);
  }

  /** Attention of one layer, without the norm before it. */
  public long attention() {
    return attentionMatrices() + attentionVectors();
  }

  /** Matrices of the attention of one layer. */
  public long attentionMatrices() {
    long h = model.hidden();
    long a = model.heads();
    if (model.mla().isPresent()) {
      MlaSpec mla = model.mla().get();
      long queries = a * mla.qkHeadDim();
      long query = mla.qLoraRank() == 0 ? h * queries : h * mla.qLoraRank() + mla.qLoraRank() * queries;
      long latent = h * (mla.kvLoraRank() + mla.ropeHeadDim());
      long keyValue = mla.kvLoraRank() * a * (mla.nopeHeadDim() + mla.vHeadDim());
      return query + latent + keyValue + a * mla.vHeadDim() * h;
    }
    return h * (a + 2L * model.kvHeads()) * model.headDim() + a * model.headDim() * h;
  }

  /** Dense MLP of one layer, without the norm before it. */
  public long denseMlp() {
    return mlp(model.ffn()) + mlpBiases(model.ffn());
  }

  /** Matrices of the dense MLP of one layer. */
  public long denseMlpMatrices() {
    return mlp(model.ffn());
  }

  /** One routed or shared expert; 0 without experts. */
  public long expert() {
    return model.moe().map(moe -> mlp(moe.expertFfn()) + mlpBiases(moe.expertFfn())).orElse(0L);
  }

  /** Router of one layer; 0 without experts. */
  public long router() {
    return model.moe()
        .map(moe -> routerMatrix() + (model.biases().mlp() ? moe.routedExperts() : 0))
        .orElse(0L);
  }

  /** Both norms of one layer. */
  public long norms() {
    return 2L * norm();
  }

  /** Layer {@code index} as a whole, all its experts. */
  public long layer(int index) {
    return attention() + norms() + (model.hasExperts(index) ? expertLayerMlp() : denseMlp());
  }

  /** Token embedding, position embedding, and the output head unless tied. */
  public long embeddings() {
    long table = (long) model.vocab() * model.hidden();
    return table * (model.tiedEmbeddings() ? 1 : 2) + (long) model.learnedPositions() * model.hidden();
  }

  /**
   * All MTP modules: per module the projection 2h → h, three norms, and one layer; embedding and head shared.
   */
  public long mtp() {
    long projection = 2L * model.hidden() * model.hidden() + 3L * norm();
    return model.mtpDepth() * (projection + layer(model.layers() - 1));
  }

  /** Whole model without MTP. */
  public long total() {
    long dense = model.denseLayers() * (attention() + norms() + denseMlp());
    long experts = (model.layers() - model.denseLayers()) * (attention() + norms() + expertLayerMlp());
    return dense + experts + embeddings() + norm();
  }

  /**
   * Weights that one token is computed with, without MTP: routed experts count top-k times, the rows of an
   * embedding that is only looked up not at all. DeepSeek and OpenAI count so; see {@link #activeAndLookup}.
   */
  public long active() {
    return activeAndLookup() - embeddings() + (long) model.vocab() * model.hidden();
  }

  /** {@link #active} and the tables of the embeddings, as Mistral and Qwen count. */
  public long activeAndLookup() {
    return total() - (model.layers() - model.denseLayers()) * idleExperts() * expert();
  }

  /**
   * Elements of the matrices that one token is multiplied by: attention projections, dense MLP, router,
   * shared and top-k routed experts, output head. Not: embedding lookup, norms, biases, MTP.
   */
  public long activeMatrices() {
    long experts = model.moe()
        .map(moe -> (moe.topK() + moe.sharedExperts()) * mlp(moe.expertFfn()) + routerMatrix())
        .orElse(0L);
    return model.layers() * attentionMatrices()
        + model.denseLayers() * denseMlpMatrices()
        + (model.layers() - model.denseLayers()) * experts
        + (long) model.vocab() * model.hidden();
  }

  /** Adapters of one layer: of every adapted product a matrix to the rank and one from it; 0 without adapters. */
  public long adapters() {
    return model.lora()
        .map(lora -> lora.targets().stream().mapToLong(target -> lora.rank() * ends(target)).sum())
        .orElse(0L);
  }

  /** Inputs and outputs of a product. */
  private long ends(Lora.Target target) {
    long h = model.hidden();
    long values = (long) model.heads() * model.vHeadDim();
    return h + switch (target) {
      case QKV -> (model.heads() + 2L * model.kvHeads()) * model.headDim();
      case PROJECTION -> values;
      case FC1 -> (model.gated() ? 2L : 1L) * model.ffn();
      case FC2 -> model.ffn();
    };
  }

  private long expertLayerMlp() {
    return model.moe()
        .map(moe -> (moe.routedExperts() + moe.sharedExperts()) * expert() + router())
        .orElse(0L);
  }

  private long idleExperts() {
    return model.moe().map(moe -> (long) moe.routedExperts() - moe.topK()).orElse(0L);
  }

  private long attentionVectors() {
    long vectors = model.mla().map(mla -> (long) mla.qLoraRank() + mla.kvLoraRank()).orElse(0L);
    if (model.biases().qkv()) {
      vectors += (model.heads() + 2L * model.kvHeads()) * model.headDim();
    }
    if (model.biases().projection()) {
      vectors += model.hidden();
    }
    return vectors + (model.style().queryKeyNorm() ? 2L * model.headDim() : 0);
  }

  private long routerMatrix() {
    return model.moe().map(moe -> (long) model.hidden() * moe.routedExperts()).orElse(0L);
  }

  private long mlpBiases(long inner) {
    return model.biases().mlp() ? (model.gated() ? 2 : 1) * inner + model.hidden() : 0;
  }

  private long mlp(int inner) {
    return (model.gated() ? 3L : 2L) * model.hidden() * inner;
  }

  /** A layer norm has a gain and a bias, an RMS norm a gain. */
  private long norm() {
    return (model.biases() == Biases.ALL ? 2L : 1L) * model.hidden();
  }
}
