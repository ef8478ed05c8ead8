package org.kilocard.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.kilocard.chart.AccuracyChart;
import org.kilocard.fit.KernelFamily;
import org.kilocard.input.InputException;
import org.kilocard.input.Location;
import org.kilocard.report.Accuracy;
import org.kilocard.report.AccuracyJson;
import org.kilocard.report.AccuracyText;
import org.kilocard.report.FamilyAccuracy;
import org.kilocard.validation.Family;
import org.kilocard.validation.FamilyFile;
import org.kilocard.validation.MeasuredKernels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kilocard validate}. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Predicts measured runs, after fitting named constants on the smallest of each family.")
final class ValidateCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";
  private static final int CHECK_FAILED = 1;

  private final Shell shell;

  @Parameters(paramLabel = "FAMILY", arity = "0..*",
      description = "Files in scenarios/validation/ and its folders, by name, or paths of files."
          + " Default: all runs.")
  private List<String> names = List.of();

  @Option(names = "--zero-shot", description = "Fits nothing: predicts all rows from tables of kernels and links.")
  private boolean zeroShot;

  @Option(names = "--kernels",
      description = "The tables of measured kernels in scenarios/validation/kernels/ instead of runs.")
  private boolean kernels;

  @Option(names = "--collectives",
      description = "The measured collectives in scenarios/validation/collectives/ instead of runs.")
  private boolean collectives;

  @Option(names = "--json", paramLabel = "FILE",
      description = "Writes the rows and the summary as JSON; - is standard output.")
  private Optional<String> json = Optional.empty();

  @Option(names = "--png", paramLabel = "FILE", description = "Draws predicted over measured.")
  private Optional<String> png = Optional.empty();

  @Option(names = "--max-error", paramLabel = "PERCENT",
      description = "Ends with 1 if a prediction of a time is off by more.")
  private Optional<Double> maxError = Optional.empty();

  ValidateCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    maxError.filter(percent -> !(percent >= 0)).ifPresent(percent -> {
      throw InputException.at(Location.of("--max-error " + percent), "must be a number of percent from 0 on");
    });
    List<KernelFamily> measured = measuredKernels();
    List<Family> families = families();
    boolean toOutput = json.filter(STANDARD_OUTPUT::equals).isPresent();
    Optional<OutputFile> file = json.filter(name -> !toOutput).map(name -> shell.output("--json", name));
    Optional<OutputFile> picture = png.map(name -> shell.output("--png", name));
    OutputFile.requireDifferent(List.of(file, picture));
    Accuracy runs = families.isEmpty()
        ? new Accuracy(List.of(), false)
        : ValidationRun.of(families, !zeroShot, shell);
    List<FamilyAccuracy> all = new ArrayList<>(runs.families());
    measured.forEach(family -> all.add(MeasuredKernels.accuracy(family)));
    Accuracy accuracy = new Accuracy(all, runs.calibrated());
    file.ifPresent(f -> f.write(out -> AccuracyJson.write(accuracy, out)));
    picture.ifPresent(p -> p.write(out -> AccuracyChart.writePng(accuracy, out)));
    if (toOutput) {
      AccuracyJson.write(accuracy, shell.out());
    } else {
      if (!families.isEmpty()) {
        shell.out().print(AccuracyText.of(runs, shell.colour()));
      }
      if (!measured.isEmpty()) {
        KernelsText.errors(measured).forEach(shell.out()::println);
      }
    }
    return isWithin(accuracy) ? 0 : CHECK_FAILED;
  }

  /** Those asked for by name, and all with {@code --kernels}. */
  private List<KernelFamily> measuredKernels() {
    List<KernelFamily> found = new ArrayList<>(kernels ? MeasuredKernels.all(shell.catalogue()) : List.of());
    names.forEach(name -> MeasuredKernels.find(shell.catalogue(), name).ifPresent(found::add));
    return found;
  }

  private List<Family> families() {
    List<String> asked = new ArrayList<>(names.stream()
        .filter(name -> MeasuredKernels.find(shell.catalogue(), name).isEmpty()).toList());
    if (collectives) {
      asked.addAll(catalogued(FamilyFile.COLLECTIVES_FOLDER));
    } else if (names.isEmpty() && !kernels) {
      asked.addAll(catalogued(FamilyFile.FOLDER));
    }
    List<Family> families = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String name : asked) {
      Family family = FamilyFile.load(shell.catalogue(), name);
      if (!seen.add(family.name())) {
        throw InputException.of("'" + name + "': there is another family called '" + family.name() + "'");
      }
      families.add(family);
    }
    return families;
  }

  private List<String> catalogued(String folder) {
    List<String> found = shell.catalogue().names(folder);
    if (found.isEmpty()) {
      throw InputException.of("there is no family in " + folder);
    }
    return found;
  }

  private boolean isWithin(Accuracy accuracy) {
    double worst = 100 * accuracy.summary().worst();
    if (maxError.isEmpty() || worst <= maxError.get()) {
      return true;
    }
    shell.err().println(String.format(Locale.ROOT,
        "--max-error %s: the worst prediction is off by %.1f %%.", maxError.get(), worst));
    return false;
  }
}
