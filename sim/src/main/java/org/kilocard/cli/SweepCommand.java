package org.kilocard.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kilocard.input.Overrides;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kilocard sweep}. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Simulates all points of a chart file and draws them. What is known already is not "
        + "simulated again: a sweep that was stopped goes on where it stopped.")
final class SweepCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "CHART", description = "A file in charts/, by name, or the path of a file.")
  private String chart = "";

  @Option(names = "--set", paramLabel = "KEY=VALUE",
      description = "Sets a key of all scenarios of the chart. May be repeated.")
  private List<String> settings = List.of();

  @Option(names = "--out", paramLabel = "DIR",
      description = "Where NAME.jsonl (results as they come), NAME.csv and NAME.png go; "
          + "default: out/ beside the chart file.")
  private Optional<String> directory = Optional.empty();

  @Option(names = "--png", paramLabel = "FILE", description = "Where the picture goes instead.")
  private Optional<String> png = Optional.empty();

  @Option(names = "--csv", paramLabel = "FILE", description = "Where the table goes instead.")
  private Optional<String> csv = Optional.empty();

  @Option(names = "--html", paramLabel = "FILE",
      description = "Writes picture and table as a web page: one file, nothing to fetch.")
  private Optional<String> html = Optional.empty();

  SweepCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    SweepRun run = new SweepRun(shell, chart, Overrides.parse(settings));
    run.into(directory, csv, png, html).forEach(shell.out()::println);
    return 0;
  }
}
