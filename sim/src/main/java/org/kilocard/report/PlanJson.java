package org.kilocard.report;

import java.io.OutputStream;
import java.util.List;
import java.util.OptionalDouble;
import tools.jackson.core.JsonGenerator;

/** Writes a {@link PlanReport} as JSON. Keys are those of a run's result where they mean the same. */
public final class PlanJson {
  private final JsonGenerator json;

  private PlanJson(JsonGenerator json) {
    this.json = json;
  }

  /** Writes {@code plan} in UTF-8, with a final line feed; leaves the stream open. */
  public static void write(PlanReport plan, OutputStream out) {
    try (JsonGenerator generator = JsonResult.generator(out)) {
      new PlanJson(generator).plan(plan);
      generator.writeRaw('\n');
    }
  }

  private void plan(PlanReport plan) {
    json.writeStartObject();
    json.writeStringProperty("model", plan.model());
    json.writeStringProperty("topology", plan.topology());
    json.writeStringProperty("goal", plan.goal());
    json.writeBooleanProperty("met", plan.chosen().isPresent());
    json.writeStringProperty("verdict", plan.verdict());
    plan.chosen().ifPresent(point -> {
      json.writeNumberProperty("cards", point.cards());
      json.writeArrayPropertyStart("proposals");
      point.options().forEach(this::option);
      json.writeEndArray();
    });
    plan.asWritten().ifPresent(option -> {
      json.writeName("as_written");
      option(option);
    });
    List<PlanPoint> front = plan.front();
    json.writeArrayPropertyStart("points");
    for (PlanPoint point : plan.points()) {
      json.writeStartObject();
      json.writeNumberProperty("cards", point.cards());
      json.writeNumberProperty("layouts_considered", point.considered());
      json.writeNumberProperty("layouts_too_large", point.tooLarge());
      json.writeBooleanProperty("on_front", front.contains(point));
      point.best().ifPresent(option -> {
        json.writeName("best");
        option(option);
      });
      point.nearMiss().ifPresent(this::nearMiss);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("warnings");
    plan.notes().forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
  }

  private void option(PlanOption option) {
    Result result = option.result();
    json.writeStartObject();
    json.writeStringProperty("layout", option.layout());
    json.writeObjectPropertyStart("set");
    option.settings().forEach(json::writeStringProperty);
    json.writeEndObject();
    json.writeNumberProperty("step_time_s", result.seconds());
    json.writeNumberProperty("tokens_per_s", result.throughput().tokensPerSecond());
    json.writeNumberProperty("tokens_per_s_per_card", result.throughput().tokensPerSecondPerCard());
    json.writeNumberProperty("mfu", result.throughput().mfu());
    result.memory().ifPresent(memory -> {
      json.writeNumberProperty("memory_bytes_per_card", memory.bytesPerCard());
      json.writeBooleanProperty("fits", memory.fits());
    });
    result.training().ifPresent(training -> {
      json.writeNumberProperty("days", training.days());
      json.writeNumberProperty("card_hours", training.cardHours());
      number("cost", training.cost());
      training.currency().ifPresent(currency -> json.writeStringProperty("currency", currency));
      number("energy_kwh", training.energyKwh());
    });
    json.writeEndObject();
  }

  private void nearMiss(PlanPoint.NearMiss near) {
    json.writeObjectPropertyStart("fastest_too_large");
    json.writeStringProperty("layout", near.layout());
    json.writeNumberProperty("estimated_step_time_s", near.seconds());
    json.writeNumberProperty("memory_bytes_per_card", near.bytes());
    json.writeNumberProperty("capacity_bytes", near.capacityBytes());
    json.writeEndObject();
  }

  private void number(String key, OptionalDouble value) {
    value.ifPresent(v -> json.writeNumberProperty(key, v));
  }
}
