package org.kilocard.report;

import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * Writes a {@link Result} as JSON: the contract with programs that read it. Keys come in a fixed order;
 * numbers are the shortest decimals that read back as the same double, on every JDK; what is unknown is left
 * out. Keys may be added, never renamed.
 */
public final class JsonResult {
  // Its own number writer: Double.toString finds the shortest decimal only from JDK 19 on.
  private static final JsonFactory JSON = JsonFactory.builder()
      .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
      .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
      .build();

  private final JsonGenerator json;

  private final List<AssumedConstant> sensitivity;

  private JsonResult(JsonGenerator json, List<AssumedConstant> sensitivity) {
    this.json = json;
    this.sensitivity = sensitivity;
  }

  /** Writes {@code result} in UTF-8, indented, with a final line feed; leaves the stream open. */
  public static void write(Result result, OutputStream out) {
    write(result, List.of(), out);
  }

  /** As {@link #write(Result, OutputStream)}, with the assumed constants that matter, if there are any. */
  public static void write(Result result, List<AssumedConstant> sensitivity, OutputStream out) {
    try (JsonGenerator generator = generator(out)) {
      new JsonResult(generator, sensitivity).result(result);
      generator.writeRaw('\n');
    }
  }

  /** Writes {@code result} as an object inside of other JSON. */
  static void write(Result result, JsonGenerator json) {
    new JsonResult(json, List.of()).result(result);
  }

  /** A writer that indents, for all that is written as JSON. */
  static JsonGenerator generator(OutputStream out) {
    return JSON.createGenerator(new Indented(), out);
  }

  private void result(Result r) {
    json.writeStartObject();
    json.writeStringProperty("scenario", r.facts().scenario());
    json.writeNumberProperty("cards", r.facts().cards());
    json.writeStringProperty("model", r.facts().model());
    json.writeStringProperty("topology", r.facts().topology());
    json.writeObjectPropertyStart("step");
    number("time_s", r.seconds());
    json.writeNumberProperty("tokens", r.facts().tokens());
    json.writeEndObject();
    throughput(r);
    json.writeNumberProperty("critical_stage", r.criticalStage());
    json.writeObjectPropertyStart("breakdown_s");
    r.breakdown().forEach((part, seconds) -> number(part.key(), seconds));
    json.writeEndObject();
    number("compute_slowed_s", r.slowedSeconds());
    phases("phases_s", r.phases());
    phases("critical_phases_s", r.criticalPhases());
    stages(r.stages());
    r.memory().ifPresent(this::memory);
    tiers(r.tiers());
    collectives(r.collectives());
    r.facts().experts().ifPresent(this::experts);
    json.writeStringProperty("bottleneck", r.bottleneck());
    r.training().ifPresent(this::training);
    json.writeArrayPropertyStart("warnings");
    r.facts().warnings().forEach(json::writeString);
    json.writeEndArray();
    if (!sensitivity.isEmpty()) {
      sensitivity();
    }
    simulation(r.simulation());
    json.writeEndObject();
  }

  private void sensitivity() {
    json.writeArrayPropertyStart("sensitivity");
    for (AssumedConstant constant : sensitivity) {
      json.writeStartObject();
      json.writeStringProperty("constant", constant.constant());
      json.writeStringProperty("file", constant.file());
      json.writeStringProperty("confidence", constant.confidence());
      number("step_change_up", constant.stepChangeUp());
      number("step_change_down", constant.stepChangeDown());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void throughput(Result r) {
    Throughput t = r.throughput();
    json.writeObjectPropertyStart("throughput");
    number("tokens_per_s", t.tokensPerSecond());
    number("tokens_per_s_per_card", t.tokensPerSecondPerCard());
    number("tokens_per_day", t.tokensPerDay());
    number("model_tflops_per_card", t.modelTflopsPerCard());
    number("mfu", t.mfu());
    number("mfu_causal", t.mfuCausal());
    number("hfu", t.hfu());
    number("mfu_of_precision_peak", t.mfuOfPrecision());
    json.writeStringProperty("precision", r.facts().peak().precision());
    json.writeStringProperty("model_flops_formula", r.facts().flops().formula());
    json.writeEndObject();
  }

  private void phases(String name, Map<Phase, Double> phases) {
    json.writeObjectPropertyStart(name);
    phases.forEach((phase, seconds) -> number(phase.key(), seconds));
    json.writeEndObject();
  }

  private void stages(List<StageUse> stages) {
    json.writeArrayPropertyStart("stages");
    for (StageUse s : stages) {
      json.writeStartObject();
      json.writeNumberProperty("stage", s.stage());
      json.writeNumberProperty("cards", s.cards());
      number("forward_s", s.seconds(Phase.FORWARD));
      number("backward_s", s.backwardSeconds());
      number("weight_s", s.seconds(Phase.WEIGHT));
      number("overlapped_s", s.seconds(Phase.OVERLAPPED));
      number("data_s", s.seconds(Phase.DATA));
      number("optimizer_s", s.seconds(Phase.OPTIMIZER));
      number("bubble_s", s.seconds(Phase.BUBBLE));
      s.memoryBytes().ifPresent(bytes -> json.writeNumberProperty("memory_bytes", bytes));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void experts(ExpertUse e) {
    json.writeObjectPropertyStart("experts");
    json.writeNumberProperty("busiest_rank", e.firstRank());
    json.writeNumberProperty("ranks", e.ranks());
    json.writeNumberProperty("first_expert", e.firstExpert());
    json.writeNumberProperty("last_expert", e.lastExpert());
    number("load_factor", e.loadFactor());
    json.writeNumberProperty("hottest_expert", e.hottestExpert());
    number("hottest_expert_factor", e.hottestFactor());
    number("dropped", e.dropped());
    json.writeEndObject();
  }

  private void memory(MemoryUse m) {
    json.writeObjectPropertyStart("memory");
    json.writeNumberProperty("bytes_per_card", m.bytesPerCard());
    json.writeNumberProperty("capacity_bytes", m.capacityBytes());
    json.writeBooleanProperty("fits", m.fits());
    json.writeNumberProperty("stage", m.pipelineRank());
    json.writeObjectPropertyStart("parts");
    m.parts().forEach(json::writeNumberProperty);
    json.writeEndObject();
    if (!m.remedies().isEmpty()) {
      json.writeArrayPropertyStart("would_fit");
      for (Remedy remedy : m.remedies()) {
        json.writeStartObject();
        json.writeStringProperty("change", remedy.change());
        json.writeNumberProperty("bytes_per_card", remedy.bytesPerCard());
        number("slowdown", remedy.slowdown());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void tiers(List<TierUse> tiers) {
    json.writeArrayPropertyStart("links");
    for (TierUse t : tiers) {
      json.writeStartObject();
      json.writeStringProperty("tier", t.tier());
      number("utilisation_mean", t.utilisationMean());
      number("utilisation_peak", t.utilisationPeak());
      number("bytes_per_card", t.bytesPerCard());
      json.writeArrayPropertyStart("classes");
      for (LinkUse use : t.classes()) {
        json.writeStartObject();
        json.writeStringProperty("name", use.name());
        json.writeNumberProperty("links", use.links());
        number("rate_gbps", use.bytesPerSecond() / 1e9);
        number("bytes_per_link", use.bytesPerLink());
        number("utilisation_mean", use.utilisationMean());
        number("utilisation_max", use.utilisationMax());
        number("utilisation_peak", use.utilisationPeak());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void collectives(List<CollectiveUse> collectives) {
    json.writeArrayPropertyStart("collectives");
    for (CollectiveUse c : collectives) {
      json.writeStartObject();
      json.writeStringProperty("name", c.name());
      json.writeStringProperty("op", c.operation().label());
      json.writeStringProperty("algorithm", c.algorithm());
      json.writeNumberProperty("bytes", c.bytes());
      json.writeNumberProperty("ranks", c.ranks());
      json.writeNumberProperty("count", c.count());
      json.writeObjectPropertyStart("time_us");
      number("p50", c.p50Ps() / 1e6);
      number("p99", c.p99Ps() / 1e6);
      number("max", c.maxPs() / 1e6);
      json.writeEndObject();
      number("algbw_gbps", c.algorithmBytesPerSecond(), 1e9);
      number("busbw_gbps", c.busBytesPerSecond(), 1e9);
      number("bound_us", c.boundPs() / 1e6);
      number("of_bound", c.ofBound(), 1);
      number("time_per_card_s", c.psPerCard() / 1e12);
      c.beaten().ifPresent(other -> {
        json.writeObjectPropertyStart("chosen_over");
        json.writeStringProperty("algorithm", other.algorithm());
        number("predicted_us", other.predictedPs() / 1e6);
        json.writeEndObject();
      });
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void training(TrainingCost t) {
    json.writeObjectPropertyStart("training");
    number("days", t.days());
    number("card_hours", t.cardHours());
    number("cost", t.cost(), 1);
    t.currency().ifPresent(c -> json.writeStringProperty("currency", c));
    number("energy_kwh", t.energyKwh(), 1);
    if (!t.energyBasis().isEmpty()) {
      json.writeStringProperty("energy_basis", t.energyBasis());
    }
    number("tokens", t.tokens());
    json.writeEndObject();
  }

  private void simulation(SimulationFacts s) {
    json.writeObjectPropertyStart("simulation");
    number("wall_s", s.wallSeconds());
    json.writeNumberProperty("events", s.events());
    json.writeNumberProperty("actors", s.actors());
    json.writeNumberProperty("classes", s.classes());
    json.writeStringProperty("fidelity", s.fidelity());
    json.writeNumberProperty("seed", s.seed());
    json.writeStringProperty("version", s.version());
    json.writeEndObject();
  }

  private void number(String key, OptionalDouble value, double per) {
    value.ifPresent(v -> number(key, v / per));
  }

  /** JSON has no NaN and no infinity: such a number is left out. */
  private void number(String key, double value) {
    if (Double.isFinite(value)) {
      json.writeNumberProperty(key, value);
    }
  }

  /** Two spaces and a line feed, on every platform. */
  private static final class Indented extends ObjectWriteContext.Base {
    @Override
    public PrettyPrinter getPrettyPrinter() {
      DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
      return new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    }

    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }
  }
}
