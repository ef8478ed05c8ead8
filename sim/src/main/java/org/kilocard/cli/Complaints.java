package org.kilocard.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kilocard.input.DidYouMean;
import org.kilocard.input.InputException;
import org.kilocard.unit.TooLongException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one or two lines on standard error and an exit code. */
final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {
  static final int BAD_INPUT = 2;
  static final int INTERNAL = 3;

  private final Shell shell;
  private final List<String> arguments;

  Complaints(Shell shell, String... arguments) {
    this.shell = shell;
    this.arguments = List.of(arguments);
  }

  /** A command line that does not parse. */
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("bad arguments");
    String hint = "Try '" + name + " --help'.";
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().get(0);
      boolean option = word.startsWith("-") && word.length() > 1;
      boolean commands = !option && !command.getSubcommands().isEmpty();
      problem = (option ? "unknown option '" : commands ? "unknown command '" : "unexpected argument '")
          + word + "'";
      hint = closest(option ? word.replaceFirst("=.*", "") : word, command)
          .map(near -> "Did you mean '" + near + "'?").orElse(hint);
    }
    String stop = problem.endsWith("?") ? " " : ". ";
    shell.err().println(printable(name + ": " + problem + stop + hint));
    return BAD_INPUT;
  }

  private static Optional<String> closest(String word, CommandLine command) {
    List<String> words = new ArrayList<>(command.getCommandSpec().optionsMap().keySet());
    words.addAll(command.getSubcommands().keySet());
    words.removeIf(w -> w.startsWith("-") != word.startsWith("-"));
    return DidYouMean.closest(word, words);
  }

  /** A command that failed. */
  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
    if (e instanceof InputException) {
      shell.err().println(e.getMessage());
      return BAD_INPUT;
    }
    if (e instanceof TooLongException) {
      shell.err().println(e.getMessage() + ". Is a rate or a size out of scale?");
      return BAD_INPUT;
    }
    return internal(e);
  }

  /** A fault of the simulator itself. */
  int internal(Throwable fault) {
    String what = fault instanceof OutOfMemoryError
        ? "out of memory; give it more with KILOCARD_JAVA_OPTS=-Xmx…, or simulate a smaller job"
        : "internal error: " + printable(fault.toString().lines().findFirst().orElse(""));
    String where = ErrorReport.write(shell, arguments, fault)
        .map(file -> ". A report to send to the developers is in " + file).orElse("");
    shell.err().println("kilocard: " + what + where);
    return INTERNAL;
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
