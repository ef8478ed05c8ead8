package org.kilocard.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Values that replace or add to those of a document, as {@code --set parallelism.tensor=8} does.
 *
 * <p>The value is YAML, so it may be a list or a mapping; it replaces what was there as a whole. An empty
 * value makes the key absent. Mappings on the way that do not exist are created; lists are not, and do not
 * grow: {@code tiers[1].rate=400 Gb/s} wants a second tier. Later assignments see the effect of earlier ones.
 */
public final class Overrides {

  /** Looks up what a name stands for, when something below that name is to be set. */
  @FunctionalInterface
  public interface Expansion {

    /** The value that {@code name} names, by its path and text; empty if it is no name. */
    Optional<Node> expand(Scalar name);
  }

  private record Assignment(KeyPath path, Node value, Location location) {}

  private final List<Assignment> assignments;

  private Overrides(List<Assignment> assignments) {
    this.assignments = List.copyOf(assignments);
  }

  /** From texts such as {@code a.b=c}, as given to {@code --set}. */
  public static Overrides parse(List<String> settings) {
    List<Assignment> assignments = new ArrayList<>();
    for (String setting : settings) {
      Location location = Location.of("--set " + setting);
      int equals = setting.indexOf('=');
      if (equals < 0) {
        throw InputException.at(location, "has no '='")
            .withHint("Write --set key=value, e.g. --set batch.micro=2");
      }
      KeyPath path = path(setting.substring(0, equals).strip(), location);
      Node value = YamlDocument.value(setting.substring(equals + 1), location, path);
      assignments.add(new Assignment(path, value, location));
    }
    return new Overrides(assignments);
  }

  /** One value for one key path, which was written at {@code location}. */
  public static Overrides of(String key, Node value, Location location) {
    return new Overrides(List.of(new Assignment(path(key, location), value, location)));
  }

  /** From a mapping whose keys are paths: {@code {cards: 512, batch.global: 2048}}. */
  public static Overrides of(Mapping settings) {
    List<Assignment> assignments = new ArrayList<>();
    for (String key : settings.keys()) {
      Location location = settings.keyLocation(key);
      assignments.add(new Assignment(path(key, location), settings.value(key), location));
    }
    return new Overrides(assignments);
  }

  /** These, and then {@code later} ones. */
  public Overrides and(Overrides later) {
    List<Assignment> all = new ArrayList<>(assignments);
    all.addAll(later.assignments);
    return new Overrides(all);
  }

  /** A copy of {@code tree} with all values set. */
  public Mapping applyTo(Mapping tree) {
    return applyTo(tree, name -> Optional.empty());
  }

  /**
   * A copy of {@code tree} with all values set. Where one is to be set below a name, as in {@code topology:
   * some-name} and {@code topology.cards=64}, {@code expansion} is asked for the mapping to put in the name's
   * place.
   */
  public Mapping applyTo(Mapping tree, Expansion expansion) {
    Node result = tree;
    for (Assignment assignment : assignments) {
      result = set(result, assignment, 0, expansion);
    }
    return result.asMapping().unread();
  }

  private static Node set(Node at, Assignment assignment, int depth, Expansion expansion) {
    List<KeyPath> steps = assignment.path().steps();
    if (depth == steps.size()) {
      return assignment.value();
    }
    KeyPath step = steps.get(depth);
    if (at instanceof Scalar name && !name.isEmpty()) {
      Node expanded = expansion.expand(name).filter(node -> !(node instanceof Scalar))
          .orElseThrow(() -> refuse(assignment, depth, "is the single value " + name.described()
              + ", below which nothing can be set"));
      return set(expanded, assignment, depth, expansion);
    }
    return step.isItem()
        ? setItem(at, assignment, depth, expansion)
        : setKey(at, assignment, depth, expansion);
  }

  private static Node setItem(Node at, Assignment assignment, int depth, Expansion expansion) {
    if (!(at instanceof Listing listing)) {
      throw refuse(assignment, depth, at.isEmpty() ? "is not there" : "is a mapping, not a list");
    }
    int index = assignment.path().steps().get(depth).lastIndex();
    if (index >= listing.size()) {
      throw refuse(assignment, depth + 1, listing.size() == 0
          ? "the list is empty"
          : "the list has " + listing.size() + " items, counted from 0");
    }
    return listing.with(index, set(listing.items().get(index), assignment, depth + 1, expansion));
  }

  private static Node setKey(Node at, Assignment assignment, int depth, Expansion expansion) {
    if (at instanceof Listing) {
      throw refuse(assignment, depth, "is a list")
          .withHint("Say which item, counted from 0, e.g. tiers[0].rate=50 GB/s");
    }
    List<KeyPath> steps = assignment.path().steps();
    Mapping mapping = at instanceof Mapping present
        ? present
        : Mapping.empty(assignment.location(), depth == 0 ? KeyPath.ROOT : steps.get(depth - 1));
    String key = steps.get(depth).lastKey();
    Node child = mapping.keys().contains(key)
        ? mapping.value(key)
        : new Scalar("", false, assignment.location(), steps.get(depth));
    return mapping.with(key, set(child, assignment, depth + 1, expansion));
  }

  /** A complaint about what lies after {@code depth} steps. */
  private static InputException refuse(Assignment assignment, int depth, String problem) {
    KeyPath path = depth == 0 ? KeyPath.ROOT : assignment.path().steps().get(depth - 1);
    return InputException.at(assignment.location(), path, problem);
  }

  private static KeyPath path(String text, Location location) {
    return KeyPath.parse(text).orElseThrow(() ->
        InputException.at(location, "'" + text + "' is not a key path")
            .withHint("Write keys joined by dots, e.g. parallelism.tensor or tiers[1].rate"));
  }
}
