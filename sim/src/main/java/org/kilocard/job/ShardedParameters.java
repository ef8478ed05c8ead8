package org.kilocard.job;

import java.util.List;
import org.kilocard.model.ModelSpec;
import org.kilocard.model.MoeSpec;
import org.kilocard.model.Parameters;

/**
 * How many parameters of each part of the model one card holds.
 *
 * <p><b>Model.</b> Matrices are split over the tensor group, experts over the expert and expert-tensor
 * groups.
 *
 * <p><b>Assumes.</b> Norms, biases and the router are split like the matrices; they are less than a
 * thousandth.
 */
public final class ShardedParameters {
  private final ModelSpec model;
  private final Parallelism layout;
  private final Parameters parameters;

  /** The shares of one card. */
  public ShardedParameters(ModelSpec model, Parallelism layout) {
    this.model = model;
    this.layout = layout;
    parameters = Parameters.of(model);
  }

  /** Everything of a layer but the routed experts. */
  public long dense(int layer) {
    return (parameters.layer(layer) - routedOf(layer)) / layout.tensor();
  }

  /** Routed experts of a layer. */
  public long routed(int layer) {
    return routedOf(layer) / ((long) layout.expert() * layout.expertTensor());
  }

  private long routedOf(int layer) {
    return model.hasExperts(layer)
        ? model.moe().map(MoeSpec::routedExperts).orElse(0) * parameters.expert()
        : 0;
  }

  /** Adapters of any layer, all parts of which are split over the tensor group; 0 where the weights are trained. */
  public long adapters() {
    return parameters.adapters() / layout.tensor();
  }

  /** Embedding table, which the first stage holds. */
  public long embedding() {
    return ((long) model.vocab() + model.learnedPositions()) * model.hidden() / layout.tensor();
  }

  /**
   * Output matrix, which the last stage holds; also where it is tied to the embedding, but not a second time
   * in a stage that holds the embedding too.
   */
  public long head(boolean withEmbedding) {
    return withEmbedding && model.tiedEmbeddings()
        ? 0
        : (long) model.vocab() * model.hidden() / layout.tensor();
  }

  /** What the MTP modules add beside their layers: projection and norms. */
  public long mtpProjection() {
    return model.mtpDepth() * 2L * model.hidden() * model.hidden() / layout.tensor();
  }

  /** Weights of one layer of every kind among {@code layers}, but of attention and of an expert only once. */
  public long shapes(List<Integer> layers) {
    boolean dense = layers.stream().anyMatch(l -> !model.hasExperts(l));
    boolean experts = layers.stream().anyMatch(model::hasExperts);
    long sum = layers.isEmpty() ? 0 : parameters.attentionMatrices();
    sum += dense ? parameters.denseMlpMatrices() : 0;
    sum += experts ? model.moe().map(MoeSpec::sharedExperts).orElse(0) * parameters.expert() : 0;
    return sum / layout.tensor() + (experts ? parameters.expert() / layout.expertTensor() : 0);
  }
}
