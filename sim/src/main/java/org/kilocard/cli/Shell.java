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
 */
record Shell(
    Path home, Path directory, PrintStream out, PrintStream err, boolean colour, boolean interactive) {
  /** The shell that the process was started from. */
  static Shell ofProcess() {
    // The launcher says which of 1 (out) and 2 (err) are terminals: Java cannot tell them apart.
    String terminals = System.getProperty("kilocard.terminals", "");
    return new Shell(
        Path.of(System.getProperty("kilocard.home", "")),
        Path.of(""),
        System.out,
        System.err,
        terminals.contains("1") && System.getenv("NO_COLOR") == null,
        terminals.contains("2"));
  }

  Catalogue catalogue() {
    return new Catalogue(home);
  }
}
