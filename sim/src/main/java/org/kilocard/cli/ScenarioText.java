package org.kilocard.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Mapping;
import org.kilocard.input.Overrides;
import org.kilocard.input.Spelled;
import org.kilocard.input.YamlDocument;
import org.kilocard.input.YamlText;
import org.kilocard.job.Communication;
import org.kilocard.job.Job;
import org.kilocard.job.LayerSplit;
import org.kilocard.job.Overlap;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Sharding;
import org.kilocard.model.ModelSpec;
import org.kilocard.model.Parameters;
import org.kilocard.scenario.Scenario;
import org.kilocard.scenario.ScenarioFile;
import org.kilocard.scenario.ScenarioKeys;
import org.kilocard.unit.Bytes;

/** What was understood of a scenario: a file that can be run, with every key, and in its comments what follows. */
final class ScenarioText {
  private ScenarioText() {}

  /** The scenario of that name, with some keys set. */
  static List<String> of(Catalogue catalogue, String nameOrPath, Overrides overrides) {
    Mapping resolved = ScenarioFile.resolved(
        YamlDocument.parse(catalogue.resolve(ScenarioFile.FOLDER, nameOrPath)), catalogue, overrides);
    Scenario scenario = ScenarioFile.read(resolved, catalogue);
    Mapping complete = ScenarioKeys.complete(resolved, scenario);
    List<String> lines = new ArrayList<>();
    lines.add("# Every key with its value: a scenario that can be run, and whose keys --set takes.");
    lines.addAll(YamlText.of(complete).lines().toList());
    lines.add("");
    lines.add("# More keys, here with an example:");
    ScenarioKeys.others(complete, scenario).forEach(key -> lines.add("#   " + key));
    lines.add("#");
    lines.add("# What follows from them:");
    understood(scenario).forEach(line -> lines.add(("# " + line).stripTrailing()));
    return lines;
  }

  private static List<String> understood(Scenario scenario) {
    Job job = scenario.job();
    Parallelism p = job.parallelism();
    Sheet sheet = new Sheet(scenario.name())
        .fact("topology", scenario.cluster().name() + ", " + Sheet.whole(scenario.cards()) + " cards of "
            + scenario.cluster().accelerator().name())
        .fact("stack", job.stack().name())
        .fact("model", job.model().name() + " in " + job.gemmFormat())
        .fact("trained", trained(job.model()))
        .fact("layout", "tensor " + p.tensor() + ", context " + p.context()
            + (p.context() > 1 ? " (" + Spelled.of(p.contextKind()) + ")" : "") + ", pipeline "
            + p.pipeline() + " × " + job.chunksPerRank() + ", data " + p.data() + ", expert "
            + p.expert() + " × " + p.expertTensor())
        .fact("rank order", p.order().stream().map(Spelled::of).collect(Collectors.joining(", ")))
        .fact("sharding", sharding(p.sharding()) + (p.sequenceParallel() ? ", sequence parallel" : ""))
        .fact("schedule", job.schedule().name() + ", " + job.microBatches() + " micro-batches through "
            + job.stages() + " stages")
        .fact("layers per stage", layers(job))
        .fact("batch", Sheet.whole(job.batch().global()) + " sequences of "
            + Sheet.whole(job.batch().sequenceLength())
            + " tokens, " + job.batch().micro() + " per micro-batch")
        .fact("recompute", Spelled.of(job.recompute()))
        .fact("communication", communication(job.communication()))
        .fact("simulation", Spelled.of(scenario.fidelity()) + ", "
            + (scenario.fold() ? "folded" : "not folded")
            + ", seed " + scenario.seed());
    scenario.warnings().forEach(warning -> sheet.fact("warning", warning));
    return sheet.table("Memory of a card, of " + Bytes.format(job.accelerator().memoryCapacityBytes()),
        MemoryText.table(job))
        .lines();
  }

  private static String trained(ModelSpec model) {
    long all = Parameters.of(model).total();
    return model.lora().map(lora -> {
      long adapters = model.layers() * Parameters.of(model).adapters();
      String targets = lora.targets().stream().map(Spelled::of).collect(Collectors.joining(", "));
      return "LoRA adapters of rank " + lora.rank() + " on " + targets + ": " + Sheet.decimal(adapters * 1e-6)
          + " M beside " + Sheet.billions(all) + " frozen";
    }).orElse("all " + Sheet.billions(all) + " parameters");
  }

  private static String sharding(Sharding sharding) {
    return "ZeRO " + sharding.zero()
        + (sharding.group().isPresent() ? " over " + sharding.group().getAsInt() + " ranks, replicated" : "")
        + (sharding.reshardAfterForward() ? "" : ", parameters kept for the backward pass");
  }

  /** Runs of equal numbers are written once: {@code 15 × 4, 1}. */
  private static String layers(Job job) {
    int[] split = LayerSplit.split(job.model().layers(), job.stages(), job.parallelism().layersPerStage());
    StringBuilder text = new StringBuilder();
    for (int first = 0; first < split.length; ) {
      int end = first;
      while (end < split.length && split[end] == split[first]) {
        end++;
      }
      String times = end - first > 1 ? end - first + " × " : "";
      text.append(first > 0 ? ", " : "").append(times).append(split[first]);
      first = end;
    }
    return text.toString();
  }

  private static String communication(Communication communication) {
    Overlap o = communication.overlap();
    String hidden = Map.of("tensor", o.tensor(), "expert", o.expert(), "shared expert", o.sharedExpert(),
            "pipeline", o.pipeline(), "gradient", o.gradient(), "parameter", o.parameter(), "next step", o.step())
        .entrySet().stream()
        .filter(Map.Entry::getValue).map(Map.Entry::getKey).sorted().collect(Collectors.joining(", "));
    return Spelled.of(communication.unitMode())
        + (communication.units() > 0 ? " " + communication.units() + " units" : "")
        + "; beside computation: " + (hidden.isEmpty() ? "nothing" : hidden);
  }
}
