package org.kilocard.input;

import java.util.Locale;

/**
 * How the constants of an enum are written in a document: in lower case with {@code -} for {@code _}, so
 * {@code FULL_MESH} is {@code full-mesh}. An enum whose words cannot be Java names, such as {@code 1f1b},
 * implements this interface.
 */
public interface Spelled {

  /** The word in the document. */
  String spelling();

  /** The word for {@code constant}, by its own {@link #spelling} or else by the rule. */
  static String of(Enum<?> constant) {
    return constant instanceof Spelled spelled
        ? spelled.spelling()
        : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
