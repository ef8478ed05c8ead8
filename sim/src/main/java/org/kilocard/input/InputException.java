package org.kilocard.input;

import java.util.Optional;

/**
 * Something that the user wrote cannot be used. The message says where, which key, what is wrong and, if
 * known, what would be right:
 *
 * <pre>scenarios/x.yaml:12:3: parallelism.pipelin: unknown key. Did you mean 'pipeline'?</pre>
 *
 * <p>A long hint goes on a second line. Control characters that the user's text may hold are printed as
 * spaces.
 */
public final class InputException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int ONE_LINE = 90;

  private final transient Optional<Location> location;
  private final String path;
  private final String problem;
  private final transient Optional<String> hint;

  private InputException(Optional<Location> location, String path, String problem, Optional<String> hint) {
    super(message(location, path, problem, hint));
    this.location = location;
    this.path = path;
    this.problem = problem;
    this.hint = hint;
  }

  /** A problem that has no place in a document. */
  public static InputException of(String problem) {
    return new InputException(Optional.empty(), "", problem, Optional.empty());
  }

  /** A problem of a document as a whole, or of its syntax. */
  public static InputException at(Location location, String problem) {
    return at(location, KeyPath.ROOT, problem);
  }

  /** A problem of the value, or of the key, at {@code path}. */
  public static InputException at(Location location, KeyPath path, String problem) {
    return new InputException(Optional.of(location), path.toString(), problem, Optional.empty());
  }

  /** The same problem with one or more whole sentences that say what would be right. */
  public InputException withHint(String hint) {
    return new InputException(location, path, problem, Optional.of(hint));
  }

  /** Where it was written; empty if it was not. */
  public Optional<Location> location() {
    return location;
  }

  /**
   * The key path, such as {@code parallelism.pipeline} or {@code tiers[1].rate}; empty if no key is
   * concerned.
   */
  public String path() {
    return path;
  }

  /** What is wrong, without a full stop. */
  public String problem() {
    return problem;
  }

  /** What would be right, as whole sentences. */
  public Optional<String> hint() {
    return hint;
  }

  private static String message(
      Optional<Location> location, String path, String problem, Optional<String> hint) {
    StringBuilder text = new StringBuilder();
    location.ifPresent(where -> text.append(where).append(": "));
    if (!path.isEmpty()) {
      text.append(path).append(": ");
    }
    String first = printable(text.append(problem).toString());
    if (hint.isEmpty()) {
      return first;
    }
    // The place does not count: the same problem looks the same wherever the file lies.
    boolean fits = problem.length() + hint.get().length() <= ONE_LINE;
    String stop = problem.endsWith("?") || problem.endsWith(".") ? "" : ".";
    return first + stop + (fits ? " " : "\n  ") + printable(hint.get());
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
