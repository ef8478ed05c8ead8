package org.kilocard.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kilocard.input.Spelled;
import org.kilocard.job.Communication;
import org.kilocard.job.Dimension;
import org.kilocard.job.Job;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Recompute;
import org.kilocard.job.UnitMode;
import org.kilocard.model.ContextKind;

/** A layout in words: for people, and as keys of a scenario. */
final class LayoutWords {
  private LayoutWords() {}

  /** E.g. {@code TP8 PP8 V6 DP16, interleaved, micro-batch 1}; what is 1 or usual is left out. */
  static String label(Job job) {
    Parallelism p = job.parallelism();
    StringBuilder words = new StringBuilder();
    size(words, "TP", p.tensor());
    size(words, "CP", p.context());
    size(words, "PP", p.pipeline());
    size(words, "V", p.virtualPipeline());
    size(words, "EP", p.expert());
    size(words, "ETP", p.expertTensor());
    words.append("DP").append(p.data());
    if (p.context() > 1) {
      words.append(", ").append(Spelled.of(p.contextKind())).append(" attention");
    }
    if (p.pipeline() > 1) {
      words.append(", ").append(job.schedule().name());
    }
    if (!p.layersPerStage().isEmpty()) {
      words.append(" (last stage ").append(p.layersPerStage().get(p.layersPerStage().size() - 1)).append(" of ")
          .append(p.layersPerStage().get(0)).append(" layers)");
    }
    words.append(", micro-batch ").append(job.batch().micro()).append(", ZeRO-").append(p.zero());
    if (job.recompute() != Recompute.NONE) {
      words.append(", ").append(Spelled.of(job.recompute())).append(" recompute");
    }
    if (job.communication().unitMode() == UnitMode.RESERVED) {
      words.append(", ").append(job.communication().units()).append(" units reserved");
    }
    if (p.order().indexOf(Dimension.PIPELINE) < p.order().indexOf(Dimension.DATA)) {
      words.append(", pipeline inside data");
    }
    return words.toString();
  }

  private static void size(StringBuilder words, String name, int size) {
    if (size > 1) {
      words.append(name).append(size).append(' ');
    }
  }

  /**
   * Keys of a scenario with their values in YAML, which make {@code base} or any scenario like it this job. What is
   * usual under {@code parallelism} is left out, since the whole of it is replaced.
   */
  static Map<String, String> settings(Job job, Job base) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("cards", String.valueOf(job.parallelism().cards()));
    settings.put("parallelism", sizes(job.parallelism()).entrySet().stream()
        .map(size -> size.getKey() + ": " + size.getValue()).collect(Collectors.joining(", ", "{", "}")));
    settings.put("schedule", job.schedule().name());
    settings.put("batch.micro", String.valueOf(job.batch().micro()));
    settings.put("recompute", Spelled.of(job.recompute()));
    Communication way = job.communication();
    if (!way.equals(base.communication())) {
      settings.put("communication.unit_mode", Spelled.of(way.unitMode()));
      settings.put("communication.units", way.units() > 0 ? String.valueOf(way.units()) : "");
    }
    return settings;
  }

  private static Map<String, String> sizes(Parallelism p) {
    Map<String, String> sizes = new LinkedHashMap<>();
    unusual(sizes, "tensor", p.tensor());
    unusual(sizes, "context", p.context());
    if (p.contextKind() != ContextKind.RING) {
      sizes.put("context_kind", Spelled.of(p.contextKind()));
    }
    unusual(sizes, "pipeline", p.pipeline());
    unusual(sizes, "virtual_pipeline", p.virtualPipeline());
    unusual(sizes, "expert", p.expert());
    unusual(sizes, "expert_tensor", p.expertTensor());
    sizes.put("data", String.valueOf(p.data()));
    sizes.put("zero", String.valueOf(p.zero()));
    p.sharding().group().ifPresent(group -> sizes.put("shard", String.valueOf(group)));
    if (!p.sharding().reshardAfterForward()) {
      sizes.put("reshard_after_forward", "false");
    }
    if (p.sequenceParallel() != p.tensor() > 1) {
      sizes.put("sequence_parallel", String.valueOf(p.sequenceParallel()));
    }
    if (!p.expertOrder().equals(Parallelism.EXPERT_ORDER)) {
      sizes.put("expert_order", list(p.expertOrder().stream().map(Spelled::of).toList()));
    }
    if (!p.order().equals(Refinement.USUAL)) {
      sizes.put("order", list(p.order().stream().map(Spelled::of).toList()));
    }
    if (!p.layersPerStage().isEmpty()) {
      sizes.put("layers_per_stage", list(p.layersPerStage().stream().map(String::valueOf).toList()));
    }
    return sizes;
  }

  private static void unusual(Map<String, String> sizes, String key, int size) {
    if (size > 1) {
      sizes.put(key, String.valueOf(size));
    }
  }

  private static String list(List<String> items) {
    return String.join(", ", items).transform(text -> "[" + text + "]");
  }
}
