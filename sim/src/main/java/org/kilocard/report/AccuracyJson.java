package org.kilocard.report;

import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;

/** Writes an {@link Accuracy} as JSON: a contract, keys may be added but never renamed. */
public final class AccuracyJson {
  private AccuracyJson() {}

  /** Writes in UTF-8, indented, with a final line feed; leaves the stream open. */
  public static void write(Accuracy accuracy, OutputStream out) {
    try (JsonGenerator json = JsonResult.generator(out)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("families");
      accuracy.families().forEach(family -> family(json, family));
      json.writeEndArray();
      summary(json, "summary", accuracy.summary());
      if (accuracy.calibrated()) {
        summary(json, "extrapolated_summary", accuracy.extrapolated());
      }
      if (accuracy.largeCollectives().findAny().isPresent()) {
        summary(json, "large_collectives_summary", ErrorSummary.of(
            accuracy.largeCollectives().filter(PredictedRow::counted)));
        summary(json, "large_collectives_and_fitted_summary", ErrorSummary.of(accuracy.largeCollectives()));
      }
      ErrorSummary memory = ErrorSummary.of(accuracy.memory());
      if (memory.n() > 0) {
        summary(json, "memory_summary", memory);
      }
      json.writeBooleanProperty("calibrated", accuracy.calibrated());
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void family(JsonGenerator json, FamilyAccuracy family) {
    json.writeStartObject();
    json.writeStringProperty("family", family.family());
    json.writeObjectPropertyStart("source");
    json.writeStringProperty("title", family.title());
    json.writeStringProperty("ref", family.reference());
    json.writeEndObject();
    json.writeArrayPropertyStart("rows");
    for (PredictedRow row : family.rows()) {
      json.writeStartObject();
      json.writeStringProperty("id", row.id());
      json.writeStringProperty("role", row.role());
      json.writeStringProperty("metric", row.metric());
      json.writeNumberProperty("measured", row.measured());
      json.writeNumberProperty("predicted", row.predicted());
      json.writeNumberProperty("error", row.error());
      if (!row.counted()) {
        json.writeBooleanProperty("fitted", true);
      }
      if (!row.note().isEmpty()) {
        json.writeStringProperty("note", row.note());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectPropertyStart("constants");
    family.constants().forEach(json::writeNumberProperty);
    json.writeEndObject();
    json.writeArrayPropertyStart("notes");
    family.notes().forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void summary(JsonGenerator json, String key, ErrorSummary summary) {
    json.writeObjectPropertyStart(key);
    json.writeNumberProperty("n", summary.n());
    json.writeNumberProperty("median", summary.median());
    json.writeNumberProperty("p90", summary.p90());
    json.writeNumberProperty("worst", summary.worst());
    json.writeEndObject();
  }
}
