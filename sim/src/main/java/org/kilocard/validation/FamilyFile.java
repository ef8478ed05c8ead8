package org.kilocard.validation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kilocard.hardware.StackFile;
import org.kilocard.input.Catalogue;
import org.kilocard.input.DidYouMean;
import org.kilocard.input.InputException;
import org.kilocard.input.Listing;
import org.kilocard.input.Mapping;
import org.kilocard.input.Node;
import org.kilocard.input.Scalar;
import org.kilocard.input.YamlDocument;

/**
 * Reads a validation family, a file in {@link #FOLDER}:
 *
 * <pre>{@code
 * family: gpt3-175b-h100-mlperf-3.1
 * source: {title: MLPerf Training v3.1, ref: mlcommons/training_results_v3.1}
 * base: {topology: h100-nvl8-ib, model: gpt3-175b, ...}        # the keys of a scenario
 * calibrate: [compute_scale]                                   # at most as many as rows that calibrate
 * rows:
 *   - {id: h100-512,  role: calibrate, set: {cards: 512,  batch.global: 2048}, measured: {step_s: 11.07}}
 *   - {id: h100-4096, role: predict,   set: {cards: 4096, batch.global: 2048}, measured: {step_s: 1.627}}
 * }</pre>
 *
 * <p>{@code set} has keys by path, as {@code --set}. Where rows measure {@code {op, bytes, time_us}}, the base has the
 * options of {@code kilocard collective}. {@code notes}, and a {@code note} of a row, are printed. {@code fitted: true}
 * marks a row with which a constant of the catalogue was fitted: it cannot be predicted, and counts in no summary.
 */
public final class FamilyFile {
  /** Where the catalogue keeps families. */
  public static final String FOLDER = "scenarios/validation";
  /** Where it keeps those of collectives. */
  public static final String COLLECTIVES_FOLDER = FOLDER + "/collectives";

  private enum RowRole { CALIBRATE, PREDICT }

  /** What rows are runs of. */
  interface Kind {
    /** Reads one row: what it sets, and what was measured. */
    Run read(Mapping set, Mapping measured);
  }

  /**
   * What a kind makes of a row.
   *
   * @param stack software that runs it, as in {@link Family#stack}
   */
  record Run(Map<Metric, Double> measured, Row.Experiment experiment, Optional<String> stack) {}

  private FamilyFile() {}

  /** The family of that name, or in the file at that path. */
  public static Family load(Catalogue catalogue, String nameOrPath) {
    boolean collective = catalogue.names(COLLECTIVES_FOLDER).contains(nameOrPath)
        && !catalogue.names(FOLDER).contains(nameOrPath);
    return read(YamlDocument.parse(
        catalogue.resolve(collective ? COLLECTIVES_FOLDER : FOLDER, nameOrPath)), catalogue);
  }

  /** The family that a document describes. */
  public static Family read(Mapping document, Catalogue catalogue) {
    String name = document.text("family");
    Mapping source = document.mapping("source");
    String title = source.text("title");
    String reference = source.text("ref");
    source.done();
    List<String> notes = document.optionalListing("notes").map(list -> list.texts()).orElse(List.of());
    List<NamedConstant> calibrate = document.optionalListing("calibrate")
        .map(list -> list.scalars(FamilyFile::constant)).orElse(List.of());
    Optional<Listing> fitted = document.optionalListing("fit");
    List<ProtocolConstant> fit = fitted.map(list -> list.scalars(ProtocolConstant::read)).orElse(List.of());
    Mapping base = document.mapping("base");
    List<Mapping> written = document.mappings("rows");
    if (written.isEmpty()) {
      throw document.fail("rows", "is empty", "A family has at least one measured run.");
    }
    boolean collective = written.get(0).mapping("measured").keys().contains("op");
    if (!fit.isEmpty() && !collective) {
      throw fitted.orElseThrow().fail("is for families of collectives").withHint("Name constants under calibrate.");
    }
    Kind kind = collective ? new CollectiveRows(base, catalogue) : new StepRows(base, catalogue);
    List<Row> rows = new ArrayList<>();
    List<Optional<String>> stacks = new ArrayList<>();
    for (Mapping row : written) {
      Run run = run(kind, row);
      Row read = row(row, run);
      rows.add(read);
      // The first that calibrates comes first.
      stacks.add(read.calibrates() && rows.stream().filter(Row::calibrates).count() == 1 ? 0 : stacks.size(),
          run.stack());
    }
    document.done();
    Family family = new Family(name, title, reference, notes, calibrate, rows, fit, stacks.get(0));
    check(document, written, family);
    return family;
  }

  private static NamedConstant constant(Scalar written) {
    List<String> keys = Arrays.stream(NamedConstant.values()).map(NamedConstant::key).toList();
    int known = keys.indexOf(written.text());
    if (known < 0) {
      throw written.fail("unknown constant '" + written.text() + "'").withHint(DidYouMean.closest(written.text(), keys)
          .map(near -> "Did you mean '" + near + "'?").orElse("Known: " + String.join(", ", keys)));
    }
    return NamedConstant.values()[known];
  }

  private static Run run(Kind kind, Mapping row) {
    Mapping set = row.section("set");
    Mapping measured = row.mapping("measured");
    try {
      Run run = kind.read(set, measured);
      measured.done();
      return run;
    } catch (InputException e) {
      // What is wrong may stand in the base, and may be wrong for this row only.
      String hint = e.hint().map(h -> h + " ").orElse("") + "In row '" + row.text("id", "") + "'.";
      throw e.withHint(hint);
    }
  }

  private static Row row(Mapping row, Run run) {
    boolean calibrates = row.choice("role", RowRole.class) == RowRole.CALIBRATE;
    boolean fitted = row.flag("fitted", false);
    if (fitted && !calibrates) {
      throw row.fail("fitted", "a row with which a constant was fitted is no prediction", "Write role: calibrate.");
    }
    Row read = new Row(row.text("id"), calibrates, fitted, row.text("note", ""), run.measured(), run.experiment());
    row.done();
    return read;
  }

  private static void check(Mapping document, List<Mapping> written, Family family) {
    Set<String> ids = new HashSet<>();
    for (Mapping row : written) {
      if (!ids.add(row.text("id"))) {
        throw row.fail("id", "'" + row.text("id") + "' is the id of an earlier row", "Ids are unique in a family.");
      }
    }
    Set<NamedConstant> distinct = new HashSet<>(family.calibrate());
    if (distinct.size() < family.calibrate().size()) {
      throw document.fail("calibrate", "names a constant twice");
    }
    int rows = (int) family.calibrating().stream()
        .filter(row -> row.measured().keySet().stream().anyMatch(Metric::isTimed)).count();
    if (family.calibrate().size() > rows) {
      throw document.fail("calibrate", family.calibrate().size() + " constants cannot be fitted on " + rows
          + (rows == 1 ? " row" : " rows") + " that measure a time",
          "At most one constant for each row with role: calibrate.");
    }
  }

  /** Values of those of {@code known} that are there; at least one must be. */
  static Map<Metric, Double> values(Mapping measured, Metric... known) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (Metric metric : known) {
      measured.optionalScalar(metric.key()).ifPresent(written -> {
        double value = metric == Metric.MEMORY_BYTES ? written.bytes() : written.number();
        if (!(value > 0)) {
          throw written.fail("must be above 0, not " + written.described());
        }
        values.put(metric, value);
      });
    }
    if (values.isEmpty()) {
      measured.done();
      throw InputException.at(measured.location(), measured.path(), "measures nothing").withHint("Write one of "
          + String.join(", ", Arrays.stream(known).map(Metric::key).toList()) + ".");
    }
    return values;
  }

  /** The file in which a value is written; the working directory for one from the command line. */
  static Path referrer(Node written) {
    return written.location().line() == 0 ? Path.of("") : Path.of(written.location().file());
  }

  /** What {@code stack} says in {@code options}, see {@link Family#stack}; {@code otherwise} where it says nothing. */
  static Optional<String> stack(Mapping options, Catalogue catalogue, String otherwise) {
    Optional<Node> asked = options.optionalNode("stack");
    if (asked.isEmpty()) {
      return Optional.of(otherwise);
    }
    if (!(asked.get() instanceof Scalar name)) {
      return Optional.empty();
    }
    return Optional.of(catalogue.names(StackFile.FOLDER).contains(name.text())
        ? name.text()
        : catalogue.resolve(StackFile.FOLDER, name, referrer(name)).toAbsolutePath().toString());
  }

}
