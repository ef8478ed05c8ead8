package org.kilocard.input;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Values by key, in the order in which they were written, and the place from which other packages read them:
 *
 * <pre>{@code
 * long cards = cluster.count("cards", 1, 1_000_000);
 * double rate = cluster.rate("rate");                       // bytes per second
 * Kind kind = cluster.choice("kind", Kind.SWITCH);          // SWITCH if the key is absent
 * cluster.done();                                           // refuses every key not asked for above
 * }</pre>
 *
 * <p>The values never change. What does change is the note of which keys have been asked for: that is how
 * {@link #done} tells a misspelled key from a valid one. A mapping is therefore for one reader and one
 * thread; {@link #unread} makes another one of the same values, and so do {@link #with}, {@link #merge} and
 * {@link Overrides}.
 */
public final class Mapping implements Node, Fields {

  private static final int FEW = 15;

  /** A value with the place of its key. */
  record Entry(Location keyLocation, Node value) {}

  private final Map<String, Entry> entries;
  private final Location location;
  private final KeyPath path;
  private final TreeSet<String> asked = new TreeSet<>();

  Mapping(Map<String, Entry> entries, Location location, KeyPath path) {
    this.entries = entries;
    this.location = location;
    this.path = path;
  }

  /** A mapping without keys. */
  public static Mapping empty(Location location, KeyPath path) {
    return new Mapping(Map.of(), location, path);
  }

  /** All keys, whether asked for or not, in the order in which they were written. Marks none. */
  public List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  /** The value under a key that is there, even if it is empty. Marks nothing. */
  Node value(String key) {
    return entries.get(key).value();
  }

  /** The place of a key that is there. */
  Location keyLocation(String key) {
    return entries.get(key).keyLocation();
  }

  @Override
  public Optional<Node> optionalNode(String key) {
    asked.add(key);
    return Optional.ofNullable(entries.get(key)).map(Entry::value).filter(value -> !value.isEmpty());
  }

  @Override
  public Node node(String key) {
    return optionalNode(key).orElseThrow(() -> missing(key));
  }

  /** The mapping under {@code key}, or one without keys if it is absent, so that all its defaults apply. */
  public Mapping section(String key) {
    return optionalMapping(key).orElseGet(() -> empty(location, path.key(key)));
  }

  /**
   * Says that reading is over.
   *
   * @throws InputException at the first key that nobody asked for
   */
  public void done() {
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      String key = entry.getKey();
      if (!asked.contains(key)) {
        InputException problem =
            InputException.at(entry.getValue().keyLocation(), path.key(key), "unknown key");
        throw hintAmong(key, asked).map(problem::withHint).orElse(problem);
      }
    }
  }

  /** The exception for a fault of the value under {@code key}, or of its absence. The caller throws it. */
  public InputException fail(String key, String problem) {
    return InputException.at(location(key), path.key(key), problem);
  }

  /** As {@link #fail(String, String)}, with whole sentences that say what would be right. */
  public InputException fail(String key, String problem, String hint) {
    return fail(key, problem).withHint(hint);
  }

  /** Where the value under {@code key} begins; where this mapping begins if there is none. */
  public Location location(String key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return location;
    }
    return entry.value().isEmpty() ? entry.keyLocation() : entry.value().location();
  }

  /**
   * A copy with {@code value} under {@code key}; the value keeps its own place and path. Of a key that is emptied this
   * is the place too.
   */
  public Mapping with(String key, Node value) {
    Map<String, Entry> changed = new LinkedHashMap<>(entries);
    changed.compute(key, (k, old) -> new Entry(old == null || value.isEmpty() ? value.location() : old.keyLocation(), value));
    return new Mapping(changed, location, path).unread();
  }

  /** A copy in which {@code over} wins: mappings in both are merged key by key, anything else is replaced. */
  public Mapping merge(Mapping over) {
    Mapping merged = unread();
    for (String key : over.keys()) {
      Node theirs = over.value(key);
      boolean both = entries.containsKey(key) && value(key) instanceof Mapping && theirs instanceof Mapping;
      merged = merged.with(key, both ? value(key).asMapping().merge(theirs.asMapping()) : theirs);
    }
    return merged;
  }

  @Override
  public Mapping unread() {
    Map<String, Entry> copies = new LinkedHashMap<>();
    entries.forEach((key, entry) -> copies.put(key, new Entry(entry.keyLocation(), entry.value().unread())));
    return new Mapping(copies, location, path);
  }

  @Override
  public Location location() {
    return location;
  }

  @Override
  public KeyPath path() {
    return path;
  }

  @Override
  public Mapping asMapping() {
    return this;
  }

  @Override
  public String described() {
    return "a mapping";
  }

  @Override
  public String toString() {
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue().value())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** Points at a key that may be a misspelling of the missing one, rather than at the mapping as a whole. */
  private InputException missing(String key) {
    List<String> strangers = entries.keySet().stream().filter(present -> !asked.contains(present)).toList();
    Optional<String> misspelled = DidYouMean.nearest(key, strangers);
    if (misspelled.isEmpty()) {
      return fail(key, entries.containsKey(key) ? "has no value" : "is missing");
    }
    return InputException.at(entries.get(misspelled.get()).keyLocation(), path.key(key), "is missing")
        .withHint("Is '" + misspelled.get() + "' a misspelling of it?");
  }

  private static Optional<String> hintAmong(String wrong, Collection<String> valid) {
    return DidYouMean.closest(wrong, valid)
        .map(key -> "Did you mean '" + key + "'?")
        .or(() -> valid.isEmpty() || valid.size() > FEW
            ? Optional.empty()
            : Optional.of("Valid keys: " + String.join(", ", valid)));
  }
}
