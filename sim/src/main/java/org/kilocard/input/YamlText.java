package org.kilocard.input;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes a tree of values as YAML that {@link YamlDocument} reads as the same tree.
 *
 * <p>Small mappings and lists of single values go on one line; long texts are folded over several. Comments of the file
 * that a tree was read from are not part of it.
 */
public final class YamlText {
  private static final int WIDTH = 100;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./+][A-Za-z0-9_./+() ,'%@*=~^<>°µ×²³–-]*");
  private static final Pattern PLAIN_IN_LINE = Pattern.compile("[A-Za-z0-9_./+][A-Za-z0-9_./+() %-]*");

  private final StringBuilder text = new StringBuilder();

  private YamlText() {}

  /** The text of {@code tree}. */
  public static String of(Mapping tree) {
    YamlText writer = new YamlText();
    writer.entries(tree, "");
    return writer.text.toString();
  }

  private void entries(Mapping mapping, String indent) {
    for (String key : mapping.keys()) {
      text.append(indent).append(inLine(key)).append(':');
      value(mapping.value(key), indent);
    }
  }

  private void value(Node value, String indent) {
    String inLine = isFlat(value) ? inLine(value) : "";
    if (value instanceof Scalar scalar) {
      scalar(scalar, indent + "  ");
    } else if (!inLine.isEmpty() && indent.length() + inLine.length() < WIDTH) {
      text.append(' ').append(inLine).append('\n');
    } else if (value instanceof Mapping mapping) {
      text.append('\n');
      entries(mapping, indent + "  ");
    } else {
      text.append('\n');
      for (Node item : value.asListing().items()) {
        item(item, indent + "  ");
      }
    }
  }

  private void item(Node item, String indent) {
    text.append(indent).append('-');
    if (item instanceof Mapping mapping && !fits(item, indent)) {
      // The first key stands behind the dash, the others below it.
      int start = text.length();
      entries(mapping, indent + "  ");
      text.replace(start, start + indent.length() + 2, " ");
    } else {
      value(item, indent);
    }
  }

  private static boolean fits(Node item, String indent) {
    return isFlat(item) && indent.length() + inLine(item).length() < WIDTH;
  }

  private void scalar(Scalar scalar, String indent) {
    String written = scalar.text();
    boolean plain = !scalar.quoted() && PLAIN.matcher(written).matches() && written.equals(written.strip());
    if (!scalar.quoted() && written.isEmpty()) {
      text.append('\n');
    } else if (plain && indent.length() + written.length() < WIDTH) {
      text.append(' ').append(written).append('\n');
    } else if (written.length() > WIDTH / 2 && written.equals(String.join(" ", words(written)))) {
      text.append(" >-\n");
      folded(words(written), indent);
    } else {
      text.append(' ').append(quoted(written)).append('\n');
    }
  }

  private void folded(List<String> words, String indent) {
    int column = 0;
    for (String word : words) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        text.append('\n');
        column = 0;
      }
      text.append(column == 0 ? indent : " ").append(word);
      column += (column == 0 ? indent.length() : 1) + word.length();
    }
    text.append('\n');
  }

  private static List<String> words(String written) {
    List<String> words = new ArrayList<>();
    for (String word : written.split(" ")) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  private static boolean isFlat(Node value) {
    if (value instanceof Mapping mapping) {
      return mapping.keys().stream().allMatch(key -> mapping.value(key) instanceof Scalar);
    }
    return value instanceof Listing listing && listing.items().stream().allMatch(Scalar.class::isInstance);
  }

  private static String inLine(Node value) {
    if (value instanceof Mapping mapping) {
      return "{" + String.join(", ", mapping.keys().stream()
          .map(key -> inLine(key) + ": " + inLine(mapping.value(key))).toList()) + "}";
    }
    if (value instanceof Listing listing) {
      return "[" + String.join(", ", listing.items().stream().map(YamlText::inLine).toList()) + "]";
    }
    Scalar scalar = value.asScalar();
    if (!scalar.quoted() && scalar.text().isEmpty()) {
      return "";
    }
    return scalar.quoted() ? quoted(scalar.text()) : inLine(scalar.text());
  }

  private static String inLine(String word) {
    boolean plain = PLAIN_IN_LINE.matcher(word).matches() && word.equals(word.strip());
    return plain ? word : quoted(word);
  }

  private static String quoted(String word) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : word.toCharArray()) {
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
