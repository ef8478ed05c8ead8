package org.kilocard.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.kilocard.input.InputException;
import org.kilocard.scenario.ScenarioFile;

/** What a developer needs to see an internal error happen: the arguments, the scenario, the stack trace. */
final class ErrorReport {
  private static final int MOST_FILES = 1000;

  private ErrorReport() {}

  /** Writes a new file into the shell's directory; empty if that is not possible. */
  static Optional<Path> write(Shell shell, List<String> arguments, Throwable fault) {
    String text = text(shell, arguments, fault);
    for (int n = 1; n <= MOST_FILES; n++) {
      Path file = shell.directory().resolve("kilocard-error-" + n + ".txt");
      try {
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return Optional.of(file);
      } catch (FileAlreadyExistsException e) {
        // An earlier error's; the next number may be free.
      } catch (IOException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static String text(Shell shell, List<String> arguments, Throwable fault) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    out.println(new Main.Version().getVersion()[0] + " on Java " + System.getProperty("java.version"));
    out.println("arguments: " + String.join(" ", arguments));
    out.println();
    fault.printStackTrace(out);
    for (String argument : arguments) {
      scenario(shell, argument).ifPresent(file -> {
        out.println();
        out.println("--- " + argument);
        out.print(file);
      });
    }
    out.flush();
    return text.toString();
  }

  private static Optional<String> scenario(Shell shell, String argument) {
    try {
      return Optional.of(Files.readString(shell.catalogue().resolve(ScenarioFile.FOLDER, argument)));
    } catch (InputException | IOException e) {
      return Optional.empty(); // not the argument that names the scenario
    }
  }
}
