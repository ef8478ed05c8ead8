package org.kilocard.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kilocard.chart.SweepChart;
import org.kilocard.html.SweepPage;
import org.kilocard.input.InputException;
import org.kilocard.input.Location;
import org.kilocard.input.Overrides;
import org.kilocard.report.SweepCsv;
import org.kilocard.report.SweepTable;
import org.kilocard.report.SweepText;
import org.kilocard.scenario.Scenario;
import org.kilocard.study.Simulation;
import org.kilocard.study.Worlds;
import org.kilocard.sweep.ChartFile;
import org.kilocard.sweep.ChartKind;
import org.kilocard.sweep.ChartSpec;
import org.kilocard.sweep.FigureStore;
import org.kilocard.sweep.Question;
import org.kilocard.sweep.Sweep;
import org.kilocard.timeline.Timeline;

/**
 * Sweeps, and writes what came out. Apart from the command, so that its help does not load the actor library.
 */
final class SweepRun {
  private final Shell shell;
  private final ChartSpec spec;
  private final Path chart;

  /** Reads the chart. */
  SweepRun(Shell shell, String nameOrPath, Overrides overrides) {
    this.shell = shell;
    chart = ChartFile.path(shell.catalogue(), nameOrPath);
    spec = ChartFile.load(shell.catalogue(), nameOrPath, overrides);
  }

  /** Sweeps; returns lines to print. */
  List<String> into(
      Optional<String> out, Optional<String> csv, Optional<String> png, Optional<String> html) {
    Path directory = directory(out);
    Path known = directory.resolve(spec.name() + ".jsonl");
    shell.inputs().add(known);
    OutputFile table = shell.output("--csv", csv.orElse(directory.resolve(spec.name() + ".csv").toString()));
    OutputFile picture = shell.output("--png",
        png.orElse(directory.resolve(spec.name() + ".png").toString()));
    Optional<OutputFile> page = html.map(name -> shell.output("--html", name));
    OutputFile.requireDifferent(List.of(Optional.of(table), Optional.of(picture), page));
    SweepTable swept;
    try (FigureStore store = new FigureStore(known);
        CountLine line = new CountLine(shell, "points")) {
      swept = new Sweep(spec, store, Worlds.onAllProcessors()).run(line::done);
    }
    table.write(stream -> SweepCsv.write(swept, stream));
    ByteArrayOutputStream drawn = new ByteArrayOutputStream();
    draw(swept, drawn);
    picture.write(stream -> put(drawn, stream));
    page.ifPresent(file -> file.write(SweepPage.of(swept, drawn.toByteArray())));
    List<String> lines = new ArrayList<>(SweepText.lines(swept));
    lines.add("");
    lines.add("  " + table.name() + ", " + picture.name());
    return lines;
  }

  private void draw(SweepTable swept, OutputStream stream) {
    if (spec.kind() != ChartKind.PIPELINE) {
      SweepChart.writePng(spec, swept, stream);
      return;
    }
    Question question = spec.planned().get(0).question().orElseThrow();
    if (!(question instanceof Question.OfStep step)) {
      throw InputException.at(Location.of(chart.toString()), "a collective has no pipeline to draw");
    }
    Scenario scenario = step.scenario();
    Simulation.Outcome outcome = StepRun.of(scenario, shell);
    Timeline timeline = outcome.timeline().orElseThrow(() -> InputException.at(Location.of(chart.toString()),
        "the closed form has no timeline to draw").withHint("Set fidelity: flow."));
    SweepChart.writePng(spec, timeline, scenario.job(), stream);
  }

  private static void put(ByteArrayOutputStream drawn, OutputStream stream) {
    try {
      drawn.writeTo(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path directory(Optional<String> out) {
    Location location = Location.of(out.map(name -> "--out " + name).orElse(chart.toString()));
    try {
      Path directory = out.map(Path::of).orElse(chart.resolveSibling("out"));
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw InputException.at(location, "there is no place for results: " + e.getMessage())
          .withHint("Say where, with --out DIR.");
    } catch (InvalidPathException e) {
      throw InputException.at(location, "is not a path");
    }
  }
}
