package org.kilocard.job;

import java.util.List;

/**
 * Bytes that come and go at the moment when a card holds most: at the loss, in the backward pass of the head, of the
 * last layer, or of the embedding.
 *
 * <p><b>Model.</b> All that the backward passes need is there when one begins. At the loss, the logits are there in
 * BF16 beside those in FP32 that are kept. In the backward pass of the head, their gradient has taken the place of the
 * latter, and the gradient of the head comes in addition. In that of a layer, they are gone; the gradient of what went
 * into the activation and that of the layer's output are there. In that of the embedding, the layers of its micro-batch
 * are gone, and the gradient of the whole table is there.
 *
 * <p><b>Assumes.</b> What a layer has let go by then is as much as its smaller gradients need.
 */
final class WorkingBytes {
  private final StateBytes states;
  private final ActivationBytes activations;

  WorkingBytes(StateBytes states, ActivationBytes activations) {
    this.states = states;
    this.activations = activations;
  }

  /**
   * At the worst moment of a rank, on top of the activations under way.
   *
   * @param stages that the rank holds
   * @param entryChunk bytes of activations of one micro-batch in the first stage, if the rank holds it
   */
  double most(List<Stage> stages, double entryChunk) {
    boolean onlyLast = stages.size() == 1 && stages.get(0).last();
    double most = 0;
    for (Stage stage : stages) {
      if (!stage.layers().isEmpty()) {
        int layer = stage.layers().get(stage.layers().size() - 1);
        most = Math.max(most, activations.backward(layer) - (onlyLast ? activations.logits() : 0));
      }
      if (stage.last()) {
        most = Math.max(most, activations.narrowLogits());
        most = Math.max(most, activations.narrowLogits() - activations.logits() + activations.headGradients()
            + states.headPlaceholder());
      }
      if (stage.first()) {
        most = Math.max(most, states.embeddingGradient() - entryChunk);
      }
    }
    return most;
  }
}
