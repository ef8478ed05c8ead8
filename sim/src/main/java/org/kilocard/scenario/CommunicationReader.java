package org.kilocard.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kilocard.collective.AutoPlanner;
import org.kilocard.collective.Operation;
import org.kilocard.hardware.Engine;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.hardware.Stack;
import org.kilocard.input.DidYouMean;
import org.kilocard.input.Mapping;
import org.kilocard.input.Scalar;
import org.kilocard.input.Spelled;
import org.kilocard.job.Communication;
import org.kilocard.job.Overlap;
import org.kilocard.job.UnitMode;
import org.kilocard.model.ModelSpec;
import org.kilocard.topology.Cluster;

/** Reads {@code communication}. */
final class CommunicationReader {
  private static final String AUTO = "auto";
  private static final List<Operation> OPERATIONS = List.of(
      Operation.ALL_REDUCE, Operation.ALL_GATHER, Operation.REDUCE_SCATTER, Operation.ALL_TO_ALL);

  private final Mapping section;
  private final Cluster cluster;
  private final Stack stack;
  private final ModelSpec model;

  CommunicationReader(Mapping section, Cluster cluster, Stack stack, ModelSpec model) {
    this.section = section;
    this.cluster = cluster;
    this.stack = stack;
    this.model = model;
  }

  Communication read() {
    Optional<String> engine = section.optionalScalar("engine").map(this::engine);
    UnitMode mode = section.choice("unit_mode",
        engine.filter(name -> !stack.engine(name).orElseThrow().copies()).isPresent()
            ? UnitMode.OFFLOAD : UnitMode.SHARED);
    engine.ifPresent(name -> check(stack.engine(name).orElseThrow(), mode));
    int units = units(mode, engine);
    Mapping beside = section.section("overlap");
    boolean expert = beside.flag("expert", true);
    Overlap overlap = new Overlap(
        beside.flag("tensor", false),
        expert,
        beside.flag("shared_expert", expert),
        beside.flag("pipeline", true),
        beside.flag("gradient", true),
        beside.flag("parameter", true),
        beside.flag("step", false));
    beside.done();
    Map<String, String> algorithms = algorithms(section.section("algorithm"));
    section.done();
    return new Communication(mode, units, overlap, algorithms, engine);
  }

  private String engine(Scalar written) {
    if (stack.engine(written.text()).isEmpty()) {
      throw written.fail("stack '" + stack.id() + "' knows no engine '" + written.text() + "'").withHint(
          stack.engineNames().isEmpty() ? "It knows none; leave it out."
              : "It knows " + String.join(", ", stack.engineNames()) + ".");
    }
    return written.text();
  }

  private void check(Engine engine, UnitMode mode) {
    UnitMode own = engine.copies() ? UnitMode.SHARED : UnitMode.OFFLOAD;
    if (mode != own) {
      throw section.fail("engine", "'" + engine.name() + "' copies " + (engine.copies() ? "with cores of the card"
          : "by itself") + ", which is no unit_mode: " + Spelled.of(mode),
          "Leave unit_mode out, or write unit_mode: " + Spelled.of(own) + ".");
    }
  }

  private int units(UnitMode mode, Optional<String> engine) {
    int most = engine.flatMap(stack::engine).filter(Engine::copies).isPresent()
        ? cluster.accelerator().unitsForVectors() + 1
        : cluster.accelerator().unitsForVectors();
    int units = (int) section.optionalCount("units", 0, Cluster.MOST_CARDS).orElse(0);
    if (units >= most) {
      String hint = most > 1
          ? "Write at most " + (most - 1) + "."
          : "Leave units out; a card with one unit has none to set aside, only unit_mode: shared or offload.";
      throw section.fail("units", units + (units == 1 ? " unit leaves" : " units leave") + " none of the "
          + most + " of " + cluster.accelerator().id() + " to compute with", hint);
    }
    if (mode == UnitMode.RESERVED && units == 0) {
      throw section.fail("units", "unit_mode: reserved needs a number of units",
          "Say how many are set aside for it, e.g. " + Math.max(1, most * 3 / 20) + " of " + most + ".");
    }
    if (mode == UnitMode.OFFLOAD && units > 0) {
      throw section.fail("units", "unit_mode: offload takes no units", "Leave units out.");
    }
    return units;
  }

  private Map<String, String> algorithms(Mapping written) {
    Map<String, String> algorithms = new LinkedHashMap<>();
    for (Operation operation : OPERATIONS) {
      written.optionalScalar(operation.key()).filter(name -> !name.text().equals(AUTO)).ifPresent(name -> {
        check(operation, name);
        algorithms.put(operation.key(), name.text());
        if (operation == Operation.ALL_TO_ALL && model.moe().isPresent()) {
          algorithms.put(Operation.DISPATCH.key(), name.text());
          algorithms.put(Operation.COMBINE.key(), name.text());
        }
      });
    }
    written.done();
    return algorithms;
  }

  private void check(Operation operation, Scalar name) {
    boolean tokens = operation == Operation.ALL_TO_ALL && model.moe().isPresent();
    List<String> able = AutoPlanner.names(tokens ? Operation.DISPATCH : operation);
    if (!able.contains(name.text())) {
      throw name.fail("unknown algorithm '" + name.text() + "' for " + operation.label()).withHint(
          DidYouMean.closest(name.text(), able).map(near -> "Did you mean '" + near + "'? ").orElse("")
              + "Known: auto, " + String.join(", ", able));
    }
    boolean deduplicated = name.text().equals("deduplicated");
    if (tokens && deduplicated != stack.tokens().deduplicated()) {
      throw name.fail("stack '" + stack.id() + "' sends tokens " + (deduplicated ? "once per expert"
          : "deduplicated")).withHint("Set stack.moe.deduplicated to " + deduplicated + ", or write auto.");
    }
    String innermost = cluster.tiers().get(0).name();
    boolean inNetwork = stack.knows(innermost)
        && !stack.transport(innermost).protocols(ProtocolUse.IN_NETWORK).isEmpty();
    if (name.text().startsWith("nvls") && !inNetwork) {
      throw name.fail("stack '" + stack.id() + "' has no protocol for reductions in the switches of '"
          + innermost + "'").withHint("Write auto or ring.");
    }
  }
}
