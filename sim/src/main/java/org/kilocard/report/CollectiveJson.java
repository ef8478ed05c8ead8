package org.kilocard.report;

import java.io.OutputStream;
import java.util.List;
import org.kilocard.collective.Considered;
import tools.jackson.core.JsonGenerator;

/**
 * Writes collectives as JSON: one array with an object per row, each with everything that tells it from the
 * others. Keys are those of a run's {@code collectives} where they mean the same; GB/s are {@code _gbps}.
 */
public final class CollectiveJson {
  private CollectiveJson() {}

  /** Writes the rows of all tables in UTF-8, with a final line feed; leaves the stream open. */
  public static void write(List<CollectiveTable> tables, OutputStream out) {
    try (JsonGenerator json = JsonResult.generator(out)) {
      json.writeStartArray();
      for (CollectiveTable table : tables) {
        table.rows().forEach(row -> row(json, table, row));
      }
      json.writeEndArray();
      json.writeRaw('\n');
    }
  }

  private static void row(JsonGenerator json, CollectiveTable table, CollectiveRow row) {
    json.writeStartObject();
    json.writeStringProperty("topology", table.topology());
    json.writeStringProperty("stack", table.stack());
    json.writeStringProperty("op", table.operation().label());
    json.writeNumberProperty("cards", table.ranks());
    json.writeNumberProperty("bytes", row.call().bytes());
    json.writeNumberProperty("time_us", row.timePs() / 1e6);
    json.writeNumberProperty("algbw_gbps", row.algorithmBytesPerSecond() / 1e9);
    json.writeNumberProperty("busbw_gbps", row.busBytesPerSecond() / 1e9);
    json.writeNumberProperty("bound_us", row.boundPs() / 1e6);
    json.writeNumberProperty("of_bound", row.ofBound());
    json.writeStringProperty("algorithm", row.algorithm());
    row.bottleneck().ifPresent(link -> {
      json.writeObjectPropertyStart("bottleneck");
      json.writeStringProperty("tier", link.tier());
      json.writeStringProperty("link", link.kind());
      json.writeNumberProperty("utilisation", link.utilisation());
      json.writeEndObject();
    });
    json.writeArrayPropertyStart("considered");
    for (Considered way : row.considered()) {
      json.writeStartObject();
      json.writeStringProperty("algorithm", way.algorithm());
      json.writeNumberProperty("predicted_us", way.predictedPs() / 1e6);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
