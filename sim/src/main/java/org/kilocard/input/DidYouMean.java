package org.kilocard.input;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Guesses which of the right words a wrong one was meant to be.
 *
 * <p>The nearest by edit distance (insert, delete, replace, swap neighbours; case and {@code - _} and spaces
 * are ignored), if not more than one edit per three letters and never more than three. Failing that, the only
 * word that begins with the wrong one, if that has three letters or more. Of equally near words the first
 * wins.
 */
public final class DidYouMean {

  private DidYouMean() {}

  /** The candidate that {@code written} was meant to be, if there is a likely one. */
  public static Optional<String> closest(String written, Collection<String> candidates) {
    return nearest(written, candidates).or(() -> onlyLonger(folded(written), candidates));
  }

  /** The nearest candidate by edit distance alone. */
  static Optional<String> nearest(String written, Collection<String> candidates) {
    String wrong = folded(written);
    int nearest = Math.min(3, wrong.length() / 3) + 1;
    String best = "";
    for (String candidate : candidates) {
      // Lengths alone bound the distance; a name as long as a book costs nothing.
      if (Math.abs(candidate.length() - wrong.length()) <= 8) {
        int distance = distance(wrong, folded(candidate));
        if (distance < nearest) {
          nearest = distance;
          best = candidate;
        }
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(best);
  }

  private static Optional<String> onlyLonger(String wrong, Collection<String> candidates) {
    if (wrong.length() < 3) {
      return Optional.empty();
    }
    List<String> longer = candidates.stream().filter(word -> folded(word).startsWith(wrong)).toList();
    return longer.size() == 1 ? Optional.of(longer.get(0)) : Optional.empty();
  }

  private static String folded(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /** Damerau-Levenshtein distance in its restricted form: no piece of text is edited twice. */
  static int distance(String a, String b) {
    int[] twoBack = new int[b.length() + 1];
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int edits = Math.min(previous[j - 1] + (same ? 0 : 1), 1 + Math.min(previous[j], current[j - 1]));
        boolean swapped = i > 1 && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        current[j] = swapped ? Math.min(edits, twoBack[j - 2] + 1) : edits;
      }
      int[] spare = twoBack;
      twoBack = previous;
      previous = current;
      current = spare;
    }
    return previous[b.length()];
  }
}
