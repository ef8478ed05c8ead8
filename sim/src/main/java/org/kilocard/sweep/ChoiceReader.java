package org.kilocard.sweep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.kilocard.input.InputException;
import org.kilocard.input.Listing;
import org.kilocard.input.Mapping;
import org.kilocard.input.Node;
import org.kilocard.input.Overrides;
import org.kilocard.input.Scalar;
import org.kilocard.study.Variation;

/**
 * Reads the values of an axis, in one of three forms: {@code {key, values}}; {@code {keys, values}} with a
 * list of values per point; or a list of {@code {label, at, scenario, set}}.
 */
final class ChoiceReader {
  private static final int MOST = 1000;

  private ChoiceReader() {}

  /** The values that {@code section} gives by {@code key} or {@code keys}; empty if by neither. */
  static Optional<List<Choice>> byKeys(Mapping section) {
    boolean one = section.has("key");
    if (!one && !section.has("keys")) {
      return Optional.empty();
    }
    if (one && section.has("keys")) {
      throw section.fail("keys", "goes without key",
          "Name all keys in keys, and give a list of values per point.");
    }
    List<Scalar> keys = one ? List.of(section.scalar("key")) : section.listing("keys").scalars(key -> key);
    Listing written = section.listing("values");
    List<Choice> choices = new ArrayList<>();
    for (Node value : one ? Variation.expanded(written.items()) : written.items()) {
      List<Node> values = one ? List.of(value) : value.asListing().items();
      if (values.size() != keys.size()) {
        throw value.fail("has " + values.size() + " values for " + keys.size() + " keys");
      }
      Overrides set = Overrides.parse(List.of());
      for (int i = 0; i < keys.size(); i++) {
        set = set.and(Overrides.of(keys.get(i).text(), values.get(i), values.get(i).location()));
      }
      choices.add(new Choice(label(values.get(0)), number(values.get(0)), Optional.empty(), set, List.of()));
    }
    return Optional.of(checked(choices, written));
  }

  /** The values of the x-axis that {@code points} lists one by one. */
  static List<Choice> points(Listing points) {
    return oneByOne(points, false);
  }

  /** The series that {@code listing} lists one by one. */
  static List<Choice> series(Listing listing) {
    return oneByOne(listing, true);
  }

  private static List<Choice> own(Mapping section) {
    List<Choice> choices = byKeys(section).orElseGet(() -> points(section.listing("points")));
    section.done();
    return choices;
  }

  private static List<Choice> oneByOne(Listing points, boolean ofSeries) {
    List<Choice> choices = new ArrayList<>();
    for (Mapping point : points.mappings()) {
      Optional<Scalar> at = point.optionalScalar("at");
      Optional<String> label = point.optionalText("label");
      if (label.isEmpty() && at.isEmpty()) {
        throw point.fail("label", "is missing");
      }
      Overrides set = point.optionalMapping("set").map(Overrides::of).orElse(Overrides.parse(List.of()));
      OptionalDouble x = at.map(scalar -> OptionalDouble.of(number(scalar).orElseThrow(() ->
          scalar.fail("must be a number, not " + scalar.described())))).orElse(OptionalDouble.empty());
      List<Choice> own = ofSeries ? point.optionalMapping("x").map(ChoiceReader::own).orElse(List.of())
          : List.of();
      choices.add(new Choice(
          label.orElseGet(() -> label(at.get())), x, point.optionalNode("scenario"), set, own));
      point.done();
    }
    return checked(choices, points);
  }

  private static List<Choice> checked(List<Choice> choices, Listing written) {
    if (choices.isEmpty()) {
      throw written.fail("is empty");
    }
    if (choices.size() > MOST) {
      throw written.fail("has more than " + MOST + " values");
    }
    Set<String> labels = new HashSet<>();
    for (Choice choice : choices) {
      if (!labels.add(choice.label())) {
        throw written.fail("has '" + choice.label() + "' twice").withHint("Give each a label of its own.");
      }
    }
    return choices;
  }

  private static String label(Node value) {
    OptionalDouble number = number(value);
    boolean whole = number.isPresent() && number.getAsDouble() == StrictMath.rint(number.getAsDouble());
    boolean digits = value instanceof Scalar scalar && scalar.text().matches("\\d+");
    return whole && digits ? String.format(Locale.ROOT, "%,.0f", number.getAsDouble())
        : value instanceof Scalar scalar ? scalar.text() : value.toString();
  }

  /** A number, or a size in bytes. */
  private static OptionalDouble number(Node value) {
    if (!(value instanceof Scalar scalar) || scalar.isEmpty()) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(scalar.number());
    } catch (InputException e) {
      return bytes(scalar);
    }
  }

  private static OptionalDouble bytes(Scalar scalar) {
    try {
      return OptionalDouble.of(scalar.bytes());
    } catch (InputException e) {
      return OptionalDouble.empty(); // a word: the axis has no numbers
    }
  }
}
