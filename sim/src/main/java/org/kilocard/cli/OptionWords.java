package org.kilocard.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.kilocard.input.DidYouMean;
import org.kilocard.input.InputException;
import org.kilocard.input.KeyPath;
import org.kilocard.input.Location;
import org.kilocard.input.Scalar;

/** Reads the values of options; complaints quote the option as it was typed. */
final class OptionWords {
  private static final int MOST_STEPS = 1000;

  private OptionWords() {}

  /** A value as typed, for the readers of scalars. */
  static Scalar scalar(String option, String text) {
    return new Scalar(text.strip(), false, Location.of(option + " " + text), KeyPath.ROOT);
  }

  /** A complaint about an option and its value. */
  static InputException fail(String option, String text, String problem) {
    return InputException.at(Location.of(option + " " + text), problem);
  }

  /** A complaint about an option as such. */
  static InputException fail(String option, String problem) {
    return InputException.at(Location.of(option), problem);
  }

  /** Words in order, and what each stands for; of two that have one and the same word, the first. */
  static <T> Map<String, T> words(List<T> meanings, Function<T, String> word) {
    Map<String, T> words = new LinkedHashMap<>();
    meanings.forEach(meaning -> words.putIfAbsent(word.apply(meaning), meaning));
    return Collections.unmodifiableMap(words);
  }

  /** What one of a few words stands for. */
  static <T> T choice(String option, String text, Map<String, T> words) {
    T found = words.get(text.strip());
    if (found == null) {
      throw unknown(option, text, text.strip(), "value", words.keySet());
    }
    return found;
  }

  /**
   * A complaint about a word that is none of those allowed.
   *
   * @param noun what it should be, e.g. {@code operation}
   */
  static InputException unknown(
      String option, String text, String word, String noun, Collection<String> allowed) {
    return fail(option, text, "unknown " + noun + " '" + word + "'").withHint(
        DidYouMean.closest(word, allowed).map(near -> "Did you mean '" + near + "'? ").orElse("")
            + "Allowed: " + String.join(", ", allowed));
  }

  /** A whole number, if the option was given. */
  static Optional<Integer> count(String option, Optional<String> text, int min, int max) {
    return text.map(word -> (int) scalar(option, word).count(min, max));
  }

  /** A list such as {@code 1,3}, in which {@code 1..8} stands for 1, 2, 4, 8. */
  static List<Long> doublings(String option, String text, ToLongFunction<Scalar> reader) {
    List<Long> values = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String[] ends = part.split("\\.\\.", -1);
      if (ends.length > 2) {
        throw fail(option, text, "'" + part + "' is not a range")
            .withHint("Write two ends, e.g. 1KiB..8GiB.");
      }
      long first = reader.applyAsLong(scalar(option, ends[0]));
      long last = reader.applyAsLong(scalar(option, ends[ends.length - 1]));
      if (last < first) {
        throw fail(option, text, "the range '" + part + "' ends before it begins").withHint(
            "Write the smaller end first.");
      }
      for (long value = first; value <= last; value *= 2) {
        values.add(value);
      }
      if (values.size() > MOST_STEPS) {
        throw fail(option, text, "lists more than " + MOST_STEPS + " values");
      }
    }
    return values;
  }
}
