package org.kilocard.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import org.kilocard.input.Catalogue;

/**
 * What a command runs in.
 *
 * @param home where the catalogue lies
 * @param directory where the report of an internal error goes
 * @param out for results
 * @param err for complaints and progress
 * @param colour whether {@code out} understands ANSI escape codes
 * @param interactive whether somebody watches {@code err}
 * @param piped whether {@code out} is a pipe, which its reader may close before the end
 * @param inputs what the command has found in the catalogue so far
 */
record Shell(
    Path home, Path directory, PrintStream out, PrintStream err, boolean colour, boolean interactive,
    boolean piped, InputFiles inputs) {
  /** A shell in which nothing was read yet. */
  Shell(
      Path home, Path directory, PrintStream out, PrintStream err, boolean colour, boolean interactive, boolean piped) {
    this(home, directory, out, err, colour, interactive, piped, new InputFiles());
  }

  /** A shell whose output is no pipe. */
  Shell(Path home, Path directory, PrintStream out, PrintStream err, boolean colour, boolean interactive) {
    this(home, directory, out, err, colour, interactive, false);
  }

  /** The shell that the process was started from. */
  static Shell ofProcess() {
    // The launcher says which of 1 (out) and 2 (err) are terminals and whether out is a pipe: Java cannot.
    String terminals = System.getProperty("kilocard.terminals", "");
    return new Shell(
        Path.of(System.getProperty("kilocard.home", "")),
        Path.of(""),
        System.out,
        System.err,
        terminals.contains("1") && System.getenv("NO_COLOR") == null,
        terminals.contains("2"),
        Boolean.getBoolean("kilocard.piped"));
  }

  /** The catalogue; what is found in it is an input. */
  Catalogue catalogue() {
    return new Catalogue(home).telling(inputs::add);
  }

  /** The file that an option names for output; refused if it is an input, found so far or before it is written. */
  OutputFile output(String option, String name) {
    return OutputFile.of(option, name, inputs);
  }
}
