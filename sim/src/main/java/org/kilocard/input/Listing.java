package org.kilocard.input;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A list of values, in the order in which they were written. */
public record Listing(List<Node> items, Location location, KeyPath path) implements Node {

  /** Keeps its own copy of {@code items}. */
  public Listing {
    items = List.copyOf(items);
  }

  /** Number of items. */
  public int size() {
    return items.size();
  }

  /** The items as texts. */
  public List<String> texts() {
    return scalars(Scalar::text);
  }

  /** The items as {@linkplain Scalar#count(long, long) counts}. */
  public List<Long> counts(long min, long max) {
    return scalars(item -> item.count(min, max));
  }

  /** The items as {@linkplain Scalar#integer(long, long) whole numbers}. */
  public List<Long> integers(long min, long max) {
    return scalars(item -> item.integer(min, max));
  }

  /** The items as {@linkplain Scalar#number(double, double) numbers}. */
  public List<Double> numbers(double min, double max) {
    return scalars(item -> item.number(min, max));
  }

  /** The items as constants of {@code type}. */
  public <E extends Enum<E>> List<E> choices(Class<E> type) {
    return scalars(item -> item.choice(type));
  }

  /** The items as mappings. */
  public List<Mapping> mappings() {
    return items.stream().map(Node::asMapping).toList();
  }

  /** The items as single values, each read by {@code reader}: {@code scalars(Scalar::rate)}. */
  public <T> List<T> scalars(Function<Scalar, T> reader) {
    List<T> values = new ArrayList<>();
    for (Node item : items) {
      if (item.isEmpty()) {
        throw item.fail("has no value");
      }
      values.add(reader.apply(item.asScalar()));
    }
    return List.copyOf(values);
  }

  /** A copy with another item at {@code index}; nothing in the copy has been read. */
  public Listing with(int index, Node item) {
    List<Node> changed = new ArrayList<>(items);
    changed.set(index, item);
    return new Listing(changed, location, path).unread();
  }

  @Override
  public Listing unread() {
    return new Listing(items.stream().map(Node::unread).toList(), location, path);
  }

  @Override
  public Listing asListing() {
    return this;
  }

  @Override
  public String described() {
    return "a list";
  }

  @Override
  public String toString() {
    return items.stream().map(Node::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
