package org.kilocard.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kilocard.chart.BreakdownChart;
import org.kilocard.html.ComparePage;
import org.kilocard.input.InputException;
import org.kilocard.input.Overrides;
import org.kilocard.report.CompareJson;
import org.kilocard.report.CompareText;
import org.kilocard.report.Comparison;
import org.kilocard.scenario.ScenarioFile;
import org.kilocard.study.Variation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kilocard compare}. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Simulates scenarios side by side and says what differs, and why.")
final class CompareCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  private final Shell shell;

  @Parameters(index = "0", paramLabel = "BASE",
      description = "What the others are compared with: a file in scenarios/, by name, or a path.")
  private String base = "";

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "OTHER", description = "Other scenarios.")
  private List<String> others = List.of();

  @Option(names = "--vary", paramLabel = "KEY=VALUE,…",
      description = "Instead of others: the base with a key set to each of some values, e.g. "
          + "parallelism.tensor=2,4,8 or communication.units=8..32 (doubling). May be repeated: a grid.")
  private List<String> variations = List.of();

  @Option(names = "--set", paramLabel = "KEY=VALUE",
      description = "Sets a key of all scenarios. May be repeated.")
  private List<String> settings = List.of();

  @Option(names = "--json", paramLabel = "FILE",
      description = "Writes everything as JSON; - is standard output.")
  private Optional<String> json = Optional.empty();

  @Option(names = "--png", paramLabel = "FILE", description = "Draws the breakdowns as stacked bars.")
  private Optional<String> png = Optional.empty();

  @Option(names = "--html", paramLabel = "FILE",
      description = "Writes everything as a web page: one file, nothing to fetch.")
  private Optional<String> html = Optional.empty();

  CompareCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (others.isEmpty() == variations.isEmpty()) {
      throw InputException.of(others.isEmpty()
          ? "there is nothing to compare '" + base + "' with"
          : "other scenarios and --vary do not go together")
          .withHint("Name other scenarios, or vary a key of the base: --vary parallelism.tensor=4,8");
    }
    List<Variation> grid = variations.stream().map(Variation::parse).toList();
    Overrides overrides = Overrides.parse(settings);
    // Before the study reads them, so that an output which is one of them is refused before the simulations.
    shell.catalogue().resolve(ScenarioFile.FOLDER, base);
    others.forEach(other -> shell.catalogue().resolve(ScenarioFile.FOLDER, other));
    boolean toOutput = json.filter(STANDARD_OUTPUT::equals).isPresent();
    Optional<OutputFile> jsonFile = json.filter(name -> !toOutput).map(name -> shell.output("--json", name));
    Optional<OutputFile> picture = png.map(name -> shell.output("--png", name));
    Optional<OutputFile> htmlFile = html.map(name -> shell.output("--html", name));
    OutputFile.requireDifferent(List.of(jsonFile, picture, htmlFile));
    Comparison comparison = CompareRun.of(base, others, grid, overrides, shell);
    jsonFile.ifPresent(file -> file.write(out -> CompareJson.write(comparison, out)));
    picture.ifPresent(file -> file.write(out -> BreakdownChart.writePng(comparison, out)));
    htmlFile.ifPresent(file -> file.write(ComparePage.of(comparison)));
    if (toOutput) {
      CompareJson.write(comparison, shell.out());
    } else {
      shell.out().print(CompareText.of(comparison, shell.colour()));
    }
    return 0;
  }
}
