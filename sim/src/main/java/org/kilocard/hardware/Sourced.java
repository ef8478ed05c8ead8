package org.kilocard.hardware;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kilocard.input.Listing;
import org.kilocard.input.Mapping;

/**
 * A mapping whose numbers say where they come from.
 *
 * <p>Under {@code sources} it holds a source per key, and one under {@code default} for all others. A key
 * that is a mapping hands its source down, and its own {@code sources} win. Every number ends up with a
 * source or is refused.
 */
final class Sourced {
  private static final String SOURCES = "sources";
  private static final String DEFAULT = "default";

  private final Mapping mapping;
  private final Optional<Source> inherited;
  private final Map<String, Source> own = new LinkedHashMap<>();

  private Sourced(Mapping mapping, Optional<Source> inherited) {
    this.mapping = mapping;
    this.inherited = inherited;
    mapping.optionalMapping(SOURCES).ifPresent(sources -> {
      for (String key : sources.keys()) {
        // An empty one takes away what a file below says.
        sources.optionalMapping(key).ifPresent(written -> own.put(key, source(written)));
        if (!key.equals(DEFAULT) && !mapping.keys().contains(key)) {
          throw sources.fail(key, "is the source of a key that is not there",
              "Keys beside it: " + String.join(", ", mapping.keys()));
        }
      }
      sources.done();
    });
  }

  /** The root of a file. */
  static Sourced of(Mapping mapping) {
    return new Sourced(mapping, Optional.empty());
  }

  /** The mapping itself, for what needs no source. */
  Mapping mapping() {
    return mapping;
  }

  /** The mapping under {@code key}, with the source of that key. */
  Sourced section(String key) {
    return new Sourced(mapping.mapping(key), find(key));
  }

  /** The source of {@code key}. */
  Source source(String key) {
    return find(key).orElseThrow(() -> mapping.fail(key, "has no source",
        "Write sources: {" + key + ": {text: where it comes from, confidence: exact-table}} beside it, "
            + "or confidence: assumed and the reasoning."));
  }

  /** The sources of those of {@code keys} that are there. */
  Map<String, Source> sources(List<String> keys) {
    Map<String, Source> sources = new LinkedHashMap<>();
    keys.stream().filter(mapping::has).forEach(key -> sources.put(key, source(key)));
    return sources;
  }

  /** A number from {@code min} to {@code max}. */
  Constant number(String key, double min, double max) {
    return new Constant(mapping.number(key, min, max), source(key));
  }

  /** A number from {@code min} to {@code max}, if it is there. */
  Optional<Constant> optionalNumber(String key, double min, double max) {
    return mapping.has(key) ? Optional.of(number(key, min, max)) : Optional.empty();
  }

  /** A fraction above 0 and at most 1, if it is there. */
  Optional<Constant> optionalFraction(String key) {
    return mapping.has(key) ? Optional.of(fraction(key)) : Optional.empty();
  }

  /** A fraction above 0 and at most 1. */
  Constant fraction(String key) {
    double value = mapping.number(key, 0, 1);
    if (value == 0) {
      throw mapping.fail(key, "must be above 0 and at most 1, not 0");
    }
    return new Constant(value, source(key));
  }

  /** A time in picoseconds. */
  Constant picoseconds(String key) {
    return new Constant(mapping.time(key), source(key));
  }

  /** A time in picoseconds, if it is there. */
  Optional<Constant> optionalPicoseconds(String key) {
    return mapping.has(key) ? Optional.of(picoseconds(key)) : Optional.empty();
  }

  /** A time in seconds. */
  Constant seconds(String key) {
    return new Constant(mapping.time(key) / 1e12, source(key));
  }

  /** A rate in bytes per second. */
  Constant rate(String key) {
    return new Constant(mapping.rate(key), source(key));
  }

  /** A rate in bytes per second, if it is there. */
  Optional<Constant> optionalRate(String key) {
    return mapping.has(key) ? Optional.of(rate(key)) : Optional.empty();
  }

  /** The keys that hold a value, and something other than sources. */
  Iterable<String> keys() {
    return mapping.keys().stream().filter(key -> !key.equals(SOURCES) && mapping.has(key)).toList();
  }

  /** Says that reading is over; refuses what nobody asked for. */
  void done() {
    mapping.done();
  }

  private Optional<Source> find(String key) {
    return Optional.ofNullable(own.get(key))
        .or(() -> Optional.ofNullable(own.get(DEFAULT)))
        .or(() -> inherited);
  }

  private static Source source(Mapping written) {
    String text = written.text("text");
    if (text.isBlank()) {
      throw written.fail("text", "is empty", "Say where the number comes from.");
    }
    Source source = new Source(text, written.choice("confidence", Confidence.class),
        written.optionalListing("rows").map(Listing::texts).orElse(List.of()));
    written.done();
    return source;
  }
}
