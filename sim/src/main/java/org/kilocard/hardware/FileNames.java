package org.kilocard.hardware;

import java.nio.file.Path;
import org.kilocard.input.Mapping;

/** Ids of things that are named after their file. */
final class FileNames {
  private FileNames() {}

  /** Name of the file in which {@code mapping} stands, without folder and suffix. */
  static String stem(Mapping mapping) {
    String file = String.valueOf(Path.of(mapping.location().file()).getFileName());
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }
}
