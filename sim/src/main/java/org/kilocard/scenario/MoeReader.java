package org.kilocard.scenario;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.kilocard.input.Mapping;
import org.kilocard.input.Node;
import org.kilocard.input.Scalar;
import org.kilocard.model.ModelSpec;
import org.kilocard.model.MoeSpec;

/** Reads {@code moe}. */
record MoeReader(Mapping scenario, ModelSpec model) {
  /** At most this many expert groups per token, if the scenario says so. */
  OptionalInt nodeLimit() {
    if (model.moe().isEmpty() && scenario.has("moe")) {
      throw scenario.fail("moe", "model '" + model.name() + "' has no routed experts", "Leave moe out.");
    }
    Mapping section = scenario.section("moe");
    section.optionalNode("load").ifPresent(MoeReader::requireUniform);
    OptionalLong limit = section.optionalCount("node_limit", 1, Integer.MAX_VALUE);
    section.done();
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

  private static void requireUniform(Node load) {
    if (!(load instanceof Scalar)) {
      throw load.fail("loads other than uniform are not simulated yet").withHint("Write uniform.");
    }
    if (!load.asScalar().text().equals("uniform")) {
      throw load.fail("unknown value " + load.described()).withHint("Allowed: uniform");
    }
  }

  private static String groups(long number) {
    return number + " expert group" + (number == 1 ? "" : "s");
  }
}
