package org.kilocard.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kilocard.html.RunPage;
import org.kilocard.input.InputException;
import org.kilocard.input.Location;
import org.kilocard.input.Mapping;
import org.kilocard.input.Overrides;
import org.kilocard.input.PortableTree;
import org.kilocard.input.YamlDocument;
import org.kilocard.input.YamlText;
import org.kilocard.report.AssumedConstant;
import org.kilocard.report.JsonResult;
import org.kilocard.report.MemoryUse;
import org.kilocard.report.PerfettoTrace;
import org.kilocard.report.Result;
import org.kilocard.report.TextReport;
import org.kilocard.scenario.Fidelity;
import org.kilocard.scenario.Scenario;
import org.kilocard.scenario.ScenarioFile;
import org.kilocard.study.Sensitivity;
import org.kilocard.study.Simulation;
import org.kilocard.unit.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kilocard run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Simulates one step of a training job and reports where the time goes.",
    footer = {"", "The keys of a scenario: 'kilocard show scenario SCENARIO' prints all of them with their values, as a "
        + "file that can be run. 'kilocard show scenario' lists scenarios to start from, e.g. gpt3-175b-h100-10752."})
final class RunCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";
  private static final int CHECK_FAILED = 1;

  private final Shell shell;

  @Parameters(paramLabel = "SCENARIO", description = "A file in scenarios/, by name, or the path of a file.")
  private String scenario = "";

  @Option(names = "--set", paramLabel = "KEY=VALUE",
      description = "Sets a key of the scenario, e.g. parallelism.tensor=8; without a value, unsets it. May be repeated.")
  private List<String> settings = List.of();

  @Option(names = "--json", paramLabel = "FILE",
      description = "Writes the result as JSON; - is standard output.")
  private Optional<String> json = Optional.empty();

  @Option(names = "--trace", paramLabel = "FILE",
      description = "Writes a trace of the step, for ui.perfetto.dev or chrome://tracing.")
  private Optional<String> trace = Optional.empty();

  @Option(names = "--html", paramLabel = "FILE",
      description = "Writes everything as a web page: one file, nothing to fetch.")
  private Optional<String> html = Optional.empty();

  @Option(names = "--strict",
      description = "Ends with 1 if the job does not fit into the memory of its cards.")
  private boolean strict;

  @Option(names = "--sensitivity",
      description = "Names the assumed constants that the step hangs on most, by a tenth more and less of each.")
  private boolean sensitivity;

  RunCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Mapping document = ScenarioFile.resolved(
        YamlDocument.parse(shell.catalogue().resolve(ScenarioFile.FOLDER, scenario)), shell.catalogue(),
        Overrides.parse(settings));
    Scenario read = ScenarioFile.read(document, shell.catalogue());
    boolean toOutput = json.filter(STANDARD_OUTPUT::equals).isPresent();
    Optional<OutputFile> jsonFile =
        json.filter(name -> !toOutput).map(name -> shell.output("--json", name));
    Optional<OutputFile> traceFile = trace.map(name -> shell.output("--trace", name));
    Optional<OutputFile> htmlFile = html.map(name -> shell.output("--html", name));
    OutputFile.requireDifferent(List.of(jsonFile, traceFile, htmlFile));
    if (trace.isPresent() && read.fidelity() == Fidelity.ANALYTIC) {
      throw InputException.at(Location.of("--trace " + trace.get()),
          "analytic fidelity has no trace: only a simulation knows what happens when. Set fidelity=flow");
    }
    Simulation.Outcome outcome = StepRun.of(read, shell);
    Result result = outcome.result();
    List<AssumedConstant> assumed = sensitivity ? Sensitivity.of(read) : List.of();
    jsonFile.ifPresent(file -> file.write(out -> JsonResult.write(result, assumed, out)));
    traceFile.ifPresent(file ->
        outcome.timeline().ifPresent(timeline -> file.write(out -> PerfettoTrace.write(timeline, out))));
    htmlFile.ifPresent(file -> file.write(RunPage.of(
        read, YamlText.of(PortableTree.of(document)), result, outcome.timeline())));
    if (toOutput) {
      JsonResult.write(result, assumed, shell.out());
    } else {
      shell.out().print(TextReport.of(result, assumed, shell.colour()));
    }
    Optional<MemoryUse> tooMuch = result.memory().filter(memory -> strict && !memory.fits());
    tooMuch.ifPresent(memory -> shell.err().println(
        "--strict: a card needs " + Bytes.format(memory.bytesPerCard()) + " and has "
            + Bytes.format(memory.capacityBytes()) + ". What would help: " + memory.advice() + "."));
    return tooMuch.isPresent() ? CHECK_FAILED : 0;
  }
}
