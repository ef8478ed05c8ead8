package org.kilocard.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The files that a command has found to read, so that what it writes replaces none of them. Safe for threads. */
final class InputFiles {
  private final Set<Path> files = ConcurrentHashMap.newKeySet();

  void add(Path file) {
    files.add(file);
  }

  /** Whether {@code file} is one of them, however its path is spelled and through whatever link. */
  boolean contain(Path file) {
    return Files.isRegularFile(file) && any(input -> Files.isSameFile(input, file));
  }

  /** Whether one of them lies in {@code folder} and has such a name. */
  boolean anyIn(Path folder, Predicate<String> name) {
    return any(input -> Files.isSameFile(input.toAbsolutePath().getParent(), folder)
        && name.test(input.getFileName().toString()));
  }

  private interface Test {
    boolean holds(Path input) throws IOException;
  }

  private boolean any(Test test) {
    return files.stream().filter(Files::isRegularFile).anyMatch(input -> {
      try {
        return test.holds(input);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }
}
