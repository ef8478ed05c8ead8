package org.kilocard.scenario;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.kilocard.input.Listing;
import org.kilocard.input.Mapping;
import org.kilocard.input.Node;
import org.kilocard.model.Lora;
import org.kilocard.model.Lora.Target;
import org.kilocard.model.ModelSpec;

/** Reads {@code lora}: adapters that are trained instead of the weights of the model. */
record LoraReader(Mapping scenario, ModelSpec model) {
  private static final int LARGEST_RANK = 1 << 16;

  /** Products by name, and those of a block. */
  private enum Word {
    QKV(Target.QKV),
    PROJECTION(Target.PROJECTION),
    FC1(Target.FC1),
    FC2(Target.FC2),
    ATTENTION(Target.QKV, Target.PROJECTION),
    MLP(Target.FC1, Target.FC2),
    ALL(Target.values());

    private final List<Target> targets;

    Word(Target... targets) {
      this.targets = List.of(targets);
    }
  }

  /** The model, frozen and with adapters if the scenario says so. */
  ModelSpec read() {
    return scenario.optionalMapping("lora").map(this::adapted).orElse(model);
  }

  private ModelSpec adapted(Mapping section) {
    int rank = (int) section.count("rank", 1, LARGEST_RANK);
    Set<Target> targets = section.optionalNode("targets").map(LoraReader::targets)
        .orElse(EnumSet.copyOf(Word.ATTENTION.targets));
    section.done();
    Lora lora = new Lora(rank, targets);
    if (model.moe().isPresent() && lora.adaptsMlp()) {
      throw section.fail("targets", "adapters of experts, which '" + model.name() + "' has, are not modelled",
          "Write " + (model.mla().isPresent() ? "projection." : "attention."));
    }
    if (model.mla().isPresent() && lora.adapts(Target.QKV)) {
      throw section.fail("targets", "adapters of latent attention, which '" + model.name()
          + "' has, are modelled behind it only", "Write projection.");
    }
    return model.with(lora);
  }

  /** A word, or a list of words. */
  private static Set<Target> targets(Node written) {
    List<Word> words = written instanceof Listing list
        ? list.choices(Word.class)
        : List.of(written.asScalar().choice(Word.class));
    if (words.isEmpty()) {
      throw written.fail("has no product to adapt").withHint("Write e.g. attention.");
    }
    Set<Target> targets = EnumSet.noneOf(Target.class);
    words.forEach(word -> targets.addAll(word.targets));
    return targets;
  }
}
