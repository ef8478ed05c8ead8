package org.kilocard.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds data files, by name or by path.
 *
 * <p>A bare name such as {@code h800-nvl8-ib} stands for {@code FOLDER/h800-nvl8-ib.yaml} under the root of
 * the catalogue. What holds a {@code /} or ends in {@code .yaml}, {@code .yml} or {@code .json} is a path:
 * relative to the file in which it is written, and if that leads nowhere, to the working directory. A name
 * cannot leave its folder; a path may lead anywhere.
 */
public final class Catalogue {

  private static final String SUFFIX = ".yaml";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");
  private static final List<String> HERE_OR_ABOVE = List.of(".", "..");
  private static final int FEW = 15;

  private final Path root;
  private final Consumer<Path> found;

  /** The catalogue whose folders lie in {@code root}. */
  public Catalogue(Path root) {
    this(root, file -> { });
  }

  private Catalogue(Path root, Consumer<Path> found) {
    this.root = root;
    this.found = found;
  }

  /** The same catalogue, which tells {@code listener} every file that it finds. */
  public Catalogue telling(Consumer<Path> listener) {
    return new Catalogue(root, listener);
  }

  /**
   * The file that the user of the command line means.
   *
   * @param folder where names are looked up, such as {@code topologies} or {@code scenarios/models}
   */
  public Path resolve(String folder, String nameOrPath) {
    return resolve(folder, nameOrPath, Path.of(""));
  }

  /** The file that {@code nameOrPath} means where it is written in the file {@code referrer}. */
  public Path resolve(String folder, String nameOrPath, Path referrer) {
    Path file = isPath(nameOrPath) ? byPath(folder, nameOrPath, referrer) : byName(folder, nameOrPath);
    found.accept(file);
    return file;
  }

  /** As {@link #resolve(String, String, Path)}; complaints point at {@code reference}. */
  public Path resolve(String folder, Scalar reference, Path referrer) {
    try {
      return resolve(folder, reference.text(), referrer);
    } catch (InputException e) {
      InputException located = reference.fail(e.problem());
      throw e.hint().map(located::withHint).orElse(located);
    }
  }

  /** The names in {@code folder}, sorted; none if there is no such folder. */
  public List<String> names(String folder) {
    Path directory = root.resolve(folder);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw InputException.at(Location.of(directory.toString()), "cannot be listed: " + e.getMessage());
    }
  }

  static boolean isPath(String text) {
    return text.contains("/") || text.endsWith(SUFFIX) || text.endsWith(".yml") || text.endsWith(".json");
  }

  private Path byName(String folder, String name) {
    if (HERE_OR_ABOVE.contains(name)) {
      requireNoFolder(path(name), name);
    }
    if (!NAME.matcher(name).matches()) {
      throw InputException.of("'" + name + "' is neither a name nor a path")
          .withHint("A name has letters, digits and . _ - only; a path holds a '/'.");
    }
    Path file = root.resolve(folder).resolve(name + SUFFIX);
    if (Files.isRegularFile(file)) {
      return file;
    }
    List<String> names = names(folder);
    throw InputException.of("there is no '" + name + "' in " + folder)
        .withHint(suggestion(name, names).orElseGet(() -> "Known: "
            + (names.isEmpty() ? "none" : String.join(", ", names.subList(0, Math.min(FEW, names.size()))))
            + (names.size() > FEW ? " and " + (names.size() - FEW) + " more" : "")));
  }

  private Path byPath(String folder, String text, Path referrer) {
    Path written = path(text);
    Path beside = referrer.resolveSibling(written);
    for (Path candidate : List.of(beside, written)) {
      if (Files.exists(candidate)) {
        requireNoFolder(candidate, text);
        return candidate.normalize();
      }
    }
    String looked = beside.equals(written) ? "" : " (nor " + beside.normalize() + ")";
    InputException missing = InputException.of("there is no file " + text + looked);
    String name = String.valueOf(written.getFileName()).replaceFirst("\\.[a-z]+$", "");
    throw suggestion(name, names(folder)).map(missing::withHint).orElse(missing);
  }

  private static void requireNoFolder(Path path, String text) {
    if (Files.isDirectory(path)) {
      throw InputException.of("'" + text + "' is a directory, not a file");
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw InputException.of("'" + text + "' is not a path");
    }
  }

  private static Optional<String> suggestion(String name, List<String> names) {
    return DidYouMean.closest(name, names).map(near -> "Did you mean '" + near + "'?");
  }
}
