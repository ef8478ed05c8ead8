package org.kilocard.chart;

import java.awt.Color;
import java.awt.Paint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.kilocard.report.Metric;
import org.kilocard.report.Part;
import org.kilocard.report.SweepTable;
import org.kilocard.sweep.ChartKind;
import org.kilocard.sweep.ChartSpec;

/** The rows of a sweep that is drawn as bars. */
final class SweepBars {
  private static final String DASH = "–";
  /** Parts below this share of every bar are left out of the legend. */
  private static final double NOTHING = 4e-3;

  private SweepBars() {}

  /** Stacked: a row per point and series, made of parts. Else: a row per point, with a bar per series. */
  static Bars.Data data(ChartSpec spec, SweepTable table) {
    return spec.kind() == ChartKind.STACKED_BARS ? stacked(spec, table) : grouped(table);
  }

  private static Bars.Data grouped(SweepTable table) {
    List<String> series = table.series();
    List<Bars.Row> rows = new ArrayList<>();
    for (String label : table.labels()) {
      double[] values = series.stream().mapToDouble(name -> table.at(name, label)
          .flatMap(point -> point.y().isPresent() ? Optional.of(point.y().getAsDouble()) : Optional.empty())
          .orElse(Double.NaN)).toArray();
      boolean exceeds = series.stream().anyMatch(
          name -> table.at(name, label).filter(SweepTable.Point::exceedsMemory).isPresent());
      rows.add(new Bars.Row(label + (exceeds ? " *" : ""), values, Double.NaN, DASH));
    }
    return new Bars.Data(series, hues(series.size()), rows, false);
  }

  private static Bars.Data stacked(ChartSpec spec, SweepTable table) {
    Metric metric = spec.metric();
    List<String> parts = parts(metric, table);
    List<Bars.Row> rows = new ArrayList<>();
    for (SweepTable.Point point : table.points()) {
      double[] values = parts.stream()
          .mapToDouble(part -> point.figures().containsKey(part)
              ? point.figures().get(part) * metric.factor() : Double.NaN)
          .toArray();
      double whole = point.figures().entrySet().stream()
          .filter(figure -> figure.getKey().startsWith(metric.path() + "."))
          .mapToDouble(figure -> figure.getValue() * metric.factor()).sum();
      String name = (point.series().isEmpty() || table.series().size() == 1 ? "" : point.series() + ", ")
          + point.label();
      rows.add(new Bars.Row(name + (point.exceedsMemory() ? " *" : ""), values, whole, DASH));
    }
    return new Bars.Data(parts.stream().map(part -> name(metric, part)).toList(), colours(metric, parts),
        rows, true);
  }

  /** Those that are seen, in the order of the report where they are parts of the step. */
  private static List<String> parts(Metric metric, SweepTable table) {
    Set<String> all = new LinkedHashSet<>();
    for (Part part : Part.values()) {
      all.add(metric.path() + "." + part.key());
    }
    table.points().forEach(point -> all.addAll(point.figures().keySet()));
    return all.stream()
        .filter(path -> path.startsWith(metric.path() + "."))
        .filter(path -> table.points().stream().anyMatch(point -> isSeen(point, metric, path)))
        .toList();
  }

  private static boolean isSeen(SweepTable.Point point, Metric metric, String path) {
    double whole = point.figures().entrySet().stream()
        .filter(figure -> figure.getKey().startsWith(metric.path() + "."))
        .mapToDouble(figure -> figure.getValue()).sum();
    return point.figures().getOrDefault(path, 0.0) > NOTHING * whole;
  }

  private static Optional<Part> part(Metric metric, String path) {
    String key = path.substring(metric.path().length() + 1);
    for (Part part : Part.values()) {
      if (part.key().equals(key)) {
        return Optional.of(part);
      }
    }
    return Optional.empty();
  }

  private static String name(Metric metric, String path) {
    return part(metric, path).map(Part::label).orElse(path.substring(metric.path().length() + 1));
  }

  private static List<Paint> colours(Metric metric, List<String> parts) {
    List<Paint> hues = hues(parts.size());
    List<Paint> colours = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Optional<Color> known = part(metric, parts.get(i)).map(BreakdownChart::colour);
      colours.add(known.isPresent() ? known.get() : hues.get(i));
    }
    return colours;
  }

  private static List<Paint> hues(int count) {
    List<Paint> hues = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      hues.add(ChartTheme.hue(i));
    }
    return hues;
  }
}
