package org.kilocard.sweep;

import java.nio.file.Path;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Overrides;
import org.kilocard.input.YamlDocument;

/**
 * Reads a chart file: what is simulated, over what, and how it is drawn.
 *
 * <pre>
 * title: Expert parallelism over supernodes
 * kind: line                 # line | scatter | pareto | bars | stacked-bars | heat-map | pipeline
 * scenario: deepseek-v3-h800-2048      # a name, a path, or a mapping
 *                            # or collective: {topology, operation, bytes, …}
 * set: {fidelity: analytic}            # keys of the scenario, for all points
 * x: {label: cards, key: cards, values: [512, 1024..8192], scale: log}
 * series: [{label: H800}, {label: CloudMatrix384, scenario: deepseek-v3-cloudmatrix-6144, set: {…}}]
 * y: {metric: throughput.mfu, from: 0}
 * measured: [{label: published, source: …, points: [[2048, 43.7]]}]
 * </pre>
 *
 * <p>The values of {@code x} are those of a {@code key}, or of several {@code keys} with a list per point, or
 * {@code points}, each {@code {label, at, scenario, set}}. {@code series} is {@code {label, key, values}} or
 * a list of {@code {label, scenario, set, x}}, of which {@code x} replaces the values of the chart's for that
 * series. {@code x.metric} places points by a number of their result. {@code 1024..8192} doubles. {@code y}
 * may have {@code label}, {@code unit} with {@code factor}, {@code scale: log}, {@code from}, {@code better:
 * more | less} and {@code relative_to: first-point | first-series}. {@code notes}: lines of small print;
 * {@code size: {width, height}} in pixels.
 */
public final class ChartFile {
  /** Where the catalogue keeps chart files. */
  public static final String FOLDER = "charts";

  private ChartFile() {}

  /** The chart of that name, or in the file at that path, with some keys of all its scenarios set. */
  public static ChartSpec load(Catalogue catalogue, String nameOrPath, Overrides overrides) {
    Path file = path(catalogue, nameOrPath);
    return new ChartReader(YamlDocument.parse(file), new QuestionReader(catalogue, file), overrides).read();
  }

  /** The file of the chart of that name, or at that path. */
  public static Path path(Catalogue catalogue, String nameOrPath) {
    return catalogue.resolve(FOLDER, nameOrPath);
  }
}
