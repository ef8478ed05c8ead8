package org.kilocard.cli;

import java.util.List;
import org.kilocard.input.Spelled;
import org.kilocard.model.AttentionWindow;
import org.kilocard.model.ModelSpec;
import org.kilocard.model.Parameters;

/** What is known of a model. */
final class ModelText {
  private ModelText() {}

  /** The lines; {@code notes} say what its file has and the model leaves out. */
  static List<String> of(ModelSpec model, List<String> notes) {
    Parameters parameters = Parameters.of(model);
    Sheet sheet = new Sheet(model.name())
        .fact("family", Spelled.of(model.family()))
        .fact("parameters", Sheet.billions(parameters.total()) + (model.moe().isEmpty() ? "" : ", "
            + Sheet.billions(parameters.active()) + " active per token ("
            + Sheet.billions(parameters.activeAndLookup()) + " with the embedding, which is only looked up)"))
        .fact("layers", model.layers() + (model.mtpDepth() > 0 ? " and " + model.mtpDepth() + " for MTP" : "")
            + ", hidden size " + Sheet.whole(model.hidden()))
        .fact("attention", model.mla().map(mla -> model.heads() + " heads of " + mla.nopeHeadDim() + " + "
                + mla.ropeHeadDim() + " (values " + mla.vHeadDim() + ") from latents of " + mla.qLoraRank()
                + " and " + mla.kvLoraRank())
            .orElse(model.heads() + " heads of " + model.headDim() + ", " + model.kvHeads()
                + " for keys and values" + details(model)));
    if (model.denseLayers() > 0) {
      sheet.fact("dense MLP", Sheet.whole(model.ffn()) + (model.gated() ? ", gated" : "") + ", in "
          + model.denseLayers() + " layers" + (model.style().parallelBlock() ? ", beside the attention" : ""));
    }
    model.moe().ifPresent(moe -> sheet.fact("experts", moe.routedExperts() + " routed of "
        + Sheet.whole(moe.expertFfn()) + ", " + moe.topK() + " per token" + (moe.expertGroups() > 1
            ? " from " + moe.groupLimit() + " of " + moe.expertGroups() + " groups" : "")
        + ", and " + moe.sharedExperts() + " shared"));
    notes.forEach(note -> sheet.fact("warning", note));
    return sheet
        .fact("vocabulary",
            Sheet.whole(model.vocab()) + (model.tiedEmbeddings() ? ", tied to the output" : ""))
        .lines();
  }

  private static String details(ModelSpec model) {
    String norm = model.style().queryKeyNorm() ? ", normed queries and keys" : "";
    String window = model.style().window().map(AttentionWindow::tokens)
        .map(tokens -> ", " + model.windowedLayers() + " layers see " + Sheet.whole(tokens) + " tokens back")
        .orElse("");
    return norm + window;
  }
}
