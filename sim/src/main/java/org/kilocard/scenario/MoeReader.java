package org.kilocard.scenario;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Mapping;
import org.kilocard.input.Node;
import org.kilocard.input.Scalar;
import org.kilocard.input.YamlDocument;
import org.kilocard.job.ExpertLoad;
import org.kilocard.model.ModelSpec;
import org.kilocard.model.MoeSpec;

/**
 * Reads {@code moe}.
 *
 * @param seed of what is dealt by chance
 */
record MoeReader(Mapping scenario, ModelSpec model, Catalogue catalogue, long seed) {
  private static final double STEEPEST = 10;
  private static final double LEAST_CAPACITY = 0.01;
  private static final double MOST_CAPACITY = 1000;

  /**
   * What was read.
   *
   * @param nodeLimit at most this many expert groups per token, if the scenario says so
   * @param load how tokens are spread over experts
   */
  record Moe(OptionalInt nodeLimit, ExpertLoad load) {}

  Moe read() {
    if (model.moe().isEmpty() && scenario.has("moe")) {
      throw scenario.fail("moe", "model '" + model.name() + "' has no routed experts", "Leave moe out.");
    }
    Mapping section = scenario.section("moe");
    ExpertLoad load = section.optionalNode("load").map(this::load).orElse(ExpertLoad.UNIFORM);
    return new Moe(limit(section), limited(section, load));
  }

  private ExpertLoad limited(Mapping section, ExpertLoad load) {
    OptionalDouble factor = section.optionalNumber("capacity_factor", LEAST_CAPACITY, MOST_CAPACITY);
    boolean pad = section.flag("pad_to_capacity", false);
    section.done();
    if (factor.isEmpty()) {
      if (pad) {
        throw section.fail("pad_to_capacity", "there is no capacity to fill up to",
            "Write capacity_factor as well, e.g. 1.");
      }
      return load;
    }
    return load.limited(factor.getAsDouble(), pad, model.moe().orElseThrow().routedExperts());
  }

  private OptionalInt limit(Mapping section) {
    OptionalLong limit = section.optionalCount("node_limit", 1, Integer.MAX_VALUE);
    if (limit.isEmpty()) {
      return OptionalInt.empty();
    }
    MoeSpec moe = model.moe().orElseThrow();
    if (limit.getAsLong() > moe.expertGroups()) {
      throw section.fail("node_limit", "tokens of '" + model.name() + "' choose among "
          + groups(moe.expertGroups()) + ", not " + limit.getAsLong(),
          "Write at most " + moe.expertGroups() + ".");
    }
    long reachable = limit.getAsLong() * (moe.routedExperts() / moe.expertGroups());
    if (moe.topK() > reachable) {
      throw section.fail("node_limit", groups(limit.getAsLong()) + " hold " + reachable
          + " experts, but a token goes to " + moe.topK(), "Raise the limit.");
    }
    return OptionalInt.of((int) limit.getAsLong());
  }

  private ExpertLoad load(Node load) {
    if (load instanceof Scalar word) {
      if (!word.text().equals("uniform")) {
        throw load.fail("unknown value " + load.described())
            .withHint("Allowed: uniform, {zipf: 1.0}, {histogram: FILE}.");
      }
      return ExpertLoad.UNIFORM;
    }
    Mapping shape = load.asMapping();
    if (shape.has("zipf") == shape.has("histogram")) {
      throw shape.fail("needs either zipf or histogram").withHint("Write e.g. {zipf: 1.0}.");
    }
    MoeSpec moe = model.moe().orElseThrow();
    ExpertLoad read = shape.has("zipf")
        ? ExpertLoad.zipf(shape.number("zipf", 0, STEEPEST), moe.routedExperts(), moe.topK(), seed)
        : histogram(shape, moe);
    shape.done();
    return read;
  }

  /** Weights of the experts, listed in place or in a file under {@code tokens_per_expert}. */
  private ExpertLoad histogram(Mapping shape, MoeSpec moe) {
    Node written = shape.node("histogram");
    Mapping holder = shape;
    String key = "histogram";
    if (written instanceof Scalar path) {
      holder = YamlDocument.parse(
          catalogue.resolve(ScenarioFile.FOLDER, path, NameExpansion.referrer(written)));
      key = "tokens_per_expert";
    }
    List<Double> weights = holder.numbers(key, 0, Double.MAX_VALUE);
    if (weights.size() != moe.routedExperts()) {
      throw holder.fail(key, "has " + weights.size() + " experts, '" + model.name() + "' has "
          + moe.routedExperts());
    }
    if (weights.stream().filter(weight -> weight > 0).count() < moe.topK()) {
      throw holder.fail(key, "fewer experts with tokens than a token goes to, " + moe.topK());
    }
    if (holder != shape) {
      holder.done();
    }
    return ExpertLoad.weighted(weights, moe.topK());
  }

  private static String groups(long number) {
    return number + " expert group" + (number == 1 ? "" : "s");
  }
}
