package org.kilocard.model;

/**
 * Useful floating-point operations of training per token: what MFU counts.
 *
 * <p><b>Model.</b> 6 × {@link Parameters#activeMatrices()} (2 forward, 4 backward), or, where these are frozen, 4 ×
 * them and 6 × {@link Parameters#adapters()} of every layer; plus attention, which is per layer and head 2 × S ×
 * (query-key head + value head) forward and twice that backward; a causal count halves it. A window of W tokens leaves
 * W × (2 − W/S) of the S, which is what lies inside the band of both sides of the diagonal, so that the causal count is
 * half of it, too.
 *
 * <p><b>Assumes.</b> Recomputation, optimizer and everything but matrix products count nothing.
 *
 * <p><b>Not modelled.</b> Multi-token prediction: it is work of the training recipe, not of the model.
 */
public final class ModelFlops {
  private ModelFlops() {}

  /** The formula, for reports. */
  public static String formula(ModelSpec model) {
    return (model.isFrozen() ? "4 x frozen" : "6 x")
        + " active matrix parameters (output head counted, embedding and MTP not)"
        + (model.isFrozen() ? " + 6 x adapter parameters" : "") + " + attention";
  }

  /** Operations per token, attention over the full square of the sequence. */
  public static double perToken(ModelSpec model, int sequenceLength) {
    return matrices(model) + attention(model, sequenceLength);
  }

  /** Operations per token, attention over the causal half of the square. */
  public static double perTokenCausal(ModelSpec model, int sequenceLength) {
    return matrices(model) + attention(model, sequenceLength) / 2;
  }

  /** Operations of the forward pass per token, attention over the full square of the sequence. */
  public static double forwardPerToken(ModelSpec model, int sequenceLength) {
    Parameters parameters = Parameters.of(model);
    return 2.0 * (parameters.activeMatrices() + model.layers() * parameters.adapters())
        + attention(model, sequenceLength) / 3;
  }

  private static double matrices(ModelSpec model) {
    Parameters parameters = Parameters.of(model);
    return (model.isFrozen() ? 4.0 : 6.0) * parameters.activeMatrices()
        + 6.0 * model.layers() * parameters.adapters();
  }

  private static double attention(ModelSpec model, int sequenceLength) {
    double headDims = model.qkHeadDim() + model.vHeadDim();
    int windowed = model.windowedLayers();
    double lengths = (double) sequenceLength * (model.layers() - windowed)
        + windowed * windowLength(model, sequenceLength);
    return 3 * 2.0 * lengths * headDims * model.heads();
  }

  /** Width of the band of a window, averaged over the sequence. */
  private static double windowLength(ModelSpec model, int sequenceLength) {
    double window = model.style().window().map(AttentionWindow::tokens).orElse(sequenceLength);
    double share = Math.min(1, window / sequenceLength);
    return sequenceLength * share * (2 - share);
  }
}
