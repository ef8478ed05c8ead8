package org.kilocard.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kilocard.chart.BusBandwidthChart;
import org.kilocard.report.CollectiveJson;
import org.kilocard.report.CollectiveTable;
import org.kilocard.report.CollectiveText;
import org.kilocard.study.CollectiveQuestion;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kilocard collective}. */
@Command(
    name = "collective",
    mixinStandardHelpOptions = true,
    customSynopsis = "kilocard collective --topology=NAME... --op=OP [OPTION]...",
    sortOptions = false,
    versionProvider = Main.Version.class,
    description = "Times a collective over sizes, as nccl-tests does, beside the physical bound.")
final class CollectiveCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  private final Shell shell;

  @Mixin
  private final CollectiveOptions options = new CollectiveOptions();

  @ArgGroup(validate = false, order = 4, heading = "%nWhat is printed and written:%n")
  private Output output = new Output();

  /** Where the answer goes. */
  static final class Output {
    @Option(names = "--explain", description = "Says for each size what the planner considered.")
    boolean explain;

    @Option(names = "--json", paramLabel = "FILE",
        description = "Writes the rows as JSON; - is standard output.")
    Optional<String> json = Optional.empty();

    @Option(names = "--png", paramLabel = "FILE",
        description = "Draws bus bandwidth over size, all topologies together.")
    Optional<String> png = Optional.empty();
  }

  CollectiveCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    List<CollectiveQuestion> questions = new CollectiveReader(shell.catalogue(), options).read();
    boolean toOutput = output.json.filter(STANDARD_OUTPUT::equals).isPresent();
    Optional<OutputFile> file = output.json.filter(name -> !toOutput).map(name -> shell.output("--json", name));
    Optional<OutputFile> picture = output.png.map(name -> shell.output("--png", name));
    OutputFile.requireDifferent(List.of(file, picture));
    List<CollectiveTable> tables = CollectiveRun.of(questions, shell);
    file.ifPresent(f -> f.write(out -> CollectiveJson.write(tables, out)));
    picture.ifPresent(p -> p.write(out -> BusBandwidthChart.writePng(tables, out)));
    if (toOutput) {
      CollectiveJson.write(tables, shell.out());
      return 0;
    }
    for (int i = 0; i < tables.size(); i++) {
      shell.out().print((i > 0 ? "\n" : "") + CollectiveText.of(tables.get(i), shell.colour(), output.explain));
    }
    return 0;
  }
}
