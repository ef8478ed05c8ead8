package org.kilocard.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.kilocard.input.DidYouMean;
import org.kilocard.input.Mapping;
import org.kilocard.input.Node;
import org.kilocard.input.Overrides;
import org.kilocard.input.Scalar;
import org.kilocard.report.Metric;

/** Reads the keys of one chart file, then plans its simulations. */
final class ChartReader {
  private static final int WIDTH = 1100;
  private static final int HEIGHT = 640;
  private static final int LEAST_PIXELS = 300;
  private static final int MOST_PIXELS = 4000;

  private final Mapping written;
  private final QuestionReader questions;
  private final Overrides overrides;

  ChartReader(Mapping written, QuestionReader questions, Overrides overrides) {
    this.written = written;
    this.questions = questions;
    this.overrides = overrides;
  }

  ChartSpec read() {
    String title = written.text("title");
    ChartKind kind = written.choice("kind", ChartKind.class);
    List<String> notes = written.has("notes") ? written.texts("notes") : List.of();
    boolean collective = written.has("collective");
    if (collective && written.has("scenario")) {
      throw written.fail("collective", "goes without scenario", "A chart is of one or the other.");
    }
    Overrides set = written.optionalMapping("set").map(Overrides::of).orElse(Overrides.parse(List.of()));
    Mapping xs = written.section("x");
    List<Choice> points = points(xs, kind);
    Optional<Metric> xMetric = xs.optionalScalar("metric").map(path -> metric(path, collective));
    AxisSpec x = axis(xs);
    xs.done();
    List<Choice> series = series(kind);
    String seriesLabel = written.optionalNode("series").filter(node -> node instanceof Mapping)
        .flatMap(node -> node.asMapping().optionalText("label")).orElse("");
    Mapping ys = written.section("y");
    Metric metric = metric(ys, kind, collective);
    ChartSpec.RelativeTo relative = ys.choice("relative_to", ChartSpec.RelativeTo.NOTHING);
    AxisSpec y = axis(ys);
    ys.done();
    List<MeasuredPoints> measured = measured(kind);
    Mapping size = written.section("size");
    int width = (int) size.optionalCount("width", LEAST_PIXELS, MOST_PIXELS).orElse(WIDTH);
    OptionalInt height = size.optionalCount("height", LEAST_PIXELS, MOST_PIXELS).isPresent()
        ? OptionalInt.of((int) size.count("height", LEAST_PIXELS, MOST_PIXELS)) : OptionalInt.empty();
    size.done();
    Optional<Node> base = written.optionalNode(collective ? "collective" : "scenario");
    written.done();
    checkKind(kind, points, xMetric, x, xs);
    series.forEach(one -> checkKind(kind, one.points(), xMetric, x, xs));
    List<Planned> planned = new Planner(questions, base, collective, set, overrides)
        .plan(series, points, written);
    boolean fitted = kind == ChartKind.BARS || kind == ChartKind.STACKED_BARS;
    return new ChartSpec(stem(), title, notes, kind, x, xMetric, y, metric, relative, seriesLabel, planned,
        measured, width, height.orElse(fitted ? 0 : HEIGHT));
  }

  private String stem() {
    return String.valueOf(Path.of(written.location().file()).getFileName()).replaceFirst("\\.[a-z]+$", "");
  }

  private List<Choice> points(Mapping xs, ChartKind kind) {
    if (kind == ChartKind.PIPELINE) {
      if (written.has("x") || written.has("series")) {
        throw written.fail(written.has("x") ? "x" : "series", "a pipeline diagram is of one scenario",
            "Leave it out.");
      }
      return List.of(Choice.NOTHING);
    }
    Optional<List<Choice>> byKeys = ChoiceReader.byKeys(xs);
    if (byKeys.isPresent()) {
      if (xs.has("points")) {
        throw xs.fail("points", "goes without key and values", "Write either.");
      }
      return byKeys.get();
    }
    return ChoiceReader.points(xs.optionalListing("points").orElseThrow(() -> xs.fail("key",
        "is missing",
        "Write x: {key: cards, values: [512, 1024]}, or x: {points: [{label: …, set: {…}}]}.")));
  }

  /**
   * Names of series by value are told apart by what the value is of; on a heat map that stands at the axis.
   */
  private static Choice named(Choice choice, Optional<String> label) {
    return label.map(what -> new Choice(
        what + " " + choice.label(), choice.x(), choice.scenario(), choice.set(),
        choice.points())).orElse(choice);
  }

  private List<Choice> series(ChartKind kind) {
    Optional<Node> node = written.optionalNode("series");
    if (node.isEmpty()) {
      return List.of(Choice.NOTHING);
    }
    if (node.get() instanceof Mapping mapping) {
      List<Choice> choices = ChoiceReader.byKeys(mapping)
          .orElseThrow(() -> mapping.fail("key", "is missing"));
      Optional<String> label = mapping.optionalText("label");
      mapping.done();
      return kind == ChartKind.HEAT_MAP
          ? choices
          : choices.stream().map(choice -> named(choice, label)).toList();
    }
    return ChoiceReader.series(node.get().asListing());
  }

  private static AxisSpec axis(Mapping section) {
    return new AxisSpec(
        section.optionalText("label"),
        section.choice("scale", AxisSpec.Scale.LINEAR),
        section.optionalNumber("from"),
        section.choice("better", AxisSpec.Better.MORE));
  }

  private Metric metric(Mapping ys, ChartKind kind, boolean collective) {
    if (kind == ChartKind.PIPELINE) {
      return Metric.ofRun("step.time_s").orElseThrow();
    }
    Scalar path = ys.scalar("metric");
    Metric metric = metric(path, collective);
    if (metric.group() != (kind == ChartKind.STACKED_BARS)) {
      throw path.fail(metric.group()
          ? "is a group of numbers, which only stacked-bars can draw"
          : "is one number, of which no bar can be stacked")
          .withHint(metric.group() ? "Write kind: stacked-bars, or one of the group." : "E.g. breakdown_s.");
    }
    if (ys.has("unit") || ys.has("factor")) {
      double factor = ys.number("factor", Double.MIN_NORMAL, Double.POSITIVE_INFINITY);
      return metric.as(metric.label(), ys.text("unit"), factor);
    }
    return metric;
  }

  private static Metric metric(Scalar path, boolean collective) {
    Optional<Metric> found = collective ? Metric.ofCollective(path.text()) : Metric.ofRun(path.text());
    return found.orElseThrow(() -> {
      List<String> paths = Metric.paths(collective);
      return path.fail("there is no metric " + path.described()).withHint(
          DidYouMean.closest(path.text(), paths).map(near -> "Did you mean '" + near + "'?")
              .orElse("There are " + String.join(", ", paths) + "."));
    });
  }

  private List<MeasuredPoints> measured(ChartKind kind) {
    List<MeasuredPoints> all = new ArrayList<>();
    if (!written.has("measured")) {
      return all;
    }
    if (kind != ChartKind.LINE && kind != ChartKind.SCATTER && kind != ChartKind.PARETO) {
      throw written.fail("measured", "can be drawn on charts of kind line, scatter and pareto only");
    }
    for (Mapping one : written.mappings("measured")) {
      List<MeasuredPoints.At> points = new ArrayList<>();
      for (Node pair : one.listing("points").items()) {
        List<Double> numbers = pair.asListing().numbers(-Double.MAX_VALUE, Double.MAX_VALUE);
        if (numbers.size() != 2) {
          throw pair.fail("must be a place on the x-axis and one on the y-axis")
              .withHint("E.g. [2048, 43.7].");
        }
        points.add(new MeasuredPoints.At(numbers.get(0), numbers.get(1)));
      }
      all.add(new MeasuredPoints(one.text("label"), one.text("source"), points));
      one.done();
    }
    return all;
  }

  private void checkKind(ChartKind kind, List<Choice> points, Optional<Metric> xMetric, AxisSpec x,
      Mapping xs) {
    boolean numbers = kind == ChartKind.LINE || kind == ChartKind.SCATTER || kind == ChartKind.PARETO;
    if (!numbers) {
      return;
    }
    for (Choice point : points) {
      if (xMetric.isEmpty() && point.x().isEmpty()) {
        throw xs.fail("values", "'" + point.label() + "' is no number, and has no place on the axis of a "
            + "line", "Give points a number with at, place them by x.metric, or write kind: bars.");
      }
      if (xMetric.isEmpty() && x.scale() == AxisSpec.Scale.LOG && point.x().getAsDouble() <= 0) {
        throw xs.fail("scale", point.label() + " has no place on a logarithmic axis", "Write scale: linear.");
      }
    }
    if (xMetric.filter(Metric::group).isPresent()) {
      throw xs.fail("metric", "is a group of numbers, not one");
    }
  }
}
