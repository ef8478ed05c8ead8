package org.kilocard.input;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way from the root of a document to a value: {@code tiers[1].rate}. The root itself is the empty path.
 */
public final class KeyPath {

  /** The path of the document as a whole. */
  public static final KeyPath ROOT = new KeyPath(Optional.empty(), "", -1);

  private static final Pattern PART = Pattern.compile("([^.\\[\\]\\s=]+)((?:\\[\\d{1,6}])*)");

  // Linked, not a list and not a text: documents have many values and few of them ever print their path.
  private final Optional<KeyPath> parent;
  private final String key;
  private final int index;

  private KeyPath(Optional<KeyPath> parent, String key, int index) {
    this.parent = parent;
    this.key = key;
    this.index = index;
  }

  /** The value under {@code key} of the mapping at this path. */
  public KeyPath key(String key) {
    return new KeyPath(Optional.of(this), key, -1);
  }

  /** The item {@code index}, from 0, of the listing at this path. */
  public KeyPath item(int index) {
    return new KeyPath(Optional.of(this), "", index);
  }

  /** Reads {@code a.b[0].c}; empty if {@code text} is not of that form. */
  public static Optional<KeyPath> parse(String text) {
    KeyPath path = ROOT;
    for (String part : text.split("\\.", -1)) {
      Matcher matcher = PART.matcher(part);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      path = path.key(matcher.group(1));
      for (String digits : matcher.group(2).split("[\\[\\]]+")) {
        path = digits.isEmpty() ? path : path.item(Integer.parseInt(digits));
      }
    }
    return Optional.of(path);
  }

  /** Whether this is the document as a whole. */
  public boolean isRoot() {
    return parent.isEmpty();
  }

  /** The paths from below the root down to this one. */
  List<KeyPath> steps() {
    List<KeyPath> steps = new ArrayList<>();
    KeyPath path = this;
    while (path.parent.isPresent()) {
      steps.add(path);
      path = path.parent.get();
    }
    Collections.reverse(steps);
    return steps;
  }

  /** Whether the last step goes to an item of a listing, and not to a key. */
  boolean isItem() {
    return index >= 0;
  }

  /** The key of the last step; empty for an item. */
  String lastKey() {
    return key;
  }

  /** The index of the last step; -1 for a key. */
  int lastIndex() {
    return index;
  }

  /** As written in a {@code --set}; empty for the root. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (KeyPath step : steps()) {
      if (step.isItem()) {
        text.append('[').append(step.index).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(step.key);
      }
    }
    return text.toString();
  }
}
