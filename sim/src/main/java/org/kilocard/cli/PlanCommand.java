package org.kilocard.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.kilocard.chart.CapacityChart;
import org.kilocard.html.PlanPage;
import org.kilocard.report.PlanJson;
import org.kilocard.report.PlanOption;
import org.kilocard.report.PlanPoint;
import org.kilocard.report.PlanReport;
import org.kilocard.report.PlanText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kilocard plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {"Proposes layouts: for a number of cards, or the cards that a deadline or a budget asks for.",
        "Ends with 1 if no layout fits or no number of cards meets the goal."})
final class PlanCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";
  private static final int NO_PLAN = 1;

  private final Shell shell;

  @Mixin
  private final PlanOptions options = new PlanOptions();

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the plan as JSON; - is standard output.")
  private Optional<String> json = Optional.empty();

  @Option(names = "--png", paramLabel = "FILE", description = "Draws days over cards.")
  private Optional<String> png = Optional.empty();

  @Option(names = "--html", paramLabel = "FILE",
      description = "Writes the plan as a web page: one file, nothing to fetch.")
  private Optional<String> html = Optional.empty();

  @Option(names = "--out", paramLabel = "DIR",
      description = "Writes every proposal as a scenario, ready to run, into this folder.")
  private Optional<String> out = Optional.empty();

  PlanCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    PlanReader.Asked asked = new PlanReader(shell.catalogue(), options).read();
    boolean toOutput = json.filter(STANDARD_OUTPUT::equals).isPresent();
    Optional<OutputFile> jsonFile = json.filter(name -> !toOutput).map(name -> shell.output("--json", name));
    Optional<OutputFile> picture = png.map(name -> shell.output("--png", name));
    Optional<OutputFile> htmlFile = html.map(name -> shell.output("--html", name));
    OutputFile.requireDifferent(List.of(jsonFile, picture, htmlFile));
    Optional<ProposalFiles> files = out.map(folder -> new ProposalFiles(folder, asked.document(), shell));
    PlanReport plan = PlanRun.of(asked.question(), shell);
    jsonFile.ifPresent(file -> file.write(stream -> PlanJson.write(plan, stream)));
    picture.ifPresent(file -> file.write(stream -> CapacityChart.writePng(plan, stream)));
    htmlFile.ifPresent(file -> file.write(PlanPage.of(plan)));
    List<String> written = files.map(f -> f.write(plan)).orElse(List.of());
    if (toOutput) {
      PlanJson.write(plan, shell.out());
    } else {
      shell.out().print(PlanText.of(plan, shell.colour()));
      hints(plan, written);
    }
    if (plan.chosen().isEmpty()) {
      shell.err().println("no plan: " + plan.verdict());
      return NO_PLAN;
    }
    return 0;
  }

  private void hints(PlanReport plan, List<String> written) {
    if (!written.isEmpty()) {
      shell.out().println("\nWritten, to be run as they are:");
      written.forEach(file -> shell.out().println("  kilocard run " + file));
    } else if (options.scenario.isPresent() && plan.chosen().isPresent()) {
      shell.out().println("\nTo run them:");
      List<PlanOption> proposals = plan.chosen().map(PlanPoint::options).orElse(List.of());
      proposals.forEach(option -> shell.out().println("  kilocard run " + options.scenario.get() + also()
          + line(option.settings())));
    } else if (plan.chosen().isPresent()) {
      shell.out().println("\nWith --out DIR they are written as scenarios, ready to run.");
    }
  }

  /** Settings of the question that the scenario needs too. */
  private String also() {
    return FixedLayout.of(options.settings).others().stream()
        .map(setting -> " --set " + quoted(setting)).collect(Collectors.joining());
  }

  private static String line(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(entry -> " --set " + quoted(entry.getKey() + "=" + entry.getValue()))
        .collect(Collectors.joining());
  }

  /** As a word of a shell. */
  private static String quoted(String setting) {
    return setting.matches("[A-Za-z0-9._=+/-]+") ? setting : "'" + setting.replace("'", "'\\''") + "'";
  }

}
