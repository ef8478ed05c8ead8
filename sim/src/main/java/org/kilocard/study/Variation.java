package org.kilocard.study;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kilocard.input.InputException;
import org.kilocard.input.KeyPath;
import org.kilocard.input.Location;
import org.kilocard.input.Node;
import org.kilocard.input.Overrides;
import org.kilocard.input.Scalar;
import org.kilocard.input.YamlDocument;

/**
 * A key of a scenario and the values it takes, one after the other.
 *
 * @param key path of the key
 * @param values what it is set to; {@code 8..64} has become 8, 16, 32, 64
 */
public record Variation(String key, List<Node> values) {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,15})\\.\\.(\\d{1,15})");
  private static final int MOST_VALUES = 1000;

  /**
   * One point of a grid of variations.
   *
   * @param label {@code key=value}, joined by commas
   * @param overrides what it sets
   */
  public record Point(String label, Overrides overrides) {}

  /** Copies the values. */
  public Variation {
    values = List.copyOf(values);
  }

  /**
   * Reads {@code key=v1,v2,…} as given to {@code --vary}: the values are those of a YAML list, so that commas
   * inside of quotes, brackets and braces do not part them.
   */
  public static Variation parse(String text) {
    Location location = Location.of("--vary " + text);
    int equals = text.indexOf('=');
    String key = equals < 0 ? text : text.substring(0, equals).strip();
    KeyPath path = KeyPath.parse(key).filter(parsed -> equals >= 0).orElseThrow(() ->
        InputException.at(location, equals < 0 ? "has no '='" : "'" + key + "' is not a key path")
            .withHint("Write --vary key=value,value, e.g. --vary parallelism.tensor=4,8"));
    Node list = YamlDocument.value("[" + text.substring(equals + 1) + "]", location, path);
    List<Node> values = expanded(list.asListing().items());
    if (values.isEmpty()) {
      throw InputException.at(location, "names no value")
          .withHint("Write --vary key=value,value, e.g. --vary parallelism.tensor=4,8");
    }
    return new Variation(key, values);
  }

  /** The values, with doubling ranges of whole numbers such as {@code 8..64} written out. */
  public static List<Node> expanded(List<Node> written) {
    List<Node> values = new ArrayList<>();
    for (Node value : written) {
      Matcher range = value instanceof Scalar scalar ? RANGE.matcher(scalar.text()) : RANGE.matcher("");
      if (!range.matches()) {
        values.add(value);
        continue;
      }
      long first = Long.parseLong(range.group(1));
      long last = Long.parseLong(range.group(2));
      if (first < 1 || last < first) {
        throw value.fail("the range " + value.described() + " does not go up from 1 or more")
            .withHint("Write the smaller end first, e.g. 8..64 for 8, 16, 32, 64.");
      }
      for (long number = first; number <= last; number *= 2) {
        values.add(new Scalar(Long.toString(number), false, value.location(), value.path()));
      }
    }
    if (values.size() > MOST_VALUES) {
      throw written.get(0).fail("there are more than " + MOST_VALUES + " values");
    }
    return values;
  }

  /** All combinations, the last variation changing fastest. */
  public static List<Point> grid(List<Variation> variations) {
    List<Point> points = List.of(new Point("", Overrides.parse(List.of())));
    for (Variation variation : variations) {
      List<Point> finer = new ArrayList<>();
      for (Point point : points) {
        for (Node value : variation.values()) {
          String label = shortName(variation, variations) + "=" + value;
          Overrides set = Overrides.of(
              variation.key(), value, Location.of("--vary " + variation.key() + "=" + value));
          finer.add(new Point(point.label().isEmpty() ? label : point.label() + ", " + label,
              point.overrides().and(set)));
        }
      }
      if (finer.size() > MOST_VALUES) {
        throw InputException.at(Location.of("--vary"), "the grid has more than " + MOST_VALUES + " points");
      }
      points = finer;
    }
    return points;
  }

  /** The last part of the key, unless the key of another variation ends alike. */
  private static String shortName(Variation variation, List<Variation> all) {
    String last = last(variation);
    return all.stream().filter(other -> last(other).equals(last)).count() == 1 ? last : variation.key();
  }

  private static String last(Variation variation) {
    return variation.key().substring(variation.key().lastIndexOf('.') + 1);
  }
}
