package org.kilocard.scenario;

import java.util.Optional;
import org.kilocard.job.Batch;
import org.kilocard.job.Job;
import org.kilocard.job.Parallelism;
import org.kilocard.model.CardHeads;
import org.kilocard.model.ContextKind;
import org.kilocard.model.Lora.Target;
import org.kilocard.model.ModelSpec;
import org.kilocard.model.MoeSpec;

/** How the layout must divide the model and the batch. */
final class LayoutRules {
  private final ModelSpec model;
  private final Batch batch;
  private final Parallelism layout;

  /** Rules for a job. */
  LayoutRules(Job job) {
    this.model = job.model();
    this.batch = job.batch();
    this.layout = job.parallelism();
  }

  /** The first of them that it breaks. */
  Optional<Violation> violation() {
    return heads()
        .or(() -> divide(model.hidden(), "hidden columns"))
        .or(() -> model.denseLayers() > 0
            ? divide(model.ffn(), "inner columns of the MLP")
            : Optional.empty())
        .or(this::adapters)
        .or(() -> experts(model, layout.expert()))
        .or(() -> model.moe().flatMap(this::experts))
        .or(this::contextHeads)
        .or(this::contextWindow)
        .or(this::tokens)
        .or(this::sequences);
  }

  private Optional<Violation> heads() {
    int tensor = layout.tensor();
    return divide(model.heads(), "heads").or(() ->
        model.mla().isEmpty() && model.kvHeads() % tensor != 0 && tensor % model.kvHeads() != 0
            ? Optional.of(Violation.layout("tensor", tensor + " cards can neither share nor repeat the "
                + model.kvHeads() + " key-value heads of '" + model.name() + "'",
                "Write a divisor or a multiple of " + model.kvHeads() + "."))
            : Optional.empty());
  }

  /** Beside a column-parallel product each card has some of the rank columns. */
  private Optional<Violation> adapters() {
    return model.adapts(Target.QKV) || model.adapts(Target.FC1)
        ? divide(model.lora().orElseThrow().rank(), "rank columns of the adapters")
        : Optional.empty();
  }

  /** How so many cards may share the routed experts of a model. */
  static Optional<Violation> experts(ModelSpec model, int expert) {
    int routed = model.moe().map(MoeSpec::routedExperts).orElse(1);
    if (model.moe().isEmpty() && expert > 1) {
      return Optional.of(
          Violation.layout("expert", "model '" + model.name() + "' has no routed experts", "Write 1."));
    }
    if (routed % expert != 0) {
      return Optional.of(Violation.layout("expert", expert > routed
              ? "more cards than the " + routed + " routed experts of '" + model.name() + "'"
              : expert + " cards cannot share the " + routed + " routed experts of '" + model.name()
                  + "' evenly",
          "Write a divisor of " + routed + "."));
    }
    return Optional.empty();
  }

  private Optional<Violation> experts(MoeSpec moe) {
    int split = layout.expertTensor();
    if (moe.expertFfn() % split != 0) {
      return Optional.of(Violation.layout("expert_tensor", split + " does not divide the " + moe.expertFfn()
          + " inner columns of an expert of '" + model.name() + "'",
          "Write a divisor, e.g. " + largestDivisor(moe.expertFfn(), split) + "."));
    }
    return divide(moe.sharedExperts() * moe.expertFfn(), "inner columns of the shared experts").or(() ->
        layout.expert() * split > 1 && layout.tensor() > 1 && !layout.sequenceParallel()
            ? Optional.of(Violation.layout("sequence_parallel",
                "must be true where tensor and expert or expert_tensor are above 1",
                "Otherwise every card of a tensor group would send the same tokens."))
            : Optional.empty());
  }

  private Optional<Violation> divide(int size, String what) {
    return size % layout.tensor() == 0
        ? Optional.empty()
        : Optional.of(Violation.layout("tensor", layout.tensor() + " does not divide the " + size + " " + what
            + " of '" + model.name() + "'",
            "Write a divisor, e.g. " + largestDivisor(size, layout.tensor()) + "."));
  }

  private static int largestDivisor(int size, int most) {
    int divisor = Math.min(size, most);
    while (size % divisor != 0) {
      divisor--;
    }
    return divisor;
  }

  /** Ulysses deals the heads of a card to the cards of its context group. */
  private Optional<Violation> contextHeads() {
    CardHeads heads = CardHeads.of(model, layout.tensor());
    boolean dealt = heads.heads() % layout.context() == 0 && heads.kvHeads() % layout.context() == 0;
    return layout.contextKind() != ContextKind.ULYSSES || dealt
        ? Optional.empty()
        : Optional.of(Violation.layout("context", layout.context() + " cards cannot share the " + heads.heads()
            + " heads and " + heads.kvHeads() + " key-value heads that tensor " + layout.tensor()
            + " leaves on a card of '" + model.name() + "'",
            "Write a divisor of both, or context_kind: ring."));
  }

  /** TransformerEngine knows no windows in a ring either. */
  private Optional<Violation> contextWindow() {
    return model.windowedLayers() > 0 && layout.context() > 1 && layout.contextKind() == ContextKind.RING
        ? Optional.of(Violation.layout("context", "ring attention knows no window, as layers of '" + model.name()
            + "' have", "Write context_kind: ulysses or all-gather."))
        : Optional.empty();
  }

  private Optional<Violation> tokens() {
    int parts = layout.tensor() * layout.context() * (layout.context() > 1 ? 2 : 1);
    String product = layout.context() > 1 ? "2 × tensor × context = " : "tensor × context = ";
    String reason = layout.context() > 1
        ? " Each card takes two chunks of a sequence, an early and a late one, so that all see as many keys."
        : "";
    return batch.sequenceLength() % parts == 0
        ? Optional.empty()
        : Optional.of(Violation.batch("sequence_length", batch.sequenceLength()
            + " tokens are not a multiple of " + product + parts,
            "Use " + near(batch.sequenceLength(), parts) + "." + reason));
  }

  private Optional<Violation> sequences() {
    long share = (long) layout.data() * batch.micro();
    return batch.global() % share == 0
        ? Optional.empty()
        : Optional.of(Violation.batch("global", batch.global()
            + " sequences are not a multiple of data × micro = " + layout.data() + " × " + batch.micro()
            + " = " + share, "Use " + near(batch.global(), share) + "."));
  }

  private static String near(long value, long unit) {
    long below = value / unit * unit;
    return below > 0 ? below + " or " + (below + unit) : String.valueOf(unit);
  }
}
