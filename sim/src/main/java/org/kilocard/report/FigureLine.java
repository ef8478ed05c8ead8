package org.kilocard.report;

import java.io.StringWriter;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The outcome of one simulation as one line of JSON: {@code {"key": …, "figures": {…}}}, or {@code {"key": …,
 * "failure": …}}. Numbers read back as the same doubles.
 *
 * @param key what was simulated
 * @param figures numbers of the result by path; none if it failed
 * @param failure why there are none; empty if there are some
 */
public record FigureLine(String key, SortedMap<String, Double> figures, String failure) {
  private static final JsonFactory JSON = JsonFactory.builder()
      .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .build();
  private static final String KEY = "key";
  private static final String FIGURES = "figures";
  private static final String FAILURE = "failure";

  /** The line, without a line feed. */
  public String written() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty(KEY, key);
      if (failure.isEmpty()) {
        json.writeObjectPropertyStart(FIGURES);
        figures.forEach(json::writeNumberProperty);
        json.writeEndObject();
      } else {
        json.writeStringProperty(FAILURE, failure);
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  /** Reads {@code line}; empty if it is not whole, because its writer was stopped, or not of this form. */
  public static Optional<FigureLine> parse(String line) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      String key = "";
      String failure = "";
      SortedMap<String, Double> figures = new TreeMap<>();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case KEY -> key = json.getString();
          case FAILURE -> failure = json.getString();
          case FIGURES -> figures(json, figures);
          default -> {
            return Optional.empty();
          }
        }
      }
      boolean whole = json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
      boolean either = figures.isEmpty() != failure.isEmpty();
      return whole && either && !key.isEmpty() ? Optional.of(new FigureLine(key, figures, failure))
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static void figures(JsonParser json, SortedMap<String, Double> figures) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String path = json.currentName();
      json.nextToken();
      figures.put(path, json.getDoubleValue());
    }
  }
}
