package org.kilocard.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a command said, run in this process with the catalogue of the project.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
record Spoken(int code, String out, String err) {
  /** Runs a command whose error reports would go to {@code directory}. */
  static Spoken by(Path directory, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Shell shell = new Shell(Path.of(".."), directory, new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(err, false, StandardCharsets.UTF_8), false, false);
    int code = Main.execute(shell, arguments);
    shell.out().flush();
    shell.err().flush();
    return new Spoken(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
