package org.kilocard.cli;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kilocard.chart.PipelineDiagram;
import org.kilocard.chart.PipelineText;
import org.kilocard.chart.SimulatedTimetable;
import org.kilocard.input.InputException;
import org.kilocard.input.Location;
import org.kilocard.job.Job;
import org.kilocard.scenario.Scenario;
import org.kilocard.schedule.Timetable;
import org.kilocard.study.Simulation;
import org.kilocard.timeline.Timeline;

/**
 * The pipeline of a simulated step, as text or as picture.
 *
 * @param png file to draw to; empty: text
 * @param ranks pipeline ranks as typed, {@code 3} or {@code 0-7}; empty: all
 * @param width of the text in characters or of the picture in pixels; empty: a usual one
 */
record ScheduleView(Optional<String> png, Optional<String> ranks, OptionalInt width) {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");
  private static final int COLUMNS = 120;
  private static final int FEWEST_COLUMNS = 20;
  private static final int MOST_COLUMNS = 10_000;
  private static final int PIXELS = 1600;
  private static final int FEWEST_PIXELS = 500;
  private static final int MOST_PIXELS = 20_000;
  /** A picture of more would take a gigabyte while it is drawn. */
  private static final int MOST_PICTURED = 256;

  private record Range(int first, int last) {}

  /** Whether anything was asked for. */
  boolean isAsked() {
    return png.isPresent() || ranks.isPresent() || width.isPresent();
  }

  /** Simulates the scenario; returns lines to print. Bad options are refused before. */
  List<String> of(Scenario scenario, Shell shell) {
    Job job = scenario.job();
    Range range = range(job.pipelineShape().ranks());
    int size = png.isPresent()
        ? width(PIXELS, FEWEST_PIXELS, MOST_PIXELS, "pixels")
        : width(COLUMNS, FEWEST_COLUMNS, MOST_COLUMNS, "characters");
    Optional<OutputFile> file = png.map(name -> shell.output("--png", name));
    if (file.isPresent() && range.last() - range.first() >= MOST_PICTURED) {
      throw InputException.at(Location.of("--png " + png.get()),
          "a picture holds at most " + MOST_PICTURED + " pipeline ranks; choose some with --ranks");
    }
    Simulation.Outcome outcome = StepRun.of(scenario, shell);
    Timeline timeline = outcome.timeline().orElseThrow(() -> InputException.at(Location.of("fidelity: analytic"),
        "the closed form has no timeline to draw").withHint("Use --set fidelity=flow."));
    Timetable timetable = SimulatedTimetable.of(timeline, job.schedule(), job.pipelineShape());
    if (file.isEmpty()) {
      return PipelineText.lines(timetable, range.first(), range.last(), size);
    }
    String title = scenario.name() + ": " + job.schedule().name() + ", " + job.pipelineShape().ranks()
        + " pipeline ranks, " + job.microBatches() + " micro-batches";
    file.get().write(out ->
        PipelineDiagram.writePng(timetable, range.first(), range.last(), title, size, out));
    return List.of();
  }

  private Range range(int all) {
    if (ranks.isEmpty()) {
      return new Range(0, all - 1);
    }
    Matcher typed = RANGE.matcher(ranks.get());
    if (typed.matches()) {
      int first = Integer.parseInt(typed.group(1));
      int last = typed.group(2) == null ? first : Integer.parseInt(typed.group(2));
      if (first <= last && last < all) {
        return new Range(first, last);
      }
    }
    throw InputException.at(Location.of("--ranks " + ranks.get()), "must be one of the pipeline ranks 0 to "
        + (all - 1) + ", or several in a row").withHint("E.g. 0-" + (all - 1) + ".");
  }

  private int width(int usual, int fewest, int most, String unit) {
    int size = width.orElse(usual);
    if (size < fewest || size > most) {
      throw InputException.at(Location.of("--width " + size),
          "must be from " + fewest + " to " + most + " " + unit);
    }
    return size;
  }
}
