package org.kilocard.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.kilocard.input.InputException;
import org.kilocard.input.Location;

/**
 * A file that appears when it is complete, or not at all: it is written beside its place, then moved.
 * What exists and is no regular file, such as {@code /dev/null}, is written to directly. A file that was read is never
 * replaced.
 */
final class OutputFile {
  private final Location option;
  private final Path file;
  private final InputFiles inputs;

  private OutputFile(Location option, Path file, InputFiles inputs) {
    this.option = option;
    this.file = file;
    this.inputs = inputs;
    requireNoInput();
  }

  /** The path of the file. */
  String name() {
    return file.toString();
  }

  /**
   * The file that an option names; refused now if it cannot be written, not after a long simulation.
   *
   * @param option as typed, e.g. {@code --json}
   * @param inputs what must not be replaced; more may be found until the file is written
   */
  static OutputFile of(String option, String name, InputFiles inputs) {
    Location location = Location.of(option + " " + name);
    try {
      Path file = Path.of(name);
      Path directory = directory(file);
      if (name.isBlank()) {
        throw InputException.at(Location.of(option), "names no file");
      }
      if (Files.isDirectory(file)) {
        throw InputException.at(location, "is a directory, not a file");
      }
      if (!Files.isDirectory(directory)) {
        throw InputException.at(location, "there is no directory " + directory);
      }
      if (!Files.isWritable(Files.exists(file) ? file : directory)) {
        throw InputException.at(location, "cannot be written: permission denied");
      }
      return new OutputFile(location, file, inputs);
    } catch (InvalidPathException e) {
      throw InputException.at(location, "is not a path");
    }
  }

  private static Path directory(Path file) {
    Path parent = file.toAbsolutePath().normalize().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }

  private void requireNoInput() {
    if (inputs.contain(file)) {
      throw InputException.at(option, "is a file that this command reads, and would be lost")
          .withHint("Name another file.");
    }
  }

  /** Whether both are the same file. */
  private boolean same(OutputFile other) {
    return real(file).equals(real(other.file));
  }

  /** The path without links, as far as it exists. */
  private static Path real(Path file) {
    try {
      return Files.exists(file) ? file.toRealPath() : directory(file).toRealPath().resolve(file.getFileName());
    } catch (IOException e) {
      return file.toAbsolutePath().normalize();
    }
  }

  /** Refuses two options that name the same file. */
  static void requireDifferent(List<Optional<OutputFile>> files) {
    List<OutputFile> given = files.stream().flatMap(Optional::stream).toList();
    for (int i = 0; i < given.size(); i++) {
      for (OutputFile before : given.subList(0, i)) {
        if (given.get(i).same(before)) {
          throw InputException.at(given.get(i).option, "is also the file of " + before.option.file().split(" ")[0]);
        }
      }
    }
  }

  /** Writes a text in UTF-8. */
  void write(String text) {
    write(out -> {
      try {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /** Writes the file; {@code content} writes to the stream that it is given. */
  void write(Consumer<OutputStream> content) {
    requireNoInput();
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        try (OutputStream out = Files.newOutputStream(file)) {
          content.accept(out);
        }
      } else {
        moveWhenComplete(content);
      }
    } catch (AccessDeniedException e) {
      throw InputException.at(option, "cannot be written: permission denied");
    } catch (IOException e) {
      throw InputException.at(option, "cannot be written: " + e.getMessage());
    } catch (RuntimeException e) {
      // JSON writers wrap what the stream throws.
      throw e.getCause() instanceof IOException io
          ? InputException.at(option, "cannot be written: " + io.getMessage())
          : e;
    }
  }

  private void moveWhenComplete(Consumer<OutputStream> content) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file;
    long process = ProcessHandle.current().pid();
    Path part = target.resolveSibling("." + target.getFileName() + "." + process + ".part");
    Thread cleaner = new Thread(() -> delete(part));
    Runtime.getRuntime().addShutdownHook(cleaner);
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        content.accept(out);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      delete(part);
      forget(cleaner);
    }
  }

  private static void delete(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void forget(Thread cleaner) {
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException e) {
      // The process is ending: the hook is running already.
    }
  }
}
