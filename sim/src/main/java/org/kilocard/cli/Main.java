package org.kilocard.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Entry point of the command line. */
@Command(
    name = "kilocard",
    description = "Simulates the interconnect of AI training clusters.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
public final class Main implements Runnable {

  private Main() {}

  /** Runs the command named by {@code arguments} and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  /** Without a command: shows the help. */
  @Override
  public void run() {
    CommandLine.usage(this, System.out);
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
