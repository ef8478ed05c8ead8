package org.kilocard.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.kilocard.hardware.AcceleratorFile;
import org.kilocard.hardware.StackFile;
import org.kilocard.input.Catalogue;
import org.kilocard.input.DidYouMean;
import org.kilocard.input.InputException;
import org.kilocard.input.Overrides;
import org.kilocard.input.Spelled;
import org.kilocard.model.ModelFile;
import org.kilocard.model.ModelSpec;
import org.kilocard.scenario.Scenario;
import org.kilocard.scenario.ScenarioFile;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.TopologyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code kilocard show}: what a file was understood to say; without a name, which files there are. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Shows what the simulator understood.")
final class ShowCommand implements Callable<Integer> {
  /** What can be shown. */
  enum Kind {
    TOPOLOGY(TopologyFile.FOLDER),
    HARDWARE(AcceleratorFile.FOLDER),
    STACK(StackFile.FOLDER),
    MODEL(ModelFile.FOLDER),
    SCENARIO(ScenarioFile.FOLDER),
    SCHEDULE(ScenarioFile.FOLDER),
    CLASSES(ScenarioFile.FOLDER),
    MEMORY(ScenarioFile.FOLDER);

    private static final List<Kind> OF_SCENARIO = List.of(SCENARIO, SCHEDULE, CLASSES, MEMORY);

    private final String folder;

    Kind(String folder) {
      this.folder = folder;
    }

    /** As typed. */
    @Override
    public String toString() {
      return Spelled.of(this);
    }
  }

  /** Reads a kind. */
  static final class KindReader implements ITypeConverter<Kind> {
    @Override
    public Kind convert(String word) {
      List<String> words = Arrays.stream(Kind.values()).map(Kind::toString).toList();
      for (Kind kind : Kind.values()) {
        if (kind.toString().equals(word)) {
          return kind;
        }
      }
      throw new TypeConversionException("'" + word + "' cannot be shown"
          + DidYouMean.closest(word, words).map(near -> ", did you mean '" + near + "'?").orElse(""));
    }
  }

  private final Shell shell;

  @Parameters(index = "0", paramLabel = "KIND", converter = KindReader.class,
      description = "topology, hardware, stack, model; scenario: all its keys with their values, as a file that can be "
          + "run; schedule: the pipeline of a scenario, simulated and drawn; classes: the cards, groups and links of a "
          + "scenario that behave alike, and why the others do not; memory: what a card of each pipeline rank holds, "
          + "and what would fit.")
  private Kind kind = Kind.SCENARIO;

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME",
      description = "A name in the catalogue, or the path of a file. Without it, all names are listed.")
  private Optional<String> name = Optional.empty();

  @Option(names = "--set", paramLabel = "KEY=VALUE",
      description = "Sets a key of a scenario. May be repeated.")
  private List<String> settings = List.of();

  @Option(names = "--all", description = "Tells for every class why it is one, not only for some.")
  private boolean all;

  @Option(names = "--png", paramLabel = "FILE",
      description = "Draws the schedule, the topology or the memory to a PNG file."
          + " Without it, a schedule is drawn with letters.")
  private Optional<String> png = Optional.empty();

  @Option(names = "--ranks", paramLabel = "A-B",
      description = "Draws only these pipeline ranks of the schedule.")
  private Optional<String> ranks = Optional.empty();

  @Option(names = "--width", paramLabel = "N",
      description = "Width of the schedule, in characters (120) or, with --png, in pixels (1600).")
  private Optional<Integer> width = Optional.empty();

  ShowCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (!settings.isEmpty() && !Kind.OF_SCENARIO.contains(kind)) {
      throw InputException.of("--set goes with show scenario, show schedule, show classes and show memory");
    }
    if (all && (kind != Kind.CLASSES || name.isEmpty())) {
      throw InputException.of("--all goes with show classes SCENARIO");
    }
    boolean drawn = (kind == Kind.TOPOLOGY || kind == Kind.MEMORY) && ranks.isEmpty() && width.isEmpty();
    if (view().isAsked() && (kind != Kind.SCHEDULE && !drawn || name.isEmpty())) {
      throw InputException.of("--png, --ranks and --width go with show schedule SCENARIO, --png also with show "
          + "topology NAME and show memory SCENARIO");
    }
    Catalogue catalogue = shell.catalogue();
    List<String> lines = name.isEmpty() ? catalogue.names(kind.folder) : lines(catalogue, name.get());
    lines.forEach(shell.out()::println);
    return 0;
  }

  private ScheduleView view() {
    return new ScheduleView(png, ranks, width.map(OptionalInt::of).orElse(OptionalInt.empty()));
  }

  private List<String> topology(Cluster cluster) {
    png.map(file -> shell.output("--png", file)).ifPresent(
        file -> file.write(out -> TopologyText.writePng(cluster, out)));
    return TopologyText.of(cluster);
  }

  private static List<String> model(Catalogue catalogue, String of) {
    List<String> notes = new ArrayList<>();
    ModelSpec model = ModelFile.load(catalogue, of, notes::add);
    return ModelText.of(model, notes);
  }

  private List<String> memory(Scenario scenario) {
    png.map(file -> shell.output("--png", file)).ifPresent(
        file -> file.write(out -> MemoryText.writePng(scenario, out)));
    return MemoryText.of(scenario);
  }

  private List<String> lines(Catalogue catalogue, String of) {
    return switch (kind) {
      case TOPOLOGY -> topology(TopologyFile.load(catalogue, of));
      case HARDWARE -> AcceleratorText.of(AcceleratorFile.load(catalogue, of));
      case STACK -> StackText.of(StackFile.load(catalogue, of));
      case MODEL -> model(catalogue, of);
      case SCENARIO -> ScenarioText.of(catalogue, of, Overrides.parse(settings));
      case CLASSES -> ClassesText.of(ScenarioFile.load(catalogue, of, Overrides.parse(settings)), all);
      case MEMORY -> memory(ScenarioFile.load(catalogue, of, Overrides.parse(settings)));
      case SCHEDULE -> view().of(ScenarioFile.load(catalogue, of, Overrides.parse(settings)), shell);
    };
  }
}
