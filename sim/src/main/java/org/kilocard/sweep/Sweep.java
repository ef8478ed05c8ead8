package org.kilocard.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kilocard.input.DidYouMean;
import org.kilocard.input.InputException;
import org.kilocard.input.Location;
import org.kilocard.report.FigureLine;
import org.kilocard.report.Metric;
import org.kilocard.report.SweepTable;
import org.kilocard.study.Worlds;
import org.kilocard.unit.TooLongException;

/** Runs the simulations of a chart that are not known yet, on all processors, and tabulates all. */
public final class Sweep {
  /** Is told when one more simulation is done. */
  @FunctionalInterface
  public interface Listener {
    /** So many of all are done, of which {@code known} were before the sweep began. */
    void done(int count, int all, int known);
  }

  private final ChartSpec chart;
  private final FigureStore store;
  private final Worlds worlds;

  /** A sweep that looks up and keeps its results in {@code store}. */
  public Sweep(ChartSpec chart, FigureStore store, Worlds worlds) {
    this.chart = chart;
    this.store = store;
    this.worlds = worlds;
  }

  /** Simulates what is missing; the table holds everything. */
  public SweepTable run(Listener listener) {
    Map<String, Question> questions = new LinkedHashMap<>();
    chart.planned().forEach(planned ->
        planned.question().ifPresent(question -> questions.putIfAbsent(question.key(), question)));
    List<Question> missing =
        questions.values().stream().filter(question -> store.find(question.key()).isEmpty()).toList();
    int known = questions.size() - missing.size();
    int[] done = {known};
    listener.done(known, questions.size(), known);
    worlds.each(missing, (question, simulator) -> {
      FigureLine line;
      try {
        line = new FigureLine(question.key(), question.answer(simulator), "");
      } catch (TooLongException e) {
        line = new FigureLine(question.key(), new TreeMap<>(), e.getMessage()
            + ". Is a rate or a size out of scale?");
      }
      synchronized (done) {
        store.add(line);
        done[0]++;
        listener.done(done[0], questions.size(), known);
      }
    });
    return table();
  }

  /** A metric that no result has is a mistake of the chart file. */
  private void check(List<SweepTable.Point> points) {
    List<SweepTable.Point> results = points.stream().filter(point -> !point.figures().isEmpty()).toList();
    if (results.isEmpty() || results.stream().anyMatch(point -> point.failure().isEmpty())) {
      return;
    }
    Set<String> paths = new TreeSet<>();
    results.forEach(point -> paths.addAll(point.figures().keySet()));
    List<String> asked = new ArrayList<>(List.of(chart.metric().path()));
    chart.xMetric().ifPresent(metric -> asked.add(metric.path()));
    for (String path : asked) {
      if (!paths.contains(path)) {
        String folder = path.substring(0, path.indexOf('.') + 1);
        throw InputException.at(Location.of(chart.name()), "no result has the metric '" + path + "'")
            .withHint(DidYouMean.closest(path, paths).map(near -> "Did you mean '" + near + "'?")
                .orElseGet(() -> "There are "
                + String.join(", ", paths.stream().filter(p -> p.startsWith(folder)).toList()) + "."));
      }
    }
  }

  private SweepTable table() {
    List<SweepTable.Point> points = new ArrayList<>();
    for (Planned planned : chart.planned()) {
      Optional<FigureLine> line = planned.question().flatMap(question -> store.find(question.key()));
      points.add(line.filter(l -> l.failure().isEmpty())
          .map(l -> point(planned, l))
          .orElseGet(() -> new SweepTable.Point(planned.series(), planned.label(), planned.x(),
              OptionalDouble.empty(), new TreeMap<>(),
              line.map(FigureLine::failure).orElse(planned.refusal()))));
    }
    check(points);
    return new SweepTable(
        chart.title(), chart.notes(), chart.xLabel(), chart.yLabel(), chart.metric().path(),
        relative(points));
  }

  private SweepTable.Point point(Planned planned, FigureLine line) {
    OptionalDouble x = chart.xMetric().isPresent() ? value(chart.xMetric().get(), line) : planned.x();
    OptionalDouble y = value(chart.metric(), line);
    boolean missing = chart.xMetric().isPresent() && x.isEmpty() || y.isEmpty();
    String failure = missing ? "its result has no " + (y.isEmpty() ? chart.metric().path()
        : chart.xMetric().map(Metric::path).orElse("")) : "";
    return new SweepTable.Point(planned.series(), planned.label(), x, y, line.figures(), failure);
  }

  /** Of a group its sum. */
  private static OptionalDouble value(Metric metric, FigureLine line) {
    if (metric.group()) {
      String group = metric.path() + ".";
      return OptionalDouble.of(metric.factor() * line.figures().entrySet().stream()
          .filter(figure -> figure.getKey().startsWith(group)).mapToDouble(Map.Entry::getValue).sum());
    }
    Double value = line.figures().get(metric.path());
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value * metric.factor());
  }

  /** Divides by the first point of the series, or by the first series, where the chart says so. */
  private List<SweepTable.Point> relative(List<SweepTable.Point> points) {
    if (chart.relativeTo() == ChartSpec.RelativeTo.NOTHING) {
      return points;
    }
    boolean byPoint = chart.relativeTo() == ChartSpec.RelativeTo.FIRST_POINT;
    Map<String, SweepTable.Point> references = new LinkedHashMap<>();
    points.forEach(point -> references.putIfAbsent(byPoint ? point.series() : point.label(), point));
    List<SweepTable.Point> divided = new ArrayList<>();
    for (SweepTable.Point point : points) {
      SweepTable.Point reference = references.get(byPoint ? point.series() : point.label());
      OptionalDouble y = point.y().isPresent() && reference != null && reference.y().isPresent()
          ? OptionalDouble.of(point.y().getAsDouble() / reference.y().getAsDouble())
          : OptionalDouble.empty();
      String failure = point.failure().isEmpty() && y.isEmpty() ? "what it is relative to has no result"
          : point.failure();
      divided.add(new SweepTable.Point(point.series(), point.label(), point.x(), y, point.figures(),
          failure));
    }
    return divided;
  }
}
