package org.kilocard.input;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Makes a tree of values that means the same in a file in any folder. */
public final class PortableTree {
  private PortableTree() {}

  /** A copy of {@code tree} in which paths to files are absolute and keys without a value are left out. */
  public static Mapping of(Mapping tree) {
    Mapping copy = Mapping.empty(tree.location(), tree.path());
    for (String key : tree.keys()) {
      Optional<Node> value = Optional.of(tree.value(key)).filter(node -> !node.isEmpty());
      if (value.isPresent()) {
        copy = copy.with(key, portable(value.get()));
      }
    }
    return copy;
  }

  private static Node portable(Node node) {
    if (node instanceof Mapping mapping) {
      return of(mapping);
    }
    if (node instanceof Listing listing) {
      return new Listing(
          listing.items().stream().map(PortableTree::portable).toList(), listing.location(), listing.path());
    }
    Scalar scalar = node.asScalar();
    return new Scalar(absolute(scalar), scalar.quoted(), scalar.location(), scalar.path());
  }

  /** A text with a slash may be a path or a rate: it is a path if there is such a file. */
  private static String absolute(Scalar scalar) {
    if (Catalogue.isPath(scalar.text())) {
      try {
        Path written = Path.of(scalar.text());
        Path beside = scalar.location().line() == 0
            ? written
            : Path.of(scalar.location().file()).resolveSibling(written);
        for (Path candidate : new Path[] {beside, written}) {
          if (Files.isRegularFile(candidate)) {
            return candidate.toAbsolutePath().normalize().toString();
          }
        }
      } catch (InvalidPathException e) {
        return scalar.text();
      }
    }
    return scalar.text();
  }
}
