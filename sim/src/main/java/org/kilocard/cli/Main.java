package org.kilocard.cli;

import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Entry point of the command line. */
@Command(
    name = "kilocard",
    description = "Simulates the interconnect of AI training clusters.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a check failed",
      "2:bad input",
      "3:internal error; a report is written to the working directory"
    })
public final class Main implements Runnable {
  private final Shell shell;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  private Main(Shell shell) {
    this.shell = shell;
  }

  /** Runs the command named by {@code arguments} and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(execute(Shell.ofProcess(), arguments));
  }

  /** Runs the command named by {@code arguments} and returns its exit code. */
  static int execute(Shell shell, String... arguments) {
    CommandLine commands = new CommandLine(new Main(shell))
        .addSubcommand(new RunCommand(shell))
        .addSubcommand(new CompareCommand(shell))
        .addSubcommand(new SweepCommand(shell))
        .addSubcommand(new PlanCommand(shell))
        .addSubcommand(new CollectiveCommand(shell))
        .addSubcommand(new ValidateCommand(shell))
        .addSubcommand(new CalibrateCommand(shell))
        .addSubcommand(new BenchCommand(shell))
        .addSubcommand(new ShowCommand(shell));
    Complaints complaints = new Complaints(shell, arguments);
    commands
        .setExpandAtFiles(false)
        .setOut(new PrintWriter(shell.out(), true))
        .setErr(new PrintWriter(shell.err(), true))
        .setParameterExceptionHandler(complaints)
        .setExecutionExceptionHandler(complaints);
    int code;
    try {
      code = commands.execute(arguments);
    } catch (Error e) {
      // picocli hands on exceptions only; memory and stack run out with an Error.
      code = complaints.internal(e);
    }
    // PrintStream keeps silent about a full disk. Who closes a pipe early, as head does, wants no more.
    if (shell.out().checkError() && !shell.piped() && code == CommandLine.ExitCode.OK) {
      shell.err().println("standard output cannot be written");
      return Complaints.BAD_INPUT;
    }
    return code;
  }

  /** Without a command: shows the help. */
  @Override
  public void run() {
    spec.commandLine().usage(shell.out());
  }

  /** The version of the jar that runs, as its manifest states it. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      Optional<String> version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion());
      return new String[] {"kilocard " + version.orElse("(unpackaged)")};
    }
  }
}
