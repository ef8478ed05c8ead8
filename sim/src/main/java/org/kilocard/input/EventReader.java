package org.kilocard.input;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds nodes from the events of the YAML parser. The events are used, and nothing above them, because they
 * alone tell a quoted text from a plain one and carry the exact place of every key, anchor and error.
 */
final class EventReader {

  private static final int DEEPEST = 64;
  private static final int MOST_VALUES = 200_000;

  /** Makes a location of a line and a column, both from 1. */
  interface Locator {
    Location at(int line, int column);
  }

  private final String text;
  private final Locator locator;
  private final Iterator<Event> events;
  private int values;

  EventReader(String text, Locator locator) {
    this.text = text;
    this.locator = locator;
    LoadSettings settings = LoadSettings.builder()
        .setCodePointLimit(YamlDocument.LARGEST_BYTES + 1)
        .setBufferSize(Math.max(16, text.length())) // at once: a long line read in parts takes quadratic time
        .build();
    events = new Parse(settings).parseString(text).iterator();
  }

  /** The only document, which must be a mapping. */
  Mapping document() {
    Node root = root(KeyPath.ROOT).orElseThrow(() -> InputException.at(locator.at(1, 1), "is empty"));
    if (root instanceof Mapping mapping) {
      return mapping;
    }
    throw root.fail("must hold keys and values, not " + root.described())
        .withHint("A key and its value are written 'key: value', with a space after the colon.");
  }

  /** The only document, of any shape; an empty scalar if there is none. */
  Node value(KeyPath path) {
    return root(path).orElseGet(() -> new Scalar("", false, locator.at(1, 1), path));
  }

  private Optional<Node> root(KeyPath path) {
    next(); // the stream begins
    if (next().getEventId() == Event.ID.StreamEnd) {
      return Optional.empty();
    }
    Node root = node(next(), path, 0);
    next(); // the document ends
    Event last = next();
    if (last.getEventId() != Event.ID.StreamEnd) {
      throw InputException.at(location(last), "a second document begins here; a file holds one");
    }
    return Optional.of(root);
  }

  private Node node(Event event, KeyPath path, int depth) {
    Location location = location(event);
    values++;
    if (values > MOST_VALUES) {
      throw InputException.at(location, path, "the file holds more than 200,000 values");
    }
    if (depth > DEEPEST) {
      throw InputException.at(location, "is nested more than 64 levels deep");
    }
    refuseReferences(event, location, path);
    if (event instanceof ScalarEvent scalar) {
      return new Scalar(scalar.getValue(), !scalar.isPlain(), location, path);
    }
    return event instanceof MappingStartEvent
        ? mapping(location, path, depth)
        : listing(location, path, depth);
  }

  private Listing listing(Location location, KeyPath path, int depth) {
    List<Node> items = new ArrayList<>();
    for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
      items.add(node(event, path.item(items.size()), depth + 1));
    }
    return new Listing(items, location, path);
  }

  private Mapping mapping(Location location, KeyPath path, int depth) {
    Map<String, Mapping.Entry> entries = new LinkedHashMap<>();
    for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
      Location keyLocation = location(event);
      refuseReferences(event, keyLocation, path);
      if (!(event instanceof ScalarEvent scalar) || scalar.getValue().isEmpty()) {
        throw InputException.at(keyLocation, path, "a key must be a single text");
      }
      String key = scalar.getValue();
      Mapping.Entry first = entries.get(key);
      if (first != null) {
        String problem = "duplicate key; it is first set at line " + first.keyLocation().line();
        throw InputException.at(keyLocation, path.key(key), problem);
      }
      entries.put(key, new Mapping.Entry(keyLocation, node(next(), path.key(key), depth + 1)));
    }
    return new Mapping(entries, location, path);
  }

  /**
   * Anchors and aliases could make a short file expand without end; tags would choose a type behind our back.
   */
  private static void refuseReferences(Event event, Location location, KeyPath path) {
    if (event instanceof AliasEvent || event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      throw InputException.at(location, path, "anchors (&) and aliases (*) are not allowed")
          .withHint("Write the value out.");
    }
    boolean tagged = event instanceof ScalarEvent scalar && scalar.getTag().isPresent()
        || event instanceof CollectionStartEvent start && start.getTag().isPresent();
    if (tagged) {
      throw InputException.at(location, path, "tags (!) are not allowed");
    }
  }

  private Event next() {
    try {
      return events.next();
    } catch (YamlEngineException e) {
      throw new SyntaxProblem(text, locator).explain(e);
    }
  }

  private Location location(Event event) {
    return event.getStartMark()
        .map(mark -> locator.at(mark.getLine() + 1, mark.getColumn() + 1))
        .orElseThrow(() -> new IllegalStateException("the YAML parser has not been told to keep positions"));
  }
}
