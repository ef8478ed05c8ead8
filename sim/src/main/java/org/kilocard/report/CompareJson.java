package org.kilocard.report;

import java.io.OutputStream;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a {@link Comparison} as JSON: {@code {title, base, cases: [{label, inputs, result, difference, why}
 * | {label, failure}]}}; the first case is the base. {@code result} is that of {@link JsonResult}.
 */
public final class CompareJson {
  private final Comparison comparison;
  private final JsonGenerator json;

  private CompareJson(Comparison comparison, JsonGenerator json) {
    this.comparison = comparison;
    this.json = json;
  }

  /** Writes in UTF-8, indented, with a final line feed; leaves the stream open. */
  public static void write(Comparison comparison, OutputStream out) {
    try (JsonGenerator generator = JsonResult.generator(out)) {
      new CompareJson(comparison, generator).comparison();
      generator.writeRaw('\n');
    }
  }

  private void comparison() {
    json.writeStartObject();
    json.writeStringProperty("title", comparison.title());
    json.writeStringProperty("base", comparison.base().label());
    json.writeArrayPropertyStart("cases");
    comparison.all().forEach(this::compared);
    json.writeEndArray();
    json.writeEndObject();
  }

  private void compared(Compared compared) {
    json.writeStartObject();
    json.writeStringProperty("label", compared.label());
    if (compared.result().isEmpty()) {
      json.writeStringProperty("failure", compared.failure());
    } else {
      json.writeObjectPropertyStart("inputs");
      compared.inputs().forEach(json::writeStringProperty);
      json.writeEndObject();
      if (compared != comparison.base()) {
        comparison.difference(compared).ifPresent(this::difference);
      }
      json.writeName("result");
      JsonResult.write(compared.result().get(), json);
    }
    json.writeEndObject();
  }

  private void difference(Difference difference) {
    json.writeArrayPropertyStart("why");
    Why.sentences(difference).forEach(json::writeString);
    json.writeEndArray();
    json.writeObjectPropertyStart("difference");
    json.writeNumberProperty("speed", difference.speed());
    json.writeStringProperty("time_of", difference.perToken() ? "a token on a card" : "the step");
    change("whole_s", difference.whole());
    json.writeObjectPropertyStart("breakdown_s");
    for (Map.Entry<Part, Difference.Change> part : difference.parts().entrySet()) {
      change(part.getKey().key(), part.getValue());
    }
    json.writeEndObject();
    json.writeObjectPropertyStart("collectives_s");
    difference.collectives().forEach(this::change);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void change(String key, Difference.Change change) {
    json.writeObjectPropertyStart(key);
    json.writeNumberProperty("base", change.before());
    json.writeNumberProperty("this", change.after());
    json.writeNumberProperty("more", change.more());
    json.writeEndObject();
  }
}
