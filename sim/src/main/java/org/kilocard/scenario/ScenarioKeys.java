package org.kilocard.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kilocard.hardware.Calibration;
import org.kilocard.input.KeyPath;
import org.kilocard.input.Mapping;
import org.kilocard.input.PortableTree;
import org.kilocard.input.Scalar;
import org.kilocard.input.Spelled;
import org.kilocard.input.YamlDocument;
import org.kilocard.job.Job;
import org.kilocard.job.Overlap;
import org.kilocard.job.Parallelism;

/** All keys that a scenario may have. */
public final class ScenarioKeys {
  private ScenarioKeys() {}

  /**
   * A scenario's document with every key that has a value or a default, in the order of the manual. It describes the
   * same scenario, in a file in any folder.
   *
   * @param resolved the document, with what was set
   * @param scenario what was read from it
   */
  public static Mapping complete(Mapping resolved, Scenario scenario) {
    Mapping written = PortableTree.of(resolved.unread());
    Mapping defaults = YamlDocument.parse("defaults", defaults(scenario))
        .with("name", new Scalar(scenario.name(), true, written.location(), KeyPath.ROOT.key("name")));
    return PortableTree.of(defaults.merge(written));
  }

  /**
   * Keys that a {@code complete} document of {@code scenario} has not, because nothing or another file says their
   * value: each with a value that it may have, and what that means.
   */
  public static List<String> others(Mapping complete, Scenario scenario) {
    return optional(scenario).entrySet().stream()
        .filter(key -> !isIn(complete.unread(), key.getKey().split("\\.")))
        .map(key -> key.getKey() + ": " + key.getValue())
        .toList();
  }

  private static Map<String, String> optional(Scenario scenario) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("parallelism.layers_per_stage", "[3, 4, 4, 3]  else split evenly, the ends lighter");
    keys.put("parallelism.shard", "8  ranks that share one copy of what ZeRO shards; else all");
    keys.put("communication.units", "20  units of a card that communicate; else what the stack says");
    keys.put("communication.engine", "sdma  what copies, where the stack knows several");
    if (scenario.job().model().moe().isPresent()) {
      keys.put("moe.node_limit", "4  expert groups per token; else what the model says");
      keys.put("moe.capacity_factor", "1.25  of an even share of the tokens; else none is dropped");
    }
    Calibration of = scenario.job().stack().calibration();
    keys.put("calibration.compute_scale", of.computeScale() + "  as the stack says");
    keys.put("calibration.communication_scale", of.communicationScale() + "  as the stack says");
    keys.put("calibration.step_overhead", of.stepOverheadPs() + " ps  as the stack says");
    keys.put("calibration.pass_overhead", of.passOverheadPs() + " ps  as the stack says");
    keys.put("lora", "{rank: 16, targets: attention}  only adapters are trained; else all");
    keys.put("training.tokens", "15T  asks for days, cost and energy");
    keys.put("economics.card_hour", "2 USD");
    keys.put("economics.watts_per_card", "700 W  else the full power of the card");
    keys.put("economics.pue", "1.2  else 1");
    return keys;
  }

  private static boolean isIn(Mapping tree, String... keys) {
    return tree.has(keys[0]) && (keys.length == 1 || tree.mapping(keys[0]).has(keys[1]));
  }

  private static String defaults(Scenario scenario) {
    Job job = scenario.job();
    return "name:\ntopology:\ncards: " + scenario.cards() + "\nmodel:\nprecision: " + Spelled.of(job.precision())
        + "\nstack: " + scenario.cluster().stack() + "\n"
        + layout(job.parallelism())
        + "schedule: " + job.schedule().name() + "\n"
        + "batch: {sequence_length: , global: , micro: 1}\n"
        + "recompute: " + Spelled.of(job.recompute()) + "\n"
        + communication(job)
        + (job.model().moe().isPresent() ? "moe: {load: uniform, pad_to_capacity: false}\n" : "")
        + "compute: {gemm_speedup: 1, attention_speedup: 1}\n"
        + "faults: []\n"
        + "fidelity: " + Spelled.of(scenario.fidelity()) + "\nfold: auto\nseed: 1\n";
  }

  private static String layout(Parallelism p) {
    return "parallelism: {tensor: 1, context: 1, context_kind: " + Spelled.of(p.contextKind()) + ", pipeline: 1, "
        + "virtual_pipeline: 1, expert: 1, expert_tensor: 1, data: auto, zero: " + p.zero()
        + ", reshard_after_forward: true, sequence_parallel: " + p.sequenceParallel()
        + ", order: " + words(p.order()) + ", expert_order: " + words(p.expertOrder()) + "}\n";
  }

  private static String words(List<? extends Enum<?>> constants) {
    return constants.stream().map(Spelled::of).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String communication(Job job) {
    Overlap o = job.communication().overlap();
    return "communication:\n"
        + "  unit_mode: " + Spelled.of(job.communication().unitMode()) + "\n"
        + "  overlap: {tensor: " + o.tensor() + ", expert: " + o.expert() + ", shared_expert: " + o.sharedExpert()
        + ", pipeline: " + o.pipeline() + ", gradient: " + o.gradient() + ", parameter: " + o.parameter()
        + ", step: " + o.step() + "}\n"
        + "  algorithm: {all_reduce: auto, all_gather: auto, reduce_scatter: auto, all_to_all: auto}\n";
  }
}
